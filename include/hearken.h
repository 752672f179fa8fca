/* hearken.h: the plugin ABI of hearken, major 1.
 *
 * Generated from the crate hearken-abi, whose documentation has the rules; do not edit. The guide
 * for plugins in C is docs/plugins/c.md.
 */
#ifndef HEARKEN_H
#define HEARKEN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
/* Major number of this ABI; a new one means a new entry symbol. */
#define HK_ABI_MAJOR 1u
/* Minor number: one more for each addition. */
#define HK_ABI_MINOR 0u
/* The call did its work. */
#define HK_OK 0
/* The call failed; `hk_call.fail` was told why. */
#define HK_ERR 1
/* The plugin panicked and caught it; `hk_call.fail` was told where. */
#define HK_PANIC 2
/* The host wants the call to end (from a callback), or the call ended early (from a plugin). */
#define HK_CANCELLED 3
/* The configuration is wrong; the message begins with a JSON pointer to the place. */
#define HK_CONFIG 4
/* The host did not take this finding, and counts it as refused; the call may go on. */
#define HK_REFUSED 5
/* A fact worth having; nobody needs to look. */
#define HK_SEVERITY_INFO 0u
/* Worth reading when one passes by. */
#define HK_SEVERITY_NOTICE 1u
/* Somebody should look. */
#define HK_SEVERITY_WARNING 2u
/* Somebody should look now. */
#define HK_SEVERITY_ALERT 3u
/* The post's text. */
#define HK_TARGET_BODY 0u
/* The post's title. */
#define HK_TARGET_TITLE 1u
/* The text of the comment whose `id` stands in `comment_id`. */
#define HK_TARGET_COMMENT 2u
/* No date: the page gives none. */
#define HK_DATE_NONE 0u
/* To the second, zone known. */
#define HK_DATE_SECOND 1u
/* To the second, zone unknown; `unix_ms` takes it as UTC. */
#define HK_DATE_LOCAL 2u
/* To the day. */
#define HK_DATE_DAY 3u
/* To the month. */
#define HK_DATE_MONTH 4u
/* To the year. */
#define HK_DATE_YEAR 5u
/* Running text. */
#define HK_BLOCK_PARAGRAPH 0u
/* A heading; `level` is 1 to 6. */
#define HK_BLOCK_HEADING 1u
/* An item of a list; `level` is its depth from 1. */
#define HK_BLOCK_LIST_ITEM 2u
/* A paragraph of a quotation set apart. */
#define HK_BLOCK_QUOTE 3u
/* Code or other preformatted text. */
#define HK_BLOCK_CODE 4u
/* A row of a table. */
#define HK_BLOCK_TABLE_ROW 5u
/* Words of a person. */
#define HK_COMMENT_WORDS 0u
/* A notice that another site links here (pingback, trackback). */
#define HK_COMMENT_PINGBACK 1u
/* Flag of a comment: the post's own author wrote it. */
#define HK_COMMENT_BY_POST_AUTHOR 1u
/* Flag of a post: `comment_count_claimed` holds what the page says. */
#define HK_POST_HAS_COMMENT_COUNT 1u
/* Flag of a finding: `confidence` holds a number from 0 to 1. */
#define HK_FINDING_HAS_CONFIDENCE 1u
/* The call cannot give what was asked of it. */
#define HK_LOG_ERROR 1u
/* A person should know. */
#define HK_LOG_WARN 2u
/* A step was done. */
#define HK_LOG_INFO 3u
/* For the plugin's author. */
#define HK_LOG_DEBUG 4u

/* UTF-8 text, not ended by NUL. `ptr` is null where the text is absent; it may be null where it
 * is empty. Frozen: never grows. */
typedef struct hk_str {
  /* First byte. */
  const uint8_t *ptr;
  /* Number of bytes. */
  size_t len;
} hk_str;

/* When something was written, in the precision its page gave. Frozen: never grows. */
typedef struct hk_date {
  /* Start of the named time in milliseconds from 1970-01-01 in UTC; 0 where there is no date. */
  int64_t unix_ms;
  /* One of `HK_DATE_…`; `HK_DATE_NONE` where there is no date. */
  uint32_t precision;
  /* Zero. */
  uint32_t reserved;
  /* RFC 3339 as far as the date goes: `2014-10-29T08:00:00+01:00`, `2014-10-29`, `2014-10`. */
  hk_str text;
} hk_date;

/* A place in a text: bytes, half open, on borders of characters. */
typedef struct hk_span {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* Which text: one of `HK_TARGET_…`. */
  uint32_t target;
  /* With `HK_TARGET_COMMENT`: the comment's `id`; else 0. */
  uint64_t comment_id;
  /* First byte. */
  uint64_t start;
  /* One past the last byte. */
  uint64_t end;
  /* What the place is to the finding: `main`, `question`, `answer`; absent means `main`. */
  hk_str role;
} hk_span;

/* One thing an analyzer says about a place in a post. */
typedef struct hk_finding {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* `HK_FINDING_HAS_CONFIDENCE` or 0. */
  uint32_t flags;
  /* What the finding speaks of as a whole: one of `HK_TARGET_…`. */
  uint32_t target;
  /* One of `HK_SEVERITY_…`. */
  uint32_t severity;
  /* With `HK_TARGET_COMMENT`: the comment's `id`; else 0. */
  uint64_t comment_id;
  /* 0 to 1, with `HK_FINDING_HAS_CONFIDENCE`. */
  float confidence;
  /* Zero. */
  uint32_t reserved;
  /* Kind as the manifest declares it: words of a-z, 0-9 and `-`, parted by dots; at most 64
   * bytes. */
  hk_str kind;
  /* One sentence for a person; at most 4 KiB. */
  hk_str message;
  /* The kind's own fields as a JSON object, or absent; at most 64 KiB. */
  hk_str data_json;
  /* The analyzer's own lasting identity for the finding, in place of its quoted words; or
   * absent. */
  hk_str key;
  /* The places; none for a statement about the whole target. */
  const hk_span *spans;
  /* Number of places. */
  size_t span_count;
  /* Bytes from one place to the next. */
  size_t span_stride;
  /* Free words to filter by. */
  const hk_str *tags;
  /* Number of tags. */
  size_t tag_count;
} hk_finding;

/* A block of the post's text. Blocks are in order and don't overlap. */
typedef struct hk_block {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* One of `HK_BLOCK_…`. */
  uint32_t kind;
  /* 1 to 6 of a heading, the depth from 1 of a list item, else 0. */
  uint32_t level;
  /* Zero. */
  uint32_t flags;
  /* First byte in the post's text. */
  uint64_t start;
  /* One past the last byte. */
  uint64_t end;
} hk_block;

/* A link within the post's text. */
typedef struct hk_link {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* Zero. */
  uint32_t flags;
  /* First byte of the linked words in the post's text. */
  uint64_t start;
  /* One past the last byte. */
  uint64_t end;
  /* The address: absolute where the page's own is known. */
  hk_str href;
} hk_link;

/* An image of the post. */
typedef struct hk_image {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* Zero. */
  uint32_t flags;
  /* The address: absolute where the page's own is known. */
  hk_str src;
  /* The alternative text, or absent. */
  hk_str alt;
} hk_image;

/* A comment under the post. */
typedef struct hk_comment {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* `HK_COMMENT_BY_POST_AUTHOR` or 0. */
  uint32_t flags;
  /* Its number within this post and this call, from 1; what findings name it by. */
  uint64_t id;
  /* Number of the comment it answers; 0 where it answers the post. */
  uint64_t parent_id;
  /* `HK_COMMENT_WORDS` or `HK_COMMENT_PINGBACK`. */
  uint32_t kind;
  /* Zero. */
  uint32_t reserved;
  /* When it was written. */
  hk_date published;
  /* Its lasting name within the page: `comment-12`. */
  hk_str key;
  /* Name the page shows for its writer, or absent. */
  hk_str author;
  /* Address of the writer's own site or profile, or absent. */
  hk_str author_url;
  /* Its words; findings' spans count bytes of it. */
  hk_str text;
} hk_comment;

/* A post with its comments, as one call of `hk_plugin.post` sees it. */
typedef struct hk_post {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* `HK_POST_HAS_COMMENT_COUNT` or 0. */
  uint32_t flags;
  /* The post's words: NFC, blocks parted by a blank line. Spans count bytes of it. */
  hk_str text;
  /* Title without the site's name, or absent. */
  hk_str title;
  /* Address the page was read from, or absent. */
  hk_str url;
  /* Address the page names as its own, or absent. */
  hk_str canonical_url;
  /* BCP 47 tag, or absent. */
  hk_str language;
  /* Name of the blog, or absent. */
  hk_str site_name;
  /* When the post came out. */
  hk_date published;
  /* When it was last changed. */
  hk_date updated;
  /* Names of the authors, in the page's order. */
  const hk_str *authors;
  /* Number of authors. */
  size_t author_count;
  /* Tags and categories, in the page's order. */
  const hk_str *tags;
  /* Number of tags. */
  size_t tag_count;
  /* Blocks of the text. */
  const hk_block *blocks;
  /* Number of blocks. */
  size_t block_count;
  /* Bytes from one block to the next. */
  size_t block_stride;
  /* Links within the text. */
  const hk_link *links;
  /* Number of links. */
  size_t link_count;
  /* Bytes from one link to the next. */
  size_t link_stride;
  /* Images of the post. */
  const hk_image *images;
  /* Number of images. */
  size_t image_count;
  /* Bytes from one image to the next. */
  size_t image_stride;
  /* Comments in the page's order. */
  const hk_comment *comments;
  /* Number of comments. */
  size_t comment_count;
  /* Bytes from one comment to the next. */
  size_t comment_stride;
  /* How many comments the page says it has, with `HK_POST_HAS_COMMENT_COUNT`. */
  uint64_t comment_count_claimed;
} hk_post;

/* The host, for the length of one call. `[call-thread]` functions are called on the thread of
 * the call, before it returns; `[any-thread]` ones from any thread, before it returns. */
typedef struct hk_call {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* Zero. */
  uint32_t flags;
  /* Milliseconds the call may take, counted from its start by a clock that never goes back;
   * 0 for no limit. After them `cancelled` says yes and `emit` answers `HK_CANCELLED`; a little
   * later the host ends the worker process. */
  uint64_t deadline_ms;
  /* To be handed to each function below as it is. */
  void *ctx;
  /* `[call-thread]` Takes a finding and copies it. `HK_OK`, `HK_REFUSED`, or `HK_CANCELLED`:
   * then return `HK_CANCELLED` soon. */
  int32_t (*emit)(void *ctx, const hk_finding *finding);
  /* `[call-thread]` Says why the call is about to return `code`. */
  void (*fail)(void *ctx, int32_t code, hk_str message);
  /* `[call-thread]` Takes the JSON that `describe` answers with. */
  void (*reply)(void *ctx, hk_str json);
  /* `[any-thread]` Not 0 once the call should end. Cheap: ask often in long loops. */
  int32_t (*cancelled)(void *ctx);
  /* `[call-thread]` A table of further functions by its name, valid during this call, or null
   * where the host has none: `hk.log/1` gives a `hk_log`. A plugin works without any. */
  const void *(*service)(void *ctx, hk_str id);
} hk_call;

/* Service `hk.log/1`: lines for the person who runs the plugin. */
typedef struct hk_log {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* Zero. */
  uint32_t flags;
  /* `[call-thread]` Takes one line, with `ctx` of the call and one of `HK_LOG_…`. */
  void (*write)(void *ctx, uint32_t level, hk_str message);
} hk_log;

/* A plugin. The table and all it points to live as long as the process. */
typedef struct hk_plugin {
  /* Bytes of this struct as its maker knew it. */
  uint32_t size;
  /* `HK_ABI_MAJOR` it was built for. */
  uint16_t abi_major;
  /* `HK_ABI_MINOR` it was built for. */
  uint16_t abi_minor;
  /* `[any-thread]` Answers through `hk_call.reply` with JSON: `{"manifest":…,"schema":…}`, the
   * schema being that of the configuration. Quick and without effects. May be null. */
  int32_t (*describe)(const hk_call *call);
  /* `[any-thread]` Makes an instance from a JSON object and puts it into `out`. May take its
   * time (load a model). `HK_CONFIG` where the configuration is wrong. */
  int32_t (*create)(const hk_call *call, hk_str config_json, void **out);
  /* `[instance-thread]` Frees an instance. */
  void (*destroy)(void *instance);
  /* `[instance-thread]` Looks at one post. Keeps no pointer into it. May be null. */
  int32_t (*post)(void *instance, const hk_call *call, const hk_post *post);
  /* `[instance-thread]` Looks at all posts of a run, through services. May be null. */
  int32_t (*corpus)(void *instance, const hk_call *call);
  /* `[any-thread]` A table of further functions of the plugin by its name, or null. May be
   * null. */
  const void *(*extension)(hk_str id);
  /* The JSON of the passive section, without its first eight bytes. */
  hk_str manifest;
} hk_plugin;

/* The one function a plugin exports; its argument is the host's minor number. */
#if defined(_WIN32)
__declspec(dllexport)
#elif defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const hk_plugin *hearken_plugin_v1(uint32_t host_abi_minor);

/* Puts the manifest where hearken reads it without loading the library:
 *
 *   HK_MANIFEST("{\"id\":\"words\",\"version\":\"0.1.0\",\"abi\":\"1.0\",\"kinds\":[{\"kind\":\"word\"}]}");
 */
#if defined(__APPLE__)
#define HK_SECTION __attribute__((used, section("__DATA,__hearken")))
#elif defined(__GNUC__)
#define HK_SECTION __attribute__((used, section(".hearken")))
#else
#define HK_SECTION
#endif
#define HK_MANIFEST(json) \
  HK_SECTION static const char hk_manifest_section[] = "HEARKEN1" json

/* A string literal as a hk_str. */
#define HK_STR(literal) {(const uint8_t *)(literal), sizeof(literal) - 1}

#ifdef __cplusplus
}
#endif

#endif
