// What the kernels share in cutting records: the fields that need care, and the step over a record that was left.

#include <string.h>

#include "chunk.h"

static inline bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

bool structure_is_blank_line(const uint8_t *bytes, uint32_t start, uint32_t end) {
    while (start < end && is_blank(bytes[start])) start++;
    return start == end;
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

void structure_keep_hard_cells(
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

bool structure_resume(const struct structure_index *index, struct structure_cutting *cutting, uint32_t next) {
    if (cutting->line_end >= index->line_end_count) return false;
    const uint8_t *bytes = cutting->base + cutting->segment;
    uint32_t last = index->line_ends[cutting->line_end] & STRUCTURE_VALUE;
    uint32_t end = index->separators[last] & STRUCTURE_VALUE;
    if (structure_after_line_end(bytes, end, cutting->available) != next) return false;
    cutting->start = next;
    cutting->separator = last + 1;
    cutting->line_end++;
    return true;
}
