// The kernel for every processor.

#include "column_kernels.h"
#include "kernels.h"

// Vectors of 32 bytes are passed in memory without AVX; only to functions of this file, so nothing can disagree.
#pragma clang diagnostic ignored "-Wpsabi"

#define KERNEL(name) column_##name##_portable
#define TARGET

#define LANES 4

typedef uint64_t lanes __attribute__((vector_size(8 * LANES)));

static inline uint32_t lane_bits(lanes mask) {
    return (uint32_t)(mask[0] >> 63 | mask[1] >> 63 << 1 | mask[2] >> 63 << 2 | mask[3] >> 63 << 3);
}

typedef uint32_t lanes_of_32 __attribute__((vector_size(8 * LANES)));

static inline uint32_t short_lane_bits(lanes_of_32 mask) {
    uint32_t bits = 0;
    for (uint32_t lane = 0; lane < 2 * LANES; lane++) bits |= mask[lane] >> 31 << lane;
    return bits;
}

typedef uint16_t lanes_of_16 __attribute__((vector_size(8 * LANES)));

static inline lanes_of_16 spread_bits(uint32_t bits) {
    lanes_of_16 masks;
    for (uint32_t lane = 0; lane < 4 * LANES; lane++) masks[lane] = (uint16_t)(1u << lane);
    return (lanes_of_16)(((uint16_t)bits & masks) == masks);
}

#include "kernels_template.h"
#include "weights_template.h"
