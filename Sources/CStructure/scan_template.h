// The scan, compiled once for each kernel, which defines before it includes this:
//   SCAN_NAME     the function's name
//   SCAN_TARGET   the attribute that lets the compiler use the kernel's instructions, or nothing
//   classify      a function that makes a `struct chunk` of 64 bytes
//   SCAN_LISTS    only if the kernel has its own ways to `list` places and to `add_many_flags`

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
    /// The field that goes on has quotes; is hard. The record has a line end inside quotes.
    uint64_t quoted;
    uint64_t hard;
    uint64_t multiline;
};

/// The separators and line ends of a chunk that are listed, and their flags.
struct found {
    uint64_t separators;
    uint64_t line_ends;
    uint64_t quoted;
    uint64_t hard;
    uint64_t multiline;
    /// Nothing of the chunk from its first misplaced quote on is in the other masks.
    uint64_t misplaced;
};

/// Each bit becomes the parity of itself and all below: ones from the first quote up to the second, and so on.
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

/// From each of `starts` over blanks to the first byte that is none. `over` is 1 if there is none in this chunk.
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

#ifndef SCAN_LISTS

/// The trailing zeros; 64 for zero, which compilers know to be what one instruction gives.
SCAN_TARGET static inline uint32_t trailing_zeros(uint64_t bits) {
    return bits == 0 ? 64u : (uint32_t)__builtin_ctzll(bits);
}

SCAN_TARGET static inline uint64_t list_some(uint64_t bits, uint32_t some, uint32_t from, uint32_t *out) {
    for (uint32_t i = 0; i < some; i++) {
        out[i] = from + trailing_zeros(bits);
        bits &= bits - 1;
    }
    return bits;
}

/// Writes `from` plus the place of each bit, and up to 15 entries more. Few steps, so that few are guessed wrong.
SCAN_TARGET static inline void list(uint64_t bits, uint32_t count, uint32_t from, uint32_t *out) {
    bits = list_some(bits, 8, from, out);
    if (count <= 8) return;
    bits = list_some(bits, 16, from, out + 8);
    for (uint32_t done = 24; done < count; done += 8) bits = list_some(bits, 8, from, out + done);
}

#endif

/// A chunk with quotes, with blanks at the ends of fields, or that goes on with a field that has them.
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
    found.multiline = next_ends((chunk.feeds | chunk.returns) & inside, found.line_ends, &carry->multiline);
    return found;
}

/// A chunk with nothing of that kind: all of its separators count.
SCAN_TARGET static inline struct found find_plain(struct chunk chunk, struct carry *carry) {
    uint64_t line_ends = chunk.feeds | chunk.returns;
    uint64_t separators = chunk.delimiters | line_ends;
    uint64_t second_halves = chunk.feeds & (chunk.returns << 1 | carry->ret);
    carry->lead = separators >> 63;
    return (struct found){.separators = separators & ~second_halves, .line_ends = line_ends & ~second_halves};
}

SCAN_TARGET static inline void add_flags(uint64_t flagged, uint64_t listed, uint32_t flag, uint32_t *entries) {
    while (flagged != 0) {
        uint64_t below = (flagged & (0 - flagged)) - 1;
        entries[__builtin_popcountll(listed & below)] |= flag;
        flagged &= flagged - 1;
    }
}

#ifndef SCAN_LISTS

/// The same where many are flagged and `entries[i] % CHUNK` is the place in the mask; `shift` makes the flag of 1. Up
/// to seven entries more are changed.
SCAN_TARGET static inline void add_many_flags(uint64_t flagged, uint64_t listed, uint32_t shift, uint32_t *entries) {
    uint32_t count = (uint32_t)__builtin_popcountll(listed);
    for (uint32_t i = 0; i < count; i += 8) {
        // A fixed number of equal steps: vector instructions.
        for (uint32_t lane = 0; lane < 8; lane++) {
            uint32_t entry = entries[i + lane];
            entries[i + lane] = entry | (uint32_t)(flagged >> entry % CHUNK & 1) << shift;
        }
    }
}

#endif

SCAN_TARGET bool SCAN_NAME(const uint8_t *bytes, uint32_t count, uint8_t delimiter, struct structure_index *index) {
    struct carry carry = {.lead = 1};
    uint64_t unfinished = 0;
    uint64_t misplaced = 0;
    // In bounds: the lists have room for an entry per byte, one before them, and groups that are not filled.
    uint32_t *entries = index->separators + 1;
    uint32_t *line_entries = index->line_ends;
    uint8_t padded[CHUNK];
    for (uint32_t position = 0; position < count && misplaced == 0; position += CHUNK) {
        const uint8_t *next = bytes + position;
        if (count - position < CHUNK) {
            // Filled up with blanks, which may stand everywhere.
            memset(padded, delimiter == ' ' ? '\t' : ' ', CHUNK);
            memcpy(padded, next, count - position);
            next = padded;
        }
        struct chunk chunk = classify(next, delimiter);
        uint64_t separators = chunk.delimiters | chunk.feeds | chunk.returns;
        uint64_t edges = chunk.blanks & (separators << 1 | carry.lead);
        edges |= separators & (chunk.blanks << 1 | carry.blank);
        bool is_plain = (chunk.quotes | edges | unfinished) == 0;
        struct found found = is_plain ? find_plain(chunk, &carry) : find_with_care(chunk, &carry);
        carry.blank = chunk.blanks >> 63;
        carry.ret = chunk.returns >> 63;

        uint32_t listed = (uint32_t)__builtin_popcountll(found.separators);
        list(found.separators, listed, position, entries);
        uint32_t place = (uint32_t)(entries - index->separators);
        uint32_t line_count = 0;
        uint64_t line_ends = found.line_ends;
        // At least once, whether there is one or not: most chunks have none or one.
        do {
            uint64_t below = (line_ends & (0 - line_ends)) - 1;
            line_entries[line_count] = place + (uint32_t)__builtin_popcountll(found.separators & below);
            line_count += line_ends != 0;
            line_ends &= line_ends - 1;
        } while (line_ends != 0);

        if (!is_plain) {
            if (found.quoted != 0) add_many_flags(found.quoted, found.separators, 31, entries);
            add_flags(found.hard, found.separators, STRUCTURE_HARD, entries);
            add_flags(found.multiline, found.line_ends, STRUCTURE_MULTILINE, line_entries);
            misplaced = found.misplaced;
            unfinished = carry.inside | carry.closing | carry.trailing | carry.quoted | carry.hard | carry.multiline;
        }
        entries += listed;
        line_entries += line_count;
    }
    // The cut looks at entries in groups, too.
    memset(entries, 0, STRUCTURE_LANES * sizeof *entries);
    index->separator_count = (uint32_t)(entries - index->separators) - 1;
    index->line_end_count = (uint32_t)(line_entries - index->line_ends);
    return misplaced == 0;
}
