// The kernel for AArch64: 16 bytes at a time. Every such processor has NEON.

#include "chunk.h"

#if defined(__aarch64__)

#include <arm_neon.h>

#define SCAN_NAME structure_scan_neon
#define SCAN_TARGET

/// One bit for each byte of four comparisons' results, all ones or all zeros each.
static inline uint64_t mask(uint8x16x4_t equal) {
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t bit = vld1q_u8(bits);
    // Adding neighbours three times gathers eight bytes' bits in one.
    uint8x16_t low = vpaddq_u8(vandq_u8(equal.val[0], bit), vandq_u8(equal.val[1], bit));
    uint8x16_t high = vpaddq_u8(vandq_u8(equal.val[2], bit), vandq_u8(equal.val[3], bit));
    uint8x16_t both = vpaddq_u8(low, high);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(both, both)), 0);
}

static inline uint64_t equal(uint8x16x4_t bytes, uint8_t byte) {
    uint8x16_t needle = vdupq_n_u8(byte);
    uint8x16x4_t result;
    for (int i = 0; i < 4; i++) result.val[i] = vceqq_u8(bytes.val[i], needle);
    return mask(result);
}

static inline struct chunk classify(const uint8_t *bytes, uint8_t delimiter) {
    uint8x16x4_t all = {{vld1q_u8(bytes), vld1q_u8(bytes + 16), vld1q_u8(bytes + 32), vld1q_u8(bytes + 48)}};
    struct chunk chunk;
    chunk.quotes = equal(all, '"');
    chunk.delimiters = equal(all, delimiter);
    chunk.feeds = equal(all, '\n');
    chunk.returns = equal(all, '\r');
    chunk.blanks = (equal(all, ' ') | equal(all, '\t')) & ~chunk.delimiters;
    return chunk;
}

#include "scan_template.h"

#define CUT_NAME structure_cut_neon
#define CUT_LANES 4
#include "cut_template.h"

#endif
