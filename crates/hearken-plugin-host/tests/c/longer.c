/* A plugin of a later minor: its table, its findings and its places are longer than the host knows,
 * and places stand further apart than the host's struct is long. */
#include "hearken.h"

HK_MANIFEST(
    "{\"id\":\"test.longer\",\"version\":\"0.1.0\",\"abi\":\"1.7\",\"later\":[1,2],"
    "\"kinds\":[{\"kind\":\"pair\",\"later\":true}]}");

struct long_span {
  hk_span span;
  uint64_t later[3];
};

struct long_finding {
  hk_finding finding;
  uint64_t later[5];
};

static int32_t post(void *instance, const hk_call *call, const hk_post *post) {
  struct long_span spans[2] = {
      {{sizeof spans[0], HK_TARGET_BODY, 0, 0, 2, HK_STR("first")}, {9, 9, 9}},
      {{sizeof spans[0], HK_TARGET_BODY, 0, 3, 5, HK_STR("second")}, {9, 9, 9}}};
  struct long_finding finding = {{.size = sizeof finding,
                                  .kind = HK_STR("pair"),
                                  .spans = &spans[0].span,
                                  .span_count = 2,
                                  .span_stride = sizeof spans[0]},
                                 {9, 9, 9, 9, 9}};
  (void)instance;
  (void)post;
  return call->emit(call->ctx, &finding.finding) == HK_OK ? HK_OK : HK_ERR;
}

static const struct {
  hk_plugin plugin;
  const void *later[8];
} table = {{.size = sizeof table, .abi_major = HK_ABI_MAJOR, .abi_minor = 7, .post = post},
           {&table, &table, &table, &table, &table, &table, &table, &table}};

const hk_plugin *hearken_plugin_v1(uint32_t host_abi_minor) {
  (void)host_abi_minor;
  return &table.plugin;
}
