// The kernel for x86-64 with AVX2.

#include "column_kernels.h"
#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define KERNEL(name) column_##name##_avx2
#define TARGET __attribute__((target("avx2,bmi,bmi2")))

#define LANES 4

typedef uint64_t lanes __attribute__((vector_size(8 * LANES)));

TARGET static inline uint32_t lane_bits(lanes mask) { return (uint32_t)_mm256_movemask_pd((__m256d)mask); }

typedef uint32_t lanes_of_32 __attribute__((vector_size(8 * LANES)));

TARGET static inline uint32_t short_lane_bits(lanes_of_32 mask) {
    return (uint32_t)_mm256_movemask_ps((__m256)mask);
}

typedef uint16_t lanes_of_16 __attribute__((vector_size(8 * LANES)));

TARGET static inline lanes_of_16 spread_bits(uint32_t bits) {
    lanes_of_16 masks;
    for (uint32_t lane = 0; lane < 4 * LANES; lane++) masks[lane] = (uint16_t)(1u << lane);
    return (lanes_of_16)(((uint16_t)bits & masks) == masks);
}

#include "kernels_template.h"
#include "weights_template.h"

#endif
