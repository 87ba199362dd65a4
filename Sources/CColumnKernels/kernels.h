// What each kernel defines.

#ifndef LUMBAR_KERNELS_H
#define LUMBAR_KERNELS_H

#include "column_kernels.h"

#define LUMBAR_DECLARE(kernel) \
    struct column_outcome column_read_numbers_##kernel( \
        struct column_cells cells, double low, double high, double *values); \
    struct column_outcome column_read_words_##kernel( \
        struct column_cells cells, struct column_words words, uint64_t *meanings); \
    void column_read_tasks_##kernel( \
        struct column_cells first, size_t start, struct column_task *tasks, size_t count); \
    uint64_t column_compare_##kernel( \
        enum column_relation relation, const double *left, bool left_varies, const double *right, bool right_varies); \
    void column_choose_##kernel(uint64_t chosen, const double *yes, const double *no, double *out); \
    void column_add_bands_##kernel( \
        const double *values, uint64_t known, const double *bounds, size_t bound_count, uint32_t size, uint32_t *cells); \
    void column_count_facts_##kernel( \
        const uint64_t *facts, uint64_t chosen, const int32_t *places, uint16_t *counters); \
    uint64_t column_read_millionths_##kernel(const double *weights, uint64_t *millionths); \
    uint64_t column_add_weighted_##kernel(struct column_weighted records, struct column_sums table); \
    void column_count_rows_##kernel( \
        const uint64_t *facts, uint64_t chosen, const int32_t *rows, uint32_t *counts, size_t width); \
    uint64_t column_find_pairs_##kernel( \
        struct column_cells first, struct column_cells second, uint64_t wanted, struct column_pairs table, int32_t *numbers);

LUMBAR_DECLARE(portable)
LUMBAR_DECLARE(avx2)
LUMBAR_DECLARE(avx512)

#undef LUMBAR_DECLARE

#endif
