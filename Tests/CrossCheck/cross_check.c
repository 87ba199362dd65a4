// The C targets on another architecture: on made-up inputs every kernel must do what the portable one does, and a digest of all results is
// printed, which must be the same wherever this program runs.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "column_kernels.h"
#include "structure.h"
#include "text.h"

// MARK: Numbers that are the same in every run, and their digest

static uint64_t state = 42;

/// SplitMix64.
static uint64_t next(void) {
    uint64_t mixed = state += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
}

static uint32_t below(uint32_t bound) { return (uint32_t)(next() >> 33) % bound; }

static uint64_t digest = 0xCBF29CE484222325;

/// FNV-1a.
static void add(const void *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) digest = (digest ^ ((const uint8_t *)bytes)[i]) * 0x100000001B3;
}

static void check(bool holds, const char *what) {
    if (holds) return;
    printf("%s differs from the portable kernel's\n", what);
    exit(1);
}

// MARK: Structure

#define LARGEST 600

static uint32_t separators[2][STRUCTURE_ROOM], line_ends[2][STRUCTURE_ROOM];

/// Bytes that are all but plain, or nearly so.
static uint32_t make_text(uint8_t *bytes) {
    static const uint8_t special[] = {'"', '"', ',', ',', '\n', '\r', ' ', '\t', 0, 0xFF};
    uint32_t rareness = 2 + below(60);
    uint32_t count = below(LARGEST + 1);
    for (uint32_t i = 0; i < count; i++) {
        bytes[i] = below(rareness) == 0 ? special[below(sizeof special)] : (uint8_t) "ab7,\n"[below(5)];
    }
    return count;
}

static struct structure_cell cells[2][3 * LARGEST + STRUCTURE_LANES];
static struct structure_mark marks[2][LARGEST + 1];

/// Cuts all that can be cut of what was scanned, three of three fields each, into one of two places; the first is added to the digest.
static struct structure_cutting cut(
    enum structure_kernel kernel, int place, uint8_t *bytes, uint32_t count, bool is_turned,
    const struct structure_index *index) {
    static const uint32_t columns[2][3] = {{0, 1, 2}, {2, 0, 1}}, twins[] = {0, 1, 2};
    static const struct structure_run runs[2][2] = {{{0, 0, 3}}, {{0, 2, 1}, {1, 0, 2}}};
    struct structure_layout layout = {
        .width = 3, .limit = 400, .slots = 3, .columns = columns[is_turned], .twins = twins, .runs = runs[is_turned],
        .run_count = 1 + is_turned, .delimiter = ',', .watches_swallowed_lines = true};
    struct structure_cutting cutting = {
        .base = bytes, .available = count, .separator = 1, .cells = cells[place], .marks = marks[place], .undone = LARGEST};
    // Cutting changes the list, which is still to be compared.
    static uint32_t copied[STRUCTURE_ROOM];
    memcpy(copied, index->separators, (index->separator_count + 1 + STRUCTURE_LANES) * sizeof *copied);
    struct structure_index copy = *index;
    copy.separators = copied;
    bool is_whole = structure_cut(kernel, &copy, &layout, &cutting);
    if (place > 0) return cutting;
    add(&is_whole, sizeof is_whole);
    add(marks[0], cutting.count * sizeof *marks[0]);
    for (uint32_t i = 0; i < 3 * cutting.count; i++) {
        add(&cells[0][i].length, sizeof cells[0][i].length);
        add(bytes + cells[0][i].offset, cells[0][i].length);
    }
    return cutting;
}

static void check_structure(void) {
    static uint8_t bytes[2 * LARGEST + 64];
    uint32_t count = make_text(bytes);
    uint8_t delimiter = below(8) == 0 ? '\t' : ',';
    bool is_turned = below(2) == 0;
    struct structure_index indices[2];
    struct structure_cutting cuttings[2];
    bool is_whole[2];
    for (enum structure_kernel kernel = STRUCTURE_PORTABLE; kernel <= STRUCTURE_NEON; kernel++) {
        if (!structure_is_supported(kernel)) continue;
        int place = kernel != STRUCTURE_PORTABLE;
        indices[place] = (struct structure_index){.separators = separators[place], .line_ends = line_ends[place]};
        is_whole[place] = structure_scan(kernel, bytes, count, delimiter, &indices[place]);
        bool is_same = is_whole[0] == is_whole[place] && indices[0].separator_count == indices[place].separator_count
            && indices[0].line_end_count == indices[place].line_end_count
            && memcmp(separators[0] + 1, separators[place] + 1, 4 * indices[0].separator_count) == 0
            && memcmp(line_ends[0], line_ends[place], 4 * indices[0].line_end_count) == 0;
        check(is_same, "a scan");
        if (place == 0) {
            add(&is_whole[0], sizeof is_whole[0]);
            add(separators[0] + 1, 4 * indices[0].separator_count);
            add(line_ends[0], 4 * indices[0].line_end_count);
        }
        if (delimiter != ',') continue;
        cuttings[place] = cut(kernel, place, bytes, count, is_turned, &indices[place]);
        bool is_same_cut = cuttings[0].count == cuttings[place].count && cuttings[0].start == cuttings[place].start
            && cuttings[0].line == cuttings[place].line && cuttings[0].undone == cuttings[place].undone
            && memcmp(cells[0], cells[place], 3 * cuttings[0].count * sizeof *cells[0]) == 0
            && memcmp(marks[0], marks[place], cuttings[0].count * sizeof *marks[0]) == 0;
        check(is_same_cut, "a cut");
    }
    struct text_glance glance = text_glance(bytes, count);
    add(&glance.has_odd_quotes, sizeof glance.has_odd_quotes);
    add(&glance.is_utf8, sizeof glance.is_utf8);
    check(text_has_odd_quotes(bytes, count) == glance.has_odd_quotes, "a glance");
}

// MARK: Columns

#define CELLS 64

/// The cells of a column: mostly short numbers, some of them odd, some words.
static struct column_cells make_cells(uint8_t *bytes, uint64_t *slices) {
    static const char *odd[] = {"", "-0", "007", ".5", "5.", "-", "1e3", "+1", "12345678", "123456789", "1.2345", "Yes", "no", "none"};
    uint32_t offset = 0;
    uint32_t rareness = 1 + below(40);
    uint32_t count = 1 + below(CELLS);
    for (uint32_t i = 0; i < count; i++) {
        char text[32];
        if (below(rareness) == 0) {
            strcpy(text, odd[below(sizeof odd / sizeof *odd)]);
        } else if (below(2) == 0) {
            snprintf(text, sizeof text, "%u", below(10000));
        } else {
            snprintf(text, sizeof text, "%s%u.%u", below(3) == 0 ? "-" : "", below(300), below(1000));
        }
        uint32_t length = (uint32_t)strlen(text);
        memcpy(bytes + offset, text, length);
        slices[i] = (uint64_t)length << 32 | offset;
        offset += length;
        bytes[offset++] = (uint8_t)next();
    }
    return (struct column_cells){.base = bytes, .first = slices, .stride = 1, .count = count};
}

static bool is_same(struct column_outcome a, struct column_outcome b) {
    return a.blank == b.blank && a.answered == b.answered && a.left == b.left && a.odd == b.odd;
}

static void check_columns(void) {
    static uint8_t bytes[40 * CELLS + 128];
    uint64_t slices[CELLS];
    struct column_cells cells = make_cells(bytes, slices);
    static const uint64_t keys[] = {'y' | 'e' << 8 | 's' << 16 | 3ull << 56, 'n' | 'o' << 8 | 2ull << 56,
        'n' | 'o' << 8 | 'n' << 16 | (uint64_t)'e' << 24 | 4ull << 56};
    static const uint64_t means[] = {1, 0, 1ull << 40};
    struct column_words words = {.keys = keys, .meanings = means, .count = 3, .short_count = 2};
    double low = below(2) == 0 ? -1000 : below(50), limit = below(300);
    double bounds[] = {18, limit + 18};
    double numbers[2][CELLS] = {{0}};
    uint64_t meanings[2][CELLS] = {{0}};
    uint64_t masks[2][9];
    uint32_t groups[2][CELLS];
    for (enum column_kernel kernel = COLUMN_PORTABLE; kernel <= COLUMN_AVX512; kernel++) {
        if (!column_kernel_is_supported(kernel)) continue;
        int place = kernel != COLUMN_PORTABLE;
        double *values = numbers[place];
        struct column_outcome read = column_read_numbers(kernel, cells, low, 5000, values);
        for (uint32_t i = 0; i < CELLS; i++) {
            // Those without an answer hold anything.
            if ((read.answered >> i & 1) == 0) values[i] = 0;
            groups[place][i] = i % 5;
        }
        struct column_outcome found = column_read_words(kernel, cells, words, meanings[place]);
        uint64_t *mask = masks[place];
        for (enum column_relation relation = COLUMN_EQUAL; relation <= COLUMN_LESS_OR_EQUAL; relation++) {
            *mask++ = column_compare(kernel, relation, values, (const double *)numbers[0] + 0);
            *mask++ = column_compare_from(kernel, relation, limit, values);
            *mask++ = column_compare_to(kernel, relation, values, limit);
        }
        // The same columns as tasks.
        double task_values[CELLS];
        uint64_t task_meanings[CELLS], truths = 0, answered[2] = {0, 0};
        struct column_task tasks[] = {
            {.values = task_values, .low = low, .high = 5000, .answered = &answered[0]},
            {.words = words, .meanings = task_meanings, .truths = &truths, .answered = &answered[1]}};
        column_read_tasks(kernel, cells, 0, tasks, 2);
        for (uint32_t i = 0; i < CELLS; i++) {
            if ((read.answered >> i & 1) == 0) task_values[i] = 0;
        }
        bool is_same_task = answered[0] == read.answered && answered[1] == found.answered && truths == found.odd
            && tasks[0].left == read.left && tasks[1].left == found.left
            && tasks[0].blank == (uint64_t)__builtin_popcountll(read.blank)
            && memcmp(task_values, values, sizeof task_values) == 0;
        check(is_same_task, "reading tasks");
        static double picked[2][CELLS];
        column_choose(kernel, read.answered ^ found.answered, values, (const double *)numbers[0], picked[place]);
        check(memcmp(picked[0], picked[place], sizeof picked[0]) == 0, "choosing");
        column_add_bands(kernel, values, read.answered, bounds, 2, 4, groups[place]);
        static struct column_outcome firsts[2];
        if (place == 0) {
            firsts[0] = read;
            firsts[1] = found;
        }
        check(is_same(firsts[0], read) && memcmp(numbers[0], values, sizeof numbers[0]) == 0, "reading numbers");
        check(is_same(firsts[1], found), "reading words");
        check(memcmp(meanings[0], meanings[place], 8 * cells.count) == 0, "the meaning of words");
        check(memcmp(masks[0], masks[place], sizeof masks[0]) == 0, "a comparison");
        check(memcmp(groups[0], groups[place], sizeof groups[0]) == 0, "a band");
        if (place == 0) {
            add(&read, sizeof read);
            add(&found, sizeof found);
        }
    }
    add(numbers[0], sizeof numbers[0]);
    add(meanings[0], 8 * cells.count);
    add(masks[0], sizeof masks[0]);
    add(groups[0], sizeof groups[0]);
}

static void check_counting(void) {
    static uint16_t counters[2][5 * 64];
    uint64_t facts[CELLS], chosen = next();
    int32_t places[CELLS];
    for (uint32_t i = 0; i < CELLS; i++) {
        facts[i] = next();
        places[i] = (int32_t)below(5);
    }
    for (enum column_kernel kernel = COLUMN_PORTABLE; kernel <= COLUMN_AVX512; kernel++) {
        if (!column_kernel_is_supported(kernel)) continue;
        int place = kernel != COLUMN_PORTABLE;
        memset(counters[place], 0, sizeof counters[place]);
        column_count_facts(kernel, facts, chosen, places, counters[place]);
        check(memcmp(counters[0], counters[place], sizeof counters[0]) == 0, "counting");
    }
    add(counters[0], sizeof counters[0]);
}

/// Weights as millionths and added to rows, with halves and words that run over, counts by row, and cells looked up in pairs.
static void check_weights(void) {
    enum { ROWS = 4, WIDTH = 32, SQUARES = 24, PLACES = 16 };
    static struct {
        uint32_t sums[ROWS * WIDTH], high_sums[ROWS * WIDTH], counts[ROWS * WIDTH], by_row[ROWS * 16];
        uint64_t squares[ROWS * SQUARES], high_squares[ROWS * SQUARES], total;
        uint64_t decimals, millionths[CELLS], missing, left;
        int32_t found[CELLS], numbers[CELLS];
    } found[2];
    double values[CELLS];
    uint64_t weights[CELLS], facts[CELLS], chosen = next();
    int32_t rows[3][CELLS], places[6];
    for (uint32_t i = 0; i < CELLS; i++) {
        weights[i] = next() >> (17 + below(47));
        values[i] = below(2) == 0 ? (double)(weights[i] % 100000000) / 1e6 : (double)weights[i] / (1 + below(1000));
        facts[i] = next();
        for (uint32_t k = 0; k < 3; k++) rows[k][i] = (int32_t)below(ROWS);
    }
    for (uint32_t i = 0; i < 6; i++) places[i] = (int32_t)below(5) - 1;
    static uint8_t bytes[CELLS * 16 + 128];
    uint64_t slices[CELLS];
    for (uint32_t i = 0; i < CELLS; i++) {
        slices[i] = 16 * i | (uint64_t)below(10) << 32;
        for (uint32_t k = 0; k < 16; k++) bytes[16 * i + k] = "ab \t"[below(16) < 14 ? below(2) : 2 + below(2)];
    }
    struct column_cells cells = {.base = bytes, .first = slices, .stride = 1, .count = CELLS}, none = {0};
    struct column_pair keys[PLACES] = {{0}};
    int32_t numbers[PLACES];
    for (uint32_t i = 0; i < PLACES; i++) numbers[i] = -1;
    for (uint32_t i = 0; i < 6; i++) {
        // Cells of one byte and of two.
        uint64_t first = i < 2 ? "ab"[i] | (uint64_t)1 << 56 : "ab"[i / 2 % 2] | "ab"[i % 2] << 8 | (uint64_t)2 << 56;
        uint64_t hash = first * COLUMN_PAIR_FIRST;
        size_t place = (hash ^ hash >> 32) % PLACES;
        while (numbers[place] >= 0) place = (place + 1) % PLACES;
        keys[place] = (struct column_pair){first, 0};
        numbers[place] = (int32_t)i;
    }
    uint32_t start = below(2) == 0 ? 0 : ~(uint32_t)0 - (uint32_t)next() % 1000;
    for (enum column_kernel kernel = COLUMN_PORTABLE; kernel <= COLUMN_AVX512; kernel++) {
        if (!column_kernel_is_supported(kernel)) continue;
        int place = kernel != COLUMN_PORTABLE;
        memset(&found[place], 0, sizeof found[place]);
        for (uint32_t i = 0; i < ROWS * WIDTH; i++) found[place].sums[i] = start;
        for (uint32_t i = 0; i < ROWS * SQUARES; i++) found[place].squares[i] = (uint64_t)start << 32;
        struct column_sums table = {
            WIDTH, found[place].sums, found[place].high_sums, found[place].counts,
            SQUARES, found[place].squares, found[place].high_squares};
        struct column_weighted records = {&chosen, 1, weights, facts, rows[0], rows[1], rows[2]};
        found[place].total = column_add_weighted(kernel, records, table);
        column_count_rows(kernel, facts, chosen, rows[0], found[place].by_row, 16);
        found[place].decimals = column_read_millionths(kernel, values, found[place].millionths);
        for (uint32_t i = 0; i < CELLS; i++) {
            if ((found[place].decimals >> i & 1) == 0) found[place].millionths[i] = 0;
        }
        struct column_places units = {places, 2, 3};
        column_find_rows(units, rows[0], rows[1], &chosen, 1, found[place].found, &found[place].missing);
        struct column_pairs pairs = {keys, numbers, PLACES};
        found[place].left = column_find_pairs(kernel, cells, none, chosen, pairs, found[place].numbers);
        check(memcmp(&found[0], &found[place], sizeof found[0]) == 0, "records of a survey");
    }
    add(&found[0], sizeof found[0]);
}

int main(int count, char **arguments) {
    long rounds = count > 1 ? atol(arguments[1]) : 100000;
    for (long round = 0; round < rounds; round++) {
        check_structure();
        check_columns();
        check_counting();
        check_weights();
    }
    printf("%ld rounds, digest %016llx\n", rounds, (unsigned long long)digest);
    return 0;
}
