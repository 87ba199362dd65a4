// Quotes counted, UTF-8 checked and lines counted, 64 bytes at a time, in the vectors of whatever processor there is.

#include "include/text.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

typedef uint8_t bytes32 __attribute__((vector_size(32)));
typedef uint64_t words4 __attribute__((vector_size(32)));

static inline bool in(uint8_t byte, uint8_t low, uint8_t high) { return byte >= low && byte <= high; }

size_t text_control_count(const uint8_t *bytes, size_t count) {
    size_t found = 0;
    size_t i = 0;
    while (i + 32 <= count) {
        // A lane holds up to 255.
        bytes32 sums = {0};
        for (size_t rounds = 0; rounds < 255 && i + 32 <= count; rounds++, i += 32) {
            bytes32 part;
            memcpy(&part, bytes + i, 32);
            sums -= (bytes32)(part < 0x20) & ~(bytes32)(part - 0x09 <= 0x04) & ~(bytes32)(part - 0x1A <= 0x01);
        }
        for (size_t lane = 0; lane < 32; lane++) found += sums[lane];
    }
    for (; i < count; i++) found += bytes[i] < 0x20 && !in(bytes[i], 0x09, 0x0D) && !in(bytes[i], 0x1A, 0x1B);
    return found;
}

static inline bool ends_line(uint8_t byte, uint8_t before) {
    return byte == '\r' || (byte == '\n' && before != '\r');
}

// How many bytes the well-formed character has that begins with a byte of 0x80 or more; 0 if there is none, or not all of it.
static inline size_t character_length(const uint8_t *bytes, size_t count) {
    uint8_t lead = bytes[0];
    if (in(lead, 0xC2, 0xDF)) return count >= 2 && in(bytes[1], 0x80, 0xBF) ? 2 : 0;
    if (in(lead, 0xE0, 0xEF)) {
        uint8_t low = lead == 0xE0 ? 0xA0 : 0x80;
        uint8_t high = lead == 0xED ? 0x9F : 0xBF;
        return count >= 3 && in(bytes[1], low, high) && in(bytes[2], 0x80, 0xBF) ? 3 : 0;
    }
    if (in(lead, 0xF0, 0xF4)) {
        uint8_t low = lead == 0xF0 ? 0x90 : 0x80;
        uint8_t high = lead == 0xF4 ? 0x8F : 0xBF;
        return count >= 4 && in(bytes[1], low, high) && in(bytes[2], 0x80, 0xBF) && in(bytes[3], 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

// The place of the first byte of 0x80 or more from `place` on, or `end`.
static inline size_t next_high(const uint8_t *bytes, size_t place, size_t end) {
    for (; place + 8 <= end; place += 8) {
        uint64_t word = 0;
        memcpy(&word, bytes + place, sizeof word);
        if ((word & 0x8080808080808080u) != 0) break;
    }
    while (place < end && bytes[place] < 0x80) place++;
    return place;
}

// Checks the characters that begin in `bytes[survey->end..<end]`, and moves `survey->end` behind them, or to the first faulty one.
//
// Returns whether all are well-formed.
static inline bool check(struct text_survey *survey, const uint8_t *bytes, size_t end, size_t count) {
    while ((survey->end = next_high(bytes, survey->end, end)) < end) {
        size_t length = character_length(bytes + survey->end, count - survey->end);
        if (length == 0) return false;
        survey->characters++;
        survey->end += length;
    }
    return true;
}

// Parities of bytes side by side; characters only where some are asked for.
static inline __attribute__((always_inline)) struct text_glance
glance_with(const uint8_t *bytes, size_t count, bool checks) {
    struct text_survey survey = {0, 0, 0};
    bytes32 parities[2] = {{0}, {0}};
    bool is_utf8 = true;
    size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        bytes32 vectors[2];
        memcpy(vectors, bytes + i, 64);
        for (size_t half = 0; half < 2; half++) parities[half] ^= (bytes32)(vectors[half] == '"');
        words4 high = (words4)(vectors[0] | vectors[1]);
        bool is_ascii = ((high[0] | high[1] | high[2] | high[3]) & 0x8080808080808080u) == 0;
        if (!checks || is_ascii || !is_utf8) continue;
        if (survey.end < i) survey.end = i;
        is_utf8 = check(&survey, bytes, i + 64, count);
    }
    uint8_t parity = 0;
    for (size_t lane = 0; lane < 32; lane++) parity ^= parities[0][lane] ^ parities[1][lane];
    if (survey.end < i) survey.end = i;
    if (checks && is_utf8) is_utf8 = check(&survey, bytes, count, count);
    for (; i < count; i++) parity ^= bytes[i] == '"';
    return (struct text_glance){.has_odd_quotes = parity & 1, .is_utf8 = is_utf8};
}

static inline __attribute__((always_inline)) struct text_survey
survey_with(const uint8_t *bytes, size_t count, uint8_t before) {
    // `end` is how far characters have been checked, which may be some bytes into the next block, and `i` how far lines were counted.
    struct text_survey survey = {0, 0, 0};
    size_t i = 0;
    bool is_whole = true;
    while (is_whole && i < count) {
        // The vectors need a byte before them, and a lane holds up to 255.
        bytes32 sums = {0};
        for (size_t rounds = 0; i > 0 && rounds < 127 && i + 64 <= count; rounds++, i += 64) {
            bytes32 vectors[2], previous[2];
            memcpy(vectors, bytes + i, 64);
            memcpy(previous, bytes + i - 1, 64);
            words4 high = (words4)(vectors[0] | vectors[1]);
            if (((high[0] | high[1] | high[2] | high[3]) & 0x8080808080808080u) == 0) {
                survey.end = i + 64;
            } else {
                if (survey.end < i) survey.end = i;
                is_whole = check(&survey, bytes, i + 64, count);
                if (!is_whole) break;
            }
            for (size_t half = 0; half < 2; half++) {
                sums -= (bytes32)(vectors[half] == '\r');
                sums -= (bytes32)(vectors[half] == '\n') & ~(bytes32)(previous[half] == '\r');
            }
        }
        for (size_t lane = 0; lane < 32; lane++) survey.line_ends += sums[lane];
        if (i > 0 && is_whole && i + 64 <= count) continue;
        // The first bytes, the last, or those before the fault.
        size_t stop = count - i < 64 ? count : i + 64;
        if (is_whole) {
            if (survey.end < i) survey.end = i;
            is_whole = check(&survey, bytes, stop, count);
        }
        if (!is_whole) stop = survey.end;
        for (; i < stop; i++) survey.line_ends += ends_line(bytes[i], i > 0 ? bytes[i - 1] : before);
    }
    if (is_whole) survey.end = count;
    return survey;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static bool odd_quotes_avx2(const uint8_t *bytes, size_t count) {
    return glance_with(bytes, count, false).has_odd_quotes;
}

__attribute__((target("avx2"))) static struct text_glance glance_avx2(const uint8_t *bytes, size_t count) {
    return glance_with(bytes, count, true);
}

__attribute__((target("avx2"))) static struct text_survey
survey_avx2(const uint8_t *bytes, size_t count, uint8_t before) {
    return survey_with(bytes, count, before);
}

#define WIDE __attribute__((target("avx512f,avx512bw,bmi,popcnt")))

// As `check`, of the 64 bytes from `start` on, whose bytes of 0x80 or more are marked.
static inline bool check_marked(
    struct text_survey *survey, const uint8_t *bytes, size_t start, uint64_t high, size_t count) {
    // Those of a character that begins before are checked.
    if (survey->end > start) high &= ~(uint64_t)0 << (survey->end - start);
    while (high != 0) {
        size_t place = start + (size_t)__builtin_ctzll(high);
        size_t length = character_length(bytes + place, count - place);
        survey->end = place + length;
        if (length == 0) return false;
        survey->characters++;
        if (survey->end >= start + 64) break;
        high &= ~(uint64_t)0 << (survey->end - start);
    }
    return true;
}

// The same with masks of 64 bytes, defined below.
WIDE static struct text_survey survey_avx512(const uint8_t *bytes, size_t count, uint8_t before);

// What is wrong with characters, gathered from many chunks without a branch.
struct doubts {
    // Bytes that should continue a character and do not, or do and should not.
    uint64_t wrong;
    // Bytes that begin no character, or one whose second byte is not free: C0 and C1, E0, ED, F0 and above.
    uint64_t particular;
};

// Adds those of a chunk of 64 bytes; `leads` and `triples` are the bytes of C2 or more one place before, and of E0 or more two places before.
WIDE static inline void doubt(struct doubts *doubts, __m512i chunk, uint64_t leads, uint64_t triples) {
    uint64_t heads = _mm512_cmpge_epu8_mask(chunk, _mm512_set1_epi8((char)0xC0));
    uint64_t followers = _mm512_movepi8_mask(chunk) & ~heads;
    doubts->wrong |= (leads | triples) ^ followers;
    doubts->particular |= (heads & ~_mm512_cmpge_epu8_mask(chunk, _mm512_set1_epi8((char)0xC2)))
        | _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8((char)0xE0))
        | _mm512_cmpeq_epi8_mask(chunk, _mm512_set1_epi8((char)0xED))
        | _mm512_cmpge_epu8_mask(chunk, _mm512_set1_epi8((char)0xF0));
}

// The first pass lists the chunks that have a byte of 0x80 or more, the second looks at those: which chunks they are no branch could guess.
WIDE static struct text_glance glance_avx512(const uint8_t *bytes, size_t count) {
    const __m512i quote = _mm512_set1_epi8('"');
    const __m512i lead = _mm512_set1_epi8((char)0xC2), triple = _mm512_set1_epi8((char)0xE0);
    struct doubts doubts = {0, 0};
    uint64_t quotes = 0;
    size_t whole = count & ~(size_t)63;
    for (size_t from = 0; from < whole;) {
        uint16_t listed[1024];
        size_t some = whole - from < 65536 ? whole - from : 65536, found = 0;
        for (size_t i = 0; i < some; i += 64) {
            __m512i chunk = _mm512_loadu_si512((const void *)(bytes + from + i));
            quotes ^= _mm512_cmpeq_epi8_mask(chunk, quote);
            listed[found] = (uint16_t)i;
            found += _mm512_movepi8_mask(chunk) != 0;
        }
        for (size_t n = 0; n < found; n++) {
            size_t i = from + listed[n];
            __m512i chunk = _mm512_loadu_si512((const void *)(bytes + i));
            uint64_t leads = _mm512_cmpge_epu8_mask(chunk, lead), triples = _mm512_cmpge_epu8_mask(chunk, triple);
            // A character that goes on behind the chunk: the next byte must be of 0x80 or more, so that its chunk is listed, too.
            uint64_t goes_on = leads >> 63 | triples >> 62;
            doubts.wrong |= goes_on != 0 && (i + 64 == count || bytes[i + 64] < 0x80);
            if (i == 0) {
                doubt(&doubts, chunk, leads << 1, triples << 2);
            } else {
                __m512i before = _mm512_loadu_si512((const void *)(bytes + i - 1));
                __m512i before_that = _mm512_loadu_si512((const void *)(bytes + i - 2));
                doubt(
                    &doubts, chunk, _mm512_cmpge_epu8_mask(before, lead), _mm512_cmpge_epu8_mask(before_that, triple));
            }
        }
        from += some;
    }
    if (whole < count) {
        // The last bytes behind the two before them, or behind zeros where there are none.
        uint8_t last[66] = {0};
        size_t rest = count - whole;
        size_t before = whole < 2 ? 0 : 2;
        memcpy(last + 2 - before, bytes + whole - before, rest + before);
        __m512i chunk = _mm512_loadu_si512((const void *)(last + 2));
        quotes ^= _mm512_cmpeq_epi8_mask(chunk, quote);
        // Zeros follow the last byte, where nothing may go on.
        uint64_t leads = _mm512_cmpge_epu8_mask(_mm512_loadu_si512((const void *)(last + 1)), lead);
        uint64_t triples = _mm512_cmpge_epu8_mask(_mm512_loadu_si512((const void *)last), triple);
        doubt(&doubts, chunk, leads, triples);
    }
    bool is_utf8 = doubts.wrong == 0;
    if (doubts.particular != 0) is_utf8 = survey_avx512(bytes, count, 0).end == count;
    return (struct text_glance){.has_odd_quotes = __builtin_parityll(quotes), .is_utf8 = is_utf8};
}

// The same with masks of 64 bytes, of which most have neither a CR nor a byte of 0x80 or more.
WIDE static struct text_survey survey_avx512(const uint8_t *bytes, size_t count, uint8_t before) {
    const __m512i feed = _mm512_set1_epi8('\n'), carriage_return = _mm512_set1_epi8('\r'), one = _mm512_set1_epi8(1);
    struct text_survey survey = {0, 0, 0};
    uint64_t after_return = before == '\r';
    size_t i = 0;
    bool is_whole = true;
    while (is_whole && i + 64 <= count) {
        // A lane holds up to 255.
        __m512i sums = _mm512_setzero_si512();
        for (size_t rounds = 0; rounds < 255 && i + 64 <= count; rounds++, i += 64) {
            __m512i part = _mm512_loadu_si512((const void *)(bytes + i));
            __mmask64 feeds = _mm512_cmpeq_epi8_mask(part, feed);
            __mmask64 returns = _mm512_cmpeq_epi8_mask(part, carriage_return);
            __mmask64 high = _mm512_movepi8_mask(part);
            if (__builtin_expect((returns | high | after_return) != 0, 0)) {
                if (high != 0 && !check_marked(&survey, bytes, i, high, count)) {
                    is_whole = false;
                    break;
                }
                // A CR counts, and an LF that follows it does not.
                survey.line_ends += (size_t)__builtin_popcountll(returns);
                feeds &= ~(returns << 1 | after_return);
                after_return = returns >> 63;
            }
            sums = _mm512_mask_add_epi8(sums, feeds, sums, one);
        }
        // The sums of eight lanes each.
        survey.line_ends += (size_t)_mm512_reduce_add_epi64(_mm512_sad_epu8(sums, _mm512_setzero_si512()));
    }
    // The last bytes, or those before the fault. None of a character that ends in them ends a line.
    if (is_whole) {
        if (survey.end < i) survey.end = i;
        if (check(&survey, bytes, count, count)) survey.end = count;
    }
    for (; i < survey.end; i++) survey.line_ends += ends_line(bytes[i], i > 0 ? bytes[i - 1] : before);
    return survey;
}
#endif

bool text_has_odd_quotes(const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return odd_quotes_avx2(bytes, count);
#endif
    return glance_with(bytes, count, false).has_odd_quotes;
}

struct text_glance text_glance(const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw")) return glance_avx512(bytes, count);
    if (__builtin_cpu_supports("avx2")) return glance_avx2(bytes, count);
#endif
    return glance_with(bytes, count, true);
}

struct text_survey text_survey(const uint8_t *bytes, size_t count, uint8_t before) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw")) return survey_avx512(bytes, count, before);
    if (__builtin_cpu_supports("avx2")) return survey_avx2(bytes, count, before);
#endif
    return survey_with(bytes, count, before);
}
