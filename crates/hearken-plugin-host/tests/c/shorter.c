/* A plugin of a table that ends after `post`, of findings that end after `kind` and of spans
 * without a role: what a plugin built before the later fields looks like to the host. It makes one
 * finding of a declared kind and one of another. */
#include "hearken.h"

HK_MANIFEST(
    "{\"id\":\"test.shorter\",\"version\":\"0.1.0\",\"abi\":\"1.0\",\"kinds\":[{\"kind\":\"first\"}]}");

struct short_finding {
  uint32_t size, flags, target, severity;
  uint64_t comment_id;
  float confidence;
  uint32_t reserved;
  hk_str kind;
};

static int32_t post(void *instance, const hk_call *call, const hk_post *post) {
  struct short_finding finding = {sizeof finding, HK_FINDING_HAS_CONFIDENCE, HK_TARGET_BODY, 0, 0,
                                  0.5F, 0, HK_STR("first")};
  (void)instance;
  if (post->text.len == 0) return HK_OK;
  call->emit(call->ctx, (const hk_finding *)(const void *)&finding);
  finding.kind = (hk_str)HK_STR("second");
  call->emit(call->ctx, (const hk_finding *)(const void *)&finding);
  return HK_OK;
}

static const struct {
  uint32_t size;
  uint16_t abi_major, abi_minor;
  void *describe, *create, *destroy;
  int32_t (*post)(void *, const hk_call *, const hk_post *);
} plugin = {sizeof plugin, HK_ABI_MAJOR, 0, NULL, NULL, NULL, post};

const hk_plugin *hearken_plugin_v1(uint32_t host_abi_minor) {
  (void)host_abi_minor;
  return (const hk_plugin *)(const void *)&plugin;
}
