/* Finds a word of its configuration in a post's text and comments; "word" if it has none. */
#include <stdlib.h>
#include <string.h>

#include "hearken.h"

HK_MANIFEST(
    "{\"id\":\"test.words\",\"version\":\"0.1.0\",\"abi\":\"1.0\","
    "\"about\":\"Finds a word.\",\"kinds\":[{\"kind\":\"word\",\"severity\":\"notice\"}]}");

typedef struct words {
  size_t len;
  char word[32];
} words;

static int32_t create(const hk_call *call, hk_str config, void **out) {
  words *self = calloc(1, sizeof *self);
  const char *text = (const char *)config.ptr;
  if (self == NULL) return HK_ERR;
  if (config.len == 2) {
    strcpy(self->word, "word");
  } else if (config.len > 11 && config.len < 40 && strncmp(text, "{\"word\":\"", 9) == 0) {
    memcpy(self->word, text + 9, config.len - 11);
  } else {
    free(self);
    if (call->fail != NULL) {
      call->fail(call->ctx, HK_CONFIG, (hk_str)HK_STR("/word: expected a short word"));
    }
    return HK_CONFIG;
  }
  self->len = strlen(self->word);
  *out = self;
  return HK_OK;
}

static void destroy(void *instance) { free(instance); }

static int32_t look(const words *self, const hk_call *call, hk_str text, uint32_t target,
                    uint64_t comment_id) {
  for (size_t at = 0; at + self->len <= text.len; at++) {
    if (memcmp(text.ptr + at, self->word, self->len) != 0) continue;
    hk_span span = {sizeof span, target, comment_id, at, at + self->len, HK_STR("main")};
    hk_finding finding = {0};
    finding.size = sizeof finding;
    finding.severity = HK_SEVERITY_NOTICE;
    finding.target = target;
    finding.comment_id = comment_id;
    finding.kind = (hk_str)HK_STR("word");
    finding.message = (hk_str)HK_STR("the word");
    finding.spans = &span;
    finding.span_count = 1;
    finding.span_stride = sizeof span;
    if (call->emit(call->ctx, &finding) == HK_CANCELLED) return HK_CANCELLED;
  }
  return HK_OK;
}

static int32_t post(void *instance, const hk_call *call, const hk_post *post) {
  int32_t code = look(instance, call, post->text, HK_TARGET_BODY, 0);
  const uint8_t *at = (const uint8_t *)post->comments;
  for (size_t i = 0; code == HK_OK && i < post->comment_count; i++, at += post->comment_stride) {
    const hk_comment *comment = (const hk_comment *)(const void *)at;
    code = look(instance, call, comment->text, HK_TARGET_COMMENT, comment->id);
  }
  return code;
}

static const hk_plugin plugin = {
    sizeof plugin, HK_ABI_MAJOR, HK_ABI_MINOR, NULL, create, destroy, post, NULL, NULL,
    {(const uint8_t *)hk_manifest_section + 8, sizeof hk_manifest_section - 9}};

const hk_plugin *hearken_plugin_v1(uint32_t host_abi_minor) {
  (void)host_abi_minor;
  return &plugin;
}
