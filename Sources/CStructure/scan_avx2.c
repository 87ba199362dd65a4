// The kernel for x86-64: 32 bytes at a time.

#include "chunk.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define SCAN_NAME structure_scan_avx2
#define SCAN_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))

SCAN_TARGET static inline uint64_t mask(__m256i low, __m256i high) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

SCAN_TARGET static inline uint64_t equal(__m256i low, __m256i high, char byte) {
    __m256i needle = _mm256_set1_epi8(byte);
    return mask(_mm256_cmpeq_epi8(low, needle), _mm256_cmpeq_epi8(high, needle));
}

SCAN_TARGET static inline struct chunk classify(const uint8_t *bytes, uint8_t delimiter) {
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
    struct chunk chunk;
    chunk.quotes = equal(low, high, '"');
    chunk.delimiters = equal(low, high, (char)delimiter);
    chunk.feeds = equal(low, high, '\n');
    chunk.returns = equal(low, high, '\r');
    __m256i space = _mm256_set1_epi8(' ');
    __m256i tab = _mm256_set1_epi8('\t');
    chunk.blanks = mask(
        _mm256_or_si256(_mm256_cmpeq_epi8(low, space), _mm256_cmpeq_epi8(low, tab)),
        _mm256_or_si256(_mm256_cmpeq_epi8(high, space), _mm256_cmpeq_epi8(high, tab)));
    chunk.blanks &= ~chunk.delimiters;
    return chunk;
}

#include "scan_template.h"

#define CUT_NAME structure_cut_avx2
#define CUT_LANES 8
#define CUT_HAS_FLAG

SCAN_TARGET static inline bool has_flag(__m256i flags, uint32_t flag) {
    return !_mm256_testz_si256(flags, _mm256_set1_epi32((int)flag));
}

#include "cut_template.h"

#endif
