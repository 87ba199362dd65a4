// A libFuzzer target: all kernels list the same, and every record that is cut is the one that libcsv reads there.
//
// The first byte of the input picks the delimiter and the width, the second one the columns; the rest is the segment.

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "structure.h"

#define FIELDS 16u

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "%s\n", what);
    abort();
}

/// What libcsv read of one record.
struct record {
    const uint8_t *base;
    const struct structure_cell *cells;
    const struct structure_layout *layout;
    uint32_t fields;
    uint32_t rows;
};

static void field_ended(void *bytes, size_t length, void *context) {
    struct record *record = context;
    require(record->rows == 0, "a field behind the record's end");
    for (uint32_t slot = 0; slot < record->layout->slots; slot++) {
        if (record->layout->columns[slot] != record->fields) continue;
        struct structure_cell cell = record->cells[slot];
        require(cell.length == length, "the length of a cell");
        require(length == 0 || memcmp(record->base + cell.offset, bytes, length) == 0, "the bytes of a cell");
    }
    record->fields++;
}

static void record_ended(int byte, void *context) {
    (void)byte;
    ((struct record *)context)->rows++;
}

static uint32_t count_line_ends(const uint8_t *bytes, uint32_t from, uint32_t to) {
    uint32_t count = 0;
    for (uint32_t i = from; i < to; i++) {
        count += bytes[i] == '\n' || (bytes[i] == '\r' && !(i + 1 < to && bytes[i + 1] == '\n'));
    }
    return count;
}

/// Compares the records that were cut with what libcsv reads from each one's start to the next one's.
static void compare(const struct structure_cutting *cut, const struct structure_layout *layout) {
    static struct csv_parser parser;
    static bool is_ready = false;
    if (!is_ready) require(csv_init(&parser, CSV_STRICT) == 0, "libcsv starts");
    is_ready = true;
    csv_set_delim(&parser, layout->delimiter);
    const uint8_t *bytes = cut->base + cut->segment;
    for (uint32_t i = 0; i < cut->count; i++) {
        uint32_t start = cut->marks[i].start;
        uint32_t end = i + 1 < cut->count ? cut->marks[i + 1].start : cut->start;
        require(cut->marks[i].ordinal == i, "the number of a record");
        require(cut->marks[i].line == count_line_ends(bytes, 0, start), "the line of a record");
        struct record record = {cut->base, cut->cells + (size_t)i * layout->slots, layout, 0, 0};
        csv_fini(&parser, NULL, NULL, NULL);
        size_t read = csv_parse(&parser, bytes + start, end - start, field_ended, record_ended, &record);
        require(read == end - start, "a record that libcsv refuses");
        require(record.rows == 1 && record.fields == layout->width, "a record of another shape");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint8_t delimiters[] = {',', '\t', ' ', ';', 0, 'x'};
    if (size < 2 || size - 2 > STRUCTURE_SEGMENT) return 0;
    uint32_t count = (uint32_t)size - 2;
    uint32_t columns[FIELDS];
    uint32_t twins[FIELDS];
    struct structure_run runs[FIELDS];
    struct structure_layout layout = {
        .width = 1 + data[0] / 6 % 8, .limit = 1u << 20, .columns = columns, .twins = twins, .runs = runs,
        .delimiter = delimiters[data[0] % 6], .watches_swallowed_lines = true};
    // Every field once, then some of them again.
    layout.slots = layout.width + data[1] % 4;
    for (uint32_t slot = 0; slot < layout.slots; slot++) {
        columns[slot] = (slot + data[1] / 4) % layout.width;
        twins[slot] = slot < layout.width ? slot : slot - layout.width;
        runs[slot] = (struct structure_run){slot, columns[slot], 1};
    }
    layout.run_count = layout.slots;

    // Exactly as much memory as is promised, so that a sanitizer sees every byte beyond.
    uint8_t *base = malloc(2 * (size_t)count + 1);
    memcpy(base, data + 2, count);
    struct structure_index lists[STRUCTURE_NEON + 1];
    bool is_whole[STRUCTURE_NEON + 1];
    for (int kernel = STRUCTURE_PORTABLE; kernel <= STRUCTURE_NEON; kernel++) {
        if (!structure_is_supported((enum structure_kernel)kernel)) continue;
        struct structure_index *index = &lists[kernel];
        index->separators = malloc(STRUCTURE_ROOM * sizeof(uint32_t));
        index->line_ends = malloc(STRUCTURE_ROOM * sizeof(uint32_t));
        is_whole[kernel] = structure_scan((enum structure_kernel)kernel, base, count, layout.delimiter, index);
        if (kernel > 0) {
            require(is_whole[kernel] == is_whole[0], "whether there is a misplaced quote");
            require(index->separator_count == lists[0].separator_count, "the number of separators");
            require(index->line_end_count == lists[0].line_end_count, "the number of line ends");
            require(
                memcmp(index->separators + 1, lists[0].separators + 1, index->separator_count * sizeof(uint32_t)) == 0,
                "separators");
            require(
                memcmp(index->line_ends, lists[0].line_ends, index->line_end_count * sizeof(uint32_t)) == 0,
                "line ends");
        }
    }

    size_t records = lists[0].separator_count / layout.width;
    for (int kernel = STRUCTURE_PORTABLE; kernel <= STRUCTURE_NEON; kernel++) {
        if (!structure_is_supported((enum structure_kernel)kernel)) continue;
        struct structure_cutting cut = {
            .base = base, .available = count, .separator = 1, .undone = count,
            .cells = malloc((records * layout.slots + STRUCTURE_LANES) * sizeof(struct structure_cell)),
            .marks = malloc((records + 1) * sizeof(struct structure_mark))};
        structure_cut((enum structure_kernel)kernel, &lists[kernel], &layout, &cut);
        require(cut.undone <= 2 * count, "the room for undone quotes");
        compare(&cut, &layout);
        free(cut.cells);
        free(cut.marks);
        free(lists[kernel].separators);
        free(lists[kernel].line_ends);
    }
    free(base);
    return 0;
}
