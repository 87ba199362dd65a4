// Cutting records: from the list of separators to the cells that are wanted.

#include <string.h>

#include "structure.h"

/// The index after a line end, CR and LF being one.
static inline uint32_t after_line_end(const uint8_t *bytes, uint32_t end, uint32_t available) {
    bool is_pair = bytes[end] == '\r' && end + 1 < available && bytes[end + 1] == '\n';
    return end + 1 + is_pair;
}

static inline bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

/// Whether nothing but blanks is between two separators, where delimiters are none.
static inline bool is_blank_line(const uint8_t *bytes, uint32_t start, uint32_t end) {
    while (start < end && is_blank(bytes[start])) start++;
    return start == end;
}

/// The lines of a record with line ends inside quotes; 0 if a quote left open may have swallowed lines.
static uint32_t count_lines(
    const uint8_t *bytes, uint32_t start, uint32_t end, const struct structure_layout *layout) {
    // All line ends before the record's own are inside quotes. None of them is the last byte.
    uint32_t line_ends = 0;
    uint32_t delimiters = 0;
    for (uint32_t i = start; i < end; i++) {
        line_ends += (bytes[i] == '\n') | ((bytes[i] == '\r') & (bytes[i + 1] != '\n'));
        delimiters += bytes[i] == layout->delimiter;
    }
    // Two whole lines in one field take three line ends; two records in them as many delimiters as two records have.
    uint32_t inner = delimiters - (layout->width - 1);
    bool may_hold_records = line_ends >= 3 && inner / 2 >= layout->width - 1;
    return layout->watches_swallowed_lines && may_hold_records ? 0 : line_ends + 1;
}

/// A field with blanks at its ends, with doubled quotes, or both.
static struct structure_cell hard_cell(
    struct structure_cutting *cutting, uint32_t start, uint32_t end, bool is_quoted) {
    const uint8_t *bytes = cutting->base + cutting->segment;
    while (start < end && is_blank(bytes[start])) start++;
    while (start < end && is_blank(bytes[end - 1])) end--;
    if (!is_quoted) return (struct structure_cell){cutting->segment + start, end - start};

    // Now the first and the last byte are quotes, and all those between come in pairs.
    start++;
    end--;
    const uint8_t *quote = memchr(bytes + start, '"', end - start);
    if (quote == NULL) return (struct structure_cell){cutting->segment + start, end - start};
    struct structure_cell cell = {cutting->undone, 0};
    uint8_t *undone = cutting->base + cutting->undone;
    while (start < end) {
        uint8_t byte = bytes[start];
        undone[cell.length++] = byte;
        start += 1 + (byte == '"');
    }
    cutting->undone += cell.length;
    return cell;
}

/// Four entries or the words of two cells, side by side.
typedef uint32_t lanes __attribute__((vector_size(4 * STRUCTURE_LANES)));

static inline lanes load(const uint32_t *entries) {
    lanes result;
    memcpy(&result, entries, sizeof result);
    return result;
}

/// Writes the cells of fields in a row as if none were hard, and up to `STRUCTURE_LANES - 1` more, which are
/// overwritten by what comes next. `ends[i]` is where the run's field i ends.
///
/// - Returns: The flags of those fields, and perhaps more.
static inline lanes keep_run(
    const uint32_t *ends, uint32_t count, uint32_t segment, struct structure_cell *cells) {
    lanes flags = {0, 0, 0, 0};
    for (uint32_t i = 0; i < count; i += STRUCTURE_LANES) {
        lanes end = load(ends + i);
        lanes is_quoted = end >> 31;
        lanes start = ((load(ends + i - 1) + 1) & STRUCTURE_VALUE) + is_quoted;
        lanes length = (end & STRUCTURE_VALUE) - is_quoted - start;
        lanes offset = start + segment;
        lanes first = __builtin_shufflevector(offset, length, 0, 4, 1, 5);
        lanes second = __builtin_shufflevector(offset, length, 2, 6, 3, 7);
        memcpy(cells + i, &first, sizeof first);
        memcpy(cells + i + 2, &second, sizeof second);
        flags |= end;
    }
    return flags;
}

/// Writes the cells of hard fields over what was written for them.
static void keep_hard_cells(
    const uint32_t *ends, const struct structure_layout *layout, struct structure_cutting *cutting,
    struct structure_cell *cells) {
    for (uint32_t slot = 0; slot < layout->slots; slot++) {
        const uint32_t *end = ends + layout->columns[slot];
        if ((*end & STRUCTURE_HARD) == 0) continue;
        // A field that has several slots is undone once.
        uint32_t twin = layout->twins[slot];
        cells[slot] = twin < slot
            ? cells[twin]
            : hard_cell(
                cutting, (end[-1] + 1) & STRUCTURE_VALUE, *end & STRUCTURE_VALUE, (*end & STRUCTURE_QUOTED) != 0);
    }
}

bool structure_cut(
    const struct structure_index *index, const struct structure_layout *layout, struct structure_cutting *cutting) {
    const uint8_t *bytes = cutting->base + cutting->segment;
    while (cutting->line_end < index->line_end_count) {
        uint32_t line_end = index->line_ends[cutting->line_end];
        uint32_t last = line_end & STRUCTURE_VALUE;
        uint32_t fields = last + 1 - cutting->separator;
        uint32_t start = cutting->start;
        uint32_t end = index->separators[last] & STRUCTURE_VALUE;
        uint32_t lines = 1;
        if (fields == 1 && is_blank_line(bytes, start, end)) {
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
            lanes flags = {0, 0, 0, 0};
            for (uint32_t i = 0; i < layout->run_count; i++) {
                struct structure_run run = layout->runs[i];
                flags |= keep_run(ends + run.column, run.count, cutting->segment, cells + run.slot);
            }
            bool may_be_hard = (flags[0] | flags[1] | flags[2] | flags[3]) & STRUCTURE_HARD;
            if (may_be_hard) keep_hard_cells(ends, layout, cutting, cells);
            cutting->marks[cutting->count] =
                (struct structure_mark){cutting->segment_in_window + start, cutting->line, cutting->ordinal};
            cutting->count++;
            cutting->ordinal++;
        }
        cutting->line += lines;
        cutting->start = after_line_end(bytes, end, cutting->available);
        cutting->separator = last + 1;
        cutting->line_end++;
    }
    return true;
}

bool structure_resume(const struct structure_index *index, struct structure_cutting *cutting, uint32_t next) {
    if (cutting->line_end >= index->line_end_count) return false;
    const uint8_t *bytes = cutting->base + cutting->segment;
    uint32_t last = index->line_ends[cutting->line_end] & STRUCTURE_VALUE;
    uint32_t end = index->separators[last] & STRUCTURE_VALUE;
    if (after_line_end(bytes, end, cutting->available) != next) return false;
    cutting->start = next;
    cutting->separator = last + 1;
    cutting->line_end++;
    return true;
}
