// The kernel for x86-64 with AVX-512: eight records at a time, and comparisons that yield bits.

#include "column_kernels.h"
#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define KERNEL(name) column_##name##_avx512
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,bmi,bmi2")))

#define LANES 8

typedef uint64_t lanes __attribute__((vector_size(8 * LANES)));

TARGET static inline uint32_t lane_bits(lanes mask) { return _mm512_movepi64_mask((__m512i)mask); }

typedef uint32_t lanes_of_32 __attribute__((vector_size(8 * LANES)));

TARGET static inline uint32_t short_lane_bits(lanes_of_32 mask) { return _mm512_movepi32_mask((__m512i)mask); }

typedef uint16_t lanes_of_16 __attribute__((vector_size(8 * LANES)));

TARGET static inline lanes_of_16 spread_bits(uint32_t bits) { return (lanes_of_16)_mm512_movm_epi16(bits); }

#include "kernels_template.h"

#endif
