// The cut, compiled once for each kernel, which defines before it includes this:
//   CUT_NAME      the function's name
//   CUT_LANES     how many cells are written at once: 4, 8 or 16
//   CUT_HAS_FLAG  only if the kernel has its own `has_flag`, which says whether some lane has a flag

#include <string.h>

/// As many entries as cells are written at once, or the words of half as many cells, side by side.
typedef uint32_t cut_lanes __attribute__((vector_size(4 * CUT_LANES)));

#if CUT_LANES == 16
#define CUT_FIRST(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define CUT_SECOND(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define CUT_PLACES {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
#elif CUT_LANES == 8
#define CUT_FIRST(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define CUT_SECOND(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define CUT_PLACES {0, 1, 2, 3, 4, 5, 6, 7}
#else
#define CUT_FIRST(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define CUT_SECOND(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define CUT_PLACES {0, 1, 2, 3}
#endif

_Static_assert(CUT_LANES <= STRUCTURE_LANES, "there is spare room for what is written behind the last cell");

SCAN_TARGET static inline cut_lanes load_entries(const uint32_t *entries) {
    cut_lanes result;
    memcpy(&result, entries, sizeof result);
    return result;
}

/// Writes the cells of fields in a row as if none were hard, and up to `CUT_LANES - 1` more, which are overwritten by what
/// comes next. `ends[i]` is where the run's field i ends.
///
/// - Returns: The flags of those fields.
SCAN_TARGET static inline cut_lanes keep_run(
    const uint32_t *ends, uint32_t count, uint32_t segment, struct structure_cell *cells) {
    const cut_lanes places = CUT_PLACES;
    cut_lanes flags = {0};
    for (uint32_t i = 0; i < count; i += CUT_LANES) {
        cut_lanes end = load_entries(ends + i);
        cut_lanes is_quoted = end >> 31;
        cut_lanes start = ((load_entries(ends + i - 1) + 1) & STRUCTURE_VALUE) + is_quoted;
        cut_lanes length = (end & STRUCTURE_VALUE) - is_quoted - start;
        cut_lanes offset = start + segment;
        cut_lanes first = CUT_FIRST(offset, length);
        cut_lanes second = CUT_SECOND(offset, length);
        memcpy(cells + i, &first, sizeof first);
        memcpy(cells + i + CUT_LANES / 2, &second, sizeof second);
        flags |= end & (cut_lanes)(places < count - i);
    }
    return flags;
}

#ifndef CUT_HAS_FLAG
SCAN_TARGET static inline bool has_flag(cut_lanes flags, uint32_t flag) {
    uint32_t all = 0;
    for (uint32_t lane = 0; lane < CUT_LANES; lane++) all |= flags[lane];
    return (all & flag) != 0;
}
#endif

/// The lines of a record with line ends inside quotes; 0 if a quote left open may have swallowed lines.
SCAN_TARGET static uint32_t count_lines(
    const uint8_t *bytes, uint32_t start, uint32_t end, const struct structure_layout *layout) {
    // All line ends before the record's own are inside quotes. None of them is the last byte.
    uint32_t line_ends = 0;
    uint32_t delimiters = 0;
    uint64_t after_return = 0;
    for (uint32_t i = start; i < end; i += CHUNK) {
        const uint8_t *next = bytes + i;
        uint8_t padded[CHUNK];
        if (end - i < CHUNK) {
            // Filled up with blanks, which count for nothing.
            memset(padded, layout->delimiter == ' ' ? '\t' : ' ', CHUNK);
            next = memcpy(padded, next, end - i);
        }
        struct chunk chunk = classify(next, layout->delimiter);
        uint64_t second_halves = chunk.feeds & (chunk.returns << 1 | after_return);
        line_ends += (uint32_t)__builtin_popcountll(chunk.returns | (chunk.feeds & ~second_halves));
        delimiters += (uint32_t)__builtin_popcountll(chunk.delimiters);
        after_return = chunk.returns >> 63;
    }
    // Two whole lines in one field take three line ends; two records in them as many delimiters as two records have.
    uint32_t inner = delimiters - (layout->width - 1);
    bool may_hold_records = line_ends >= 3 && inner / 2 >= layout->width - 1;
    return layout->watches_swallowed_lines && may_hold_records ? 0 : line_ends + 1;
}

SCAN_TARGET bool CUT_NAME(
    const struct structure_index *index, const struct structure_layout *layout, struct structure_cutting *cutting) {
    const uint8_t *bytes = cutting->base + cutting->segment;
    while (cutting->line_end < index->line_end_count) {
        uint32_t line_end = index->line_ends[cutting->line_end];
        uint32_t last = line_end & STRUCTURE_VALUE;
        uint32_t fields = last + 1 - cutting->separator;
        uint32_t start = cutting->start;
        uint32_t end = index->separators[last] & STRUCTURE_VALUE;
        uint32_t lines = 1;
        if (fields == 1 && structure_is_blank_line(bytes, start, end)) {
            // Not a record.
        } else {
            if (fields != layout->width || end - start > layout->limit) return false;
            if (line_end & STRUCTURE_MULTILINE) lines = count_lines(bytes, start, end, layout);
            if (lines == 0) return false;

            // The entry before the record's first belongs to the record before, which is done: from here on it is the
            // byte before the first field.
            uint32_t *ends = index->separators + cutting->separator;
            ends[-1] = start - 1;
            struct structure_cell *cells = cutting->cells + (size_t)cutting->count * layout->slots;
            cut_lanes flags = {0};
            for (uint32_t i = 0; i < layout->run_count; i++) {
                struct structure_run run = layout->runs[i];
                flags |= keep_run(ends + run.column, run.count, cutting->segment, cells + run.slot);
            }
            if (has_flag(flags, STRUCTURE_HARD)) structure_keep_hard_cells(ends, layout, cutting, cells);
            cutting->marks[cutting->count] =
                (struct structure_mark){cutting->segment_in_window + start, cutting->line, cutting->ordinal};
            cutting->count++;
            cutting->ordinal++;
        }
        cutting->line += lines;
        cutting->start = structure_after_line_end(bytes, end, cutting->available);
        cutting->separator = last + 1;
        cutting->line_end++;
    }
    return true;
}
