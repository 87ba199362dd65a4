// The scan, compiled once for each kernel, which defines before it includes this:
//   SCAN_NAME     the function's name
//   SCAN_TARGET   the attribute that lets the compiler use the kernel's instructions, or nothing
//   classify      a function that makes a `struct chunk` of 64 bytes

#include <string.h>

/// What one chunk leaves for the next: each a bit that is 0 or 1, but for `inside`.
struct carry {
    /// All ones if the next chunk begins inside quotes.
    uint64_t inside;
    /// The chunk ended with a separator, or with blanks that follow one.
    uint64_t lead;
    /// The chunk ended with a closing quote; with blanks that follow one.
    uint64_t closing;
    uint64_t trailing;
    /// The chunk ended with a blank; with CR.
    uint64_t blank;
    uint64_t ret;
    /// The field that goes on has quotes; is hard. The record has a flagged field; a line end inside quotes.
    uint64_t quoted;
    uint64_t hard;
    uint64_t flagged;
    uint64_t multiline;
};

/// The separators and line ends of a chunk that are listed, and their flags.
struct found {
    uint64_t separators;
    uint64_t line_ends;
    uint64_t quoted;
    uint64_t hard;
    uint64_t flagged_lines;
    uint64_t multiline;
    /// Nothing of the chunk from its first misplaced quote on is in the other masks.
    uint64_t misplaced;
};

/// 1 bit from each quote to the byte before the next one, in turns: each bit becomes the parity of itself and all below.
SCAN_TARGET static inline uint64_t prefix_xor(uint64_t bits) {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^= bits << 32;
    return bits;
}

SCAN_TARGET static inline uint64_t add(uint64_t a, uint64_t b, uint64_t *carry) {
    unsigned long long sum;
    uint64_t over = __builtin_add_overflow((unsigned long long)a, (unsigned long long)b, &sum);
    over |= __builtin_add_overflow(sum, (unsigned long long)*carry, &sum);
    *carry = over;
    return sum;
}

/// From each of `starts` over blanks to the first byte that is none. `over` tells if the next chunk's first byte is next.
///
/// A start among blanks is the lowest of its run, so adding it clears the run and sets the bit behind it.
SCAN_TARGET static inline uint64_t skip_blanks(uint64_t starts, uint64_t blanks, uint64_t *over) {
    *over = 0;
    return (starts | add(blanks, starts & blanks, over)) & ~blanks;
}

/// For each of `marks`, none of which is an end, the next one of `ends`, in this chunk or (by carry) in one to come.
///
/// Between two ends there are only ones in `~ends`: adding a one anywhere among them carries up to the next end.
SCAN_TARGET static inline uint64_t next_ends(uint64_t marks, uint64_t ends, uint64_t *carry) {
    return add(~ends, marks, carry) & ends;
}

/// The trailing zeros; 64 for zero, which compilers know to be what one instruction gives.
SCAN_TARGET static inline uint32_t trailing_zeros(uint64_t bits) {
    return bits == 0 ? 64u : (uint32_t)__builtin_ctzll(bits);
}

/// Writes `from` plus the place of each bit, in groups: up to seven entries more than there are bits.
SCAN_TARGET static inline void list(uint64_t bits, uint32_t count, uint32_t from, uint32_t *out) {
    for (uint32_t done = 0; done < count; done += 8) {
        for (uint32_t i = 0; i < 8; i++) {
            out[done + i] = from + trailing_zeros(bits);
            bits &= bits - 1;
        }
    }
}

/// A chunk with quotes, or with blanks at the ends of fields, or inside a field or record that has them.
SCAN_TARGET static inline struct found find_with_care(struct chunk chunk, struct carry *carry) {
    uint64_t inside = prefix_xor(chunk.quotes) ^ carry->inside;
    carry->inside = 0 - (inside >> 63);
    uint64_t opening = chunk.quotes & inside;
    uint64_t closing = chunk.quotes & ~inside;
    uint64_t line_ends = (chunk.feeds | chunk.returns) & ~inside;
    uint64_t separators = (chunk.delimiters & ~inside) | line_ends;
    uint64_t starts = separators << 1 | carry->lead;
    uint64_t after_closing = closing << 1 | carry->closing;
    uint64_t doubled = opening & after_closing;

    uint64_t lead, trailing;
    uint64_t first = skip_blanks(starts, chunk.blanks, &lead);
    uint64_t end = skip_blanks((after_closing & ~doubled) | carry->trailing, chunk.blanks, &trailing);
    carry->lead = lead | separators >> 63;
    carry->trailing = trailing;
    carry->closing = closing >> 63;

    struct found found;
    found.misplaced = (opening & ~(first | doubled)) | (end & ~separators);
    if (found.misplaced != 0) {
        uint64_t before = (found.misplaced & (0 - found.misplaced)) - 1;
        separators &= before;
        line_ends &= before;
    }
    uint64_t second_halves = chunk.feeds & (chunk.returns << 1 | carry->ret);
    found.separators = separators & ~second_halves;
    found.line_ends = line_ends & ~second_halves;
    found.quoted = next_ends(chunk.quotes, found.separators, &carry->quoted);
    found.hard = next_ends((starts & chunk.blanks) | doubled, found.separators, &carry->hard)
        | (found.separators & (chunk.blanks << 1 | carry->blank));
    uint64_t flagged = found.quoted | found.hard;
    found.flagged_lines = next_ends(flagged & ~found.line_ends, found.line_ends, &carry->flagged)
        | (flagged & found.line_ends);
    found.multiline = next_ends((chunk.feeds | chunk.returns) & inside, found.line_ends, &carry->multiline);
    return found;
}

SCAN_TARGET static inline void add_flags(
    uint64_t flagged, uint64_t listed, uint32_t flag, uint32_t *entries) {
    while (flagged != 0) {
        uint64_t below = (flagged & (0 - flagged)) - 1;
        entries[__builtin_popcountll(listed & below)] |= flag;
        flagged &= flagged - 1;
    }
}

SCAN_TARGET bool SCAN_NAME(const uint8_t *bytes, uint32_t count, uint8_t delimiter, struct structure_index *index) {
    struct carry carry = {.lead = 1};
    uint64_t unfinished = 0;
    uint32_t separator_count = 0;
    uint32_t line_end_count = 0;
    uint64_t misplaced = 0;
    uint8_t padded[CHUNK];
    for (uint32_t position = 0; position < count && misplaced == 0; position += CHUNK) {
        const uint8_t *next = bytes + position;
        if (count - position < CHUNK) {
            // Filled up with a byte that means nothing.
            memset(padded, delimiter == 0 ? 1 : 0, CHUNK);
            memcpy(padded, next, count - position);
            next = padded;
        }
        struct chunk chunk = classify(next, delimiter);
        uint64_t line_ends = chunk.feeds | chunk.returns;
        uint64_t separators = chunk.delimiters | line_ends;
        uint64_t edges = chunk.blanks & (separators << 1 | carry.lead);
        edges |= separators & (chunk.blanks << 1 | carry.blank);

        // In bounds: there is room for an entry per byte, one before them, and a group of eight that is not filled.
        uint32_t *entries = index->separators + 1 + separator_count;
        if ((chunk.quotes | edges | unfinished) == 0) {
            uint64_t second_halves = chunk.feeds & (chunk.returns << 1 | carry.ret);
            carry.lead = separators >> 63;
            separators &= ~second_halves;
            line_ends &= ~second_halves;
            uint32_t listed = (uint32_t)__builtin_popcountll(separators);
            list(separators, listed, position, entries);
            while (line_ends != 0) {
                uint64_t below = (line_ends & (0 - line_ends)) - 1;
                index->line_ends[line_end_count++] =
                    separator_count + 1 + (uint32_t)__builtin_popcountll(separators & below);
                line_ends &= line_ends - 1;
            }
            separator_count += listed;
        } else {
            struct found found = find_with_care(chunk, &carry);
            uint32_t listed = (uint32_t)__builtin_popcountll(found.separators);
            list(found.separators, listed, position, entries);
            add_flags(found.quoted, found.separators, STRUCTURE_QUOTED, entries);
            add_flags(found.hard, found.separators, STRUCTURE_HARD, entries);
            for (uint64_t rest = found.line_ends; rest != 0; rest &= rest - 1) {
                uint64_t bit = rest & (0 - rest);
                uint32_t place = separator_count + 1 + (uint32_t)__builtin_popcountll(found.separators & (bit - 1));
                if (found.flagged_lines & bit) place |= STRUCTURE_QUOTED;
                if (found.multiline & bit) place |= STRUCTURE_HARD;
                index->line_ends[line_end_count++] = place;
            }
            separator_count += listed;
            misplaced = found.misplaced;
            unfinished = carry.inside | carry.closing | carry.trailing | carry.quoted | carry.hard | carry.flagged
                | carry.multiline;
        }
        carry.blank = chunk.blanks >> 63;
        carry.ret = chunk.returns >> 63;
    }
    index->separator_count = separator_count;
    index->line_end_count = line_end_count;
    return misplaced == 0;
}
