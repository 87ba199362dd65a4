// The portable kernel: eight bytes in a 64-bit word at a time.

#include "chunk.h"

#include <string.h>

#define ONES 0x0101010101010101ull
#define LOW_BITS (0x7Full * ONES)

/// One bit for each byte of `word` that is zero, the first byte's the lowest.
static inline uint64_t zero_bytes(uint64_t word) {
    // The highest bit of each byte that is zero, and of no other: adding to seven bits never carries into the next.
    uint64_t highest = ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
    // The product gathers those eight bits in the highest byte.
    return (highest >> 7) * 0x0102040810204080ull >> 56;
}

static inline struct chunk classify(const uint8_t *bytes, uint8_t delimiter) {
    struct chunk chunk = {0, 0, 0, 0, 0};
    for (unsigned i = 0; i < 64; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        chunk.quotes |= zero_bytes(word ^ '"' * ONES) << i;
        chunk.delimiters |= zero_bytes(word ^ delimiter * ONES) << i;
        chunk.feeds |= zero_bytes(word ^ '\n' * ONES) << i;
        chunk.returns |= zero_bytes(word ^ '\r' * ONES) << i;
        chunk.blanks |= (zero_bytes(word ^ ' ' * ONES) | zero_bytes(word ^ '\t' * ONES)) << i;
    }
    chunk.blanks &= ~chunk.delimiters;
    return chunk;
}

#define SCAN_NAME structure_scan_portable
#define SCAN_TARGET
#include "scan_template.h"

#define CUT_NAME structure_cut_portable
#define CUT_LANES 4
#include "cut_template.h"
