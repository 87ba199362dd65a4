// Which kernel runs: every one that was compiled in, if the processor can.

#include "kernels.h"

bool column_kernel_is_supported(enum column_kernel kernel) {
    switch (kernel) {
    case COLUMN_PORTABLE:
        return true;
    case COLUMN_AVX2:
#if defined(__x86_64__)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
#else
        return false;
#endif
    case COLUMN_AVX512:
#if defined(__x86_64__)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") && column_kernel_is_supported(COLUMN_AVX2);
#else
        return false;
#endif
    }
    return false;
}

#if defined(__x86_64__)
#define LUMBAR_RUN(name, ...) \
    (kernel == COLUMN_AVX512 ? column_##name##_avx512(__VA_ARGS__) \
     : kernel == COLUMN_AVX2 ? column_##name##_avx2(__VA_ARGS__) \
                             : column_##name##_portable(__VA_ARGS__))
#else
#define LUMBAR_RUN(name, ...) ((void)kernel, column_##name##_portable(__VA_ARGS__))
#endif

struct column_outcome column_read_numbers(
    enum column_kernel kernel, struct column_cells cells, double low, double high, double *values) {
    return LUMBAR_RUN(read_numbers, cells, low, high, values);
}

struct column_outcome column_read_words(
    enum column_kernel kernel, struct column_cells cells, struct column_words words, uint64_t *meanings) {
    return LUMBAR_RUN(read_words, cells, words, meanings);
}

void column_read_tasks(
    enum column_kernel kernel, struct column_cells first, size_t start, struct column_task *tasks, size_t count) {
    LUMBAR_RUN(read_tasks, first, start, tasks, count);
}

uint64_t column_compare(
    enum column_kernel kernel, enum column_relation relation, const double *left, const double *right) {
    return LUMBAR_RUN(compare, relation, left, true, right, true);
}

uint64_t column_compare_from(
    enum column_kernel kernel, enum column_relation relation, double left, const double *right) {
    return LUMBAR_RUN(compare, relation, &left, false, right, true);
}

uint64_t column_compare_to(
    enum column_kernel kernel, enum column_relation relation, const double *left, double right) {
    return LUMBAR_RUN(compare, relation, left, true, &right, false);
}

void column_choose(enum column_kernel kernel, uint64_t chosen, const double *yes, const double *no, double *out) {
    LUMBAR_RUN(choose, chosen, yes, no, out);
}

void column_add_bands(
    enum column_kernel kernel, const double *values, uint64_t known, const double *bounds, size_t bound_count,
    uint32_t size, uint32_t *cells) {
    LUMBAR_RUN(add_bands, values, known, bounds, bound_count, size, cells);
}

void column_count_facts(
    enum column_kernel kernel, const uint64_t *facts, uint64_t chosen, const int32_t *places, uint16_t *counters) {
    LUMBAR_RUN(count_facts, facts, chosen, places, counters);
}

uint64_t column_read_millionths(enum column_kernel kernel, const double *weights, uint64_t *millionths) {
    return LUMBAR_RUN(read_millionths, weights, millionths);
}

uint64_t column_add_weighted(enum column_kernel kernel, struct column_weighted records, struct column_sums table) {
    return LUMBAR_RUN(add_weighted, records, table);
}

void column_count_rows(
    enum column_kernel kernel, const uint64_t *facts, uint64_t chosen, const int32_t *rows, uint32_t *counts,
    size_t width) {
    LUMBAR_RUN(count_rows, facts, chosen, rows, counts, width);
}

uint64_t column_find_pairs(
    enum column_kernel kernel, struct column_cells first, struct column_cells second, uint64_t wanted,
    struct column_pairs table, int32_t *numbers) {
    return LUMBAR_RUN(find_pairs, first, second, wanted, table, numbers);
}

bool column_find_rows(
    struct column_places places, const int32_t *units, const int32_t *cells, const uint64_t *chosen, size_t words,
    int32_t *rows, uint64_t *missing) {
    uint64_t any = 0;
    for (size_t word = 0; word < words; word++) {
        uint64_t found = 0;
        for (size_t i = 0; i < 64; i++) {
            // Numbers of records that are not chosen may be of anything.
            size_t record = 64 * word + i, unit = (uint32_t)units[record], cell = (uint32_t)cells[record];
            bool has_place = (unit < places.units) & (cell < places.cells) & (chosen[word] >> i & 1);
            int32_t row = has_place ? places.rows[unit * places.cells + cell] : -1;
            rows[record] = row;
            found |= (uint64_t)(row >= 0) << i;
        }
        missing[word] = chosen[word] & ~found;
        any |= missing[word];
    }
    return any != 0;
}
