// Loops over bytes in a form that compilers turn into vector instructions.

#include "include/text.h"

bool text_is_ascii(const uint8_t *bytes, size_t count) {
    uint8_t seen[64] = {0};
    size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        for (size_t lane = 0; lane < 64; lane++) seen[lane] |= bytes[i + lane];
    }
    uint8_t any = 0;
    for (; i < count; i++) any |= bytes[i];
    for (size_t lane = 0; lane < 64; lane++) any |= seen[lane];
    return any < 0x80;
}

// 1 where a line ends: at a CR, and at an LF that does not follow one.
static inline uint8_t ends_line(uint8_t byte, uint8_t before) {
    return (byte == '\r') | ((byte == '\n') & (before != '\r'));
}

size_t text_line_ends(const uint8_t *bytes, size_t count, uint8_t before) {
    if (count == 0) return 0;
    size_t total = ends_line(bytes[0], before);
    size_t i = 1;
    while (i + 32 <= count) {
        // A lane holds up to 255.
        uint8_t sums[32] = {0};
        size_t rounds = (count - i) / 32;
        if (rounds > 255) rounds = 255;
        for (; rounds > 0; rounds--, i += 32) {
            for (size_t lane = 0; lane < 32; lane++) sums[lane] += ends_line(bytes[i + lane], bytes[i + lane - 1]);
        }
        for (size_t lane = 0; lane < 32; lane++) total += sums[lane];
    }
    for (; i < count; i++) total += ends_line(bytes[i], bytes[i - 1]);
    return total;
}
