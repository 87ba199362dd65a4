// The kernel for x86-64 with AVX-512: all 64 bytes at a time, and places listed by one instruction that gathers bytes.

#include "chunk.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define SCAN_NAME structure_scan_avx512
#define SCAN_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt")))
#define SCAN_LISTS

SCAN_TARGET static inline struct chunk classify(const uint8_t *bytes, uint8_t delimiter) {
    __m512i all = _mm512_loadu_si512((const void *)bytes);
    struct chunk chunk;
    chunk.quotes = _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8('"'));
    chunk.delimiters = _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8((char)delimiter));
    chunk.feeds = _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8('\n'));
    chunk.returns = _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8('\r'));
    chunk.blanks = _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8(' ')) | _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8('\t'));
    chunk.blanks &= ~chunk.delimiters;
    return chunk;
}

/// Writes `from` plus the place of each bit, and up to 31 entries more: about as many chunks have more than 16 as have fewer, and a branch
/// that is guessed wrong costs more than a store.
SCAN_TARGET static inline void list(uint64_t bits, uint32_t count, uint32_t from, uint32_t *out) {
    static const uint8_t places[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    __m512i listed = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512((const void *)places));
    __m512i start = _mm512_set1_epi32((int)from);
    _mm512_storeu_si512(out, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(listed))));
    _mm512_storeu_si512(out + 16, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(listed, 1))));
    if (count <= 32) return;
    _mm512_storeu_si512(out + 32, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(listed, 2))));
    _mm512_storeu_si512(out + 48, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(listed, 3))));
}

/// Adds a flag to the entries of those that are `listed` which are also `flagged`. Up to 15 entries more are written as they are.
SCAN_TARGET static inline void add_many_flags(uint64_t flagged, uint64_t listed, uint32_t shift, uint32_t *entries) {
    // The bits of what is listed, side by side: one for each entry.
    uint64_t bits = _pext_u64(flagged, listed);
    __m512i flag = _mm512_set1_epi32((int)(1u << shift));
    for (; bits != 0; bits >>= 16, entries += 16) {
        __m512i some = _mm512_loadu_si512((const void *)entries);
        _mm512_storeu_si512(entries, _mm512_mask_or_epi32(some, (__mmask16)bits, some, flag));
    }
}

#include "scan_template.h"

#define CUT_NAME structure_cut_avx512
#define CUT_LANES 8
#define CUT_HAS_FLAG

SCAN_TARGET static inline bool has_flag(__m256i flags, uint32_t flag) {
    return _mm256_test_epi32_mask(flags, _mm256_set1_epi32((int)flag)) != 0;
}

#include "cut_template.h"

#endif
