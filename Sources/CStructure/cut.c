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

/// Writes the cells of a record in which no field has a flag. `ends[c]` is where field c ends.
static inline void keep_plain_cells(
    const uint32_t *ends, uint32_t segment, const struct structure_layout *layout, struct structure_cell *cells) {
    for (uint32_t slot = 0; slot < layout->slots; slot++) {
        const uint32_t *end = ends + layout->columns[slot];
        uint32_t start = end[-1] + 1;
        cells[slot] = (struct structure_cell){segment + start, *end - start};
    }
}

/// Writes the cells of a record in which some fields have flags.
static inline void keep_cells(
    const uint32_t *ends, const struct structure_layout *layout, struct structure_cutting *cutting,
    struct structure_cell *cells) {
    for (uint32_t slot = 0; slot < layout->slots; slot++) {
        const uint32_t *end = ends + layout->columns[slot];
        uint32_t is_quoted = *end >> 31;
        uint32_t start = (end[-1] + 1) & STRUCTURE_VALUE;
        uint32_t stop = *end & STRUCTURE_VALUE;
        if ((*end & STRUCTURE_HARD) == 0) {
            start += is_quoted;
            stop -= is_quoted;
            cells[slot] = (struct structure_cell){cutting->segment + start, stop - start};
        } else if (layout->twins[slot] < slot) {
            // So that no field's bytes are written twice.
            cells[slot] = cells[layout->twins[slot]];
        } else {
            cells[slot] = hard_cell(cutting, start, stop, is_quoted);
        }
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
            if (line_end & STRUCTURE_HARD) lines = count_lines(bytes, start, end, layout);
            if (lines == 0) return false;

            // The entry before the record's first belongs to the record before, which is done: from here on it is the
            // byte before the first field.
            uint32_t *ends = index->separators + cutting->separator;
            ends[-1] = start - 1;
            struct structure_cell *cells = cutting->cells + (size_t)cutting->count * layout->slots;
            if (line_end & STRUCTURE_QUOTED) keep_cells(ends, layout, cutting, cells);
            else keep_plain_cells(ends, cutting->segment, layout, cells);
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
