// The kernel for x86-64 with AVX-512: eight records at a time, and comparisons that yield bits.

#include "column_kernels.h"
#include "kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define KERNEL(name) column_##name##_avx512
#define TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx2,bmi,bmi2")))

#define LANES 8

typedef uint64_t lanes __attribute__((vector_size(8 * LANES)));

TARGET static inline uint32_t lane_bits(lanes mask) { return _mm512_movepi64_mask((__m512i)mask); }

typedef uint32_t lanes_of_32 __attribute__((vector_size(8 * LANES)));

TARGET static inline uint32_t short_lane_bits(lanes_of_32 mask) { return _mm512_movepi32_mask((__m512i)mask); }

typedef uint16_t lanes_of_16 __attribute__((vector_size(8 * LANES)));

TARGET static inline lanes_of_16 spread_bits(uint32_t bits) { return (lanes_of_16)_mm512_movm_epi16(bits); }

#define KERNEL_ADDS_DIGITS

TARGET static inline lanes eight_digits(lanes word) {
    __m512i pairs = _mm512_maddubs_epi16((__m512i)word, _mm512_set1_epi16(0x010A));
    __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00010064));
    return (lanes)_mm512_add_epi64(_mm512_mul_epu32(fours, _mm512_set1_epi64(10000)), _mm512_srli_epi64(fours, 32));
}

/// The quotient by multiplication: corrected once, it is the nearest double for every integer of at most eight digits and each of these divisors
/// (all were tried), and takes a third of the time of a division.
TARGET static inline __m512d quotient(__m512d integer, lanes tenths, lanes hundredths, lanes thousandths) {
    __mmask8 by_10 = _mm512_movepi64_mask((__m512i)tenths);
    __mmask8 by_100 = _mm512_movepi64_mask((__m512i)hundredths);
    __mmask8 by_1000 = _mm512_movepi64_mask((__m512i)thousandths);
    __m512d power = _mm512_set1_pd(1), inverse = power;
    power = _mm512_mask_mov_pd(power, by_10, _mm512_set1_pd(10));
    inverse = _mm512_mask_mov_pd(inverse, by_10, _mm512_set1_pd(0.1));
    power = _mm512_mask_mov_pd(power, by_100, _mm512_set1_pd(100));
    inverse = _mm512_mask_mov_pd(inverse, by_100, _mm512_set1_pd(0.01));
    power = _mm512_mask_mov_pd(power, by_1000, _mm512_set1_pd(1000));
    inverse = _mm512_mask_mov_pd(inverse, by_1000, _mm512_set1_pd(0.001));
    __m512d near = _mm512_mul_pd(integer, inverse);
    return _mm512_fmadd_pd(_mm512_fnmadd_pd(near, power, integer), inverse, near);
}

#define KERNEL_READS_TASKS

#include "kernels_template.h"
#include "weights_template.h"
#include "tasks_avx512.h"

#endif
