// Columns by vector instructions: cells to numbers and codes, and comparisons to masks, for 64 records at a time.
//
// Each function does what a plain loop in Swift does for the cells that most files are made of, and says which cells it left: those are
// read by the plain path, which stays the definition. Nothing here allocates, prints, or can fail.

#ifndef LUMBAR_COLUMN_KERNELS_H
#define LUMBAR_COLUMN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The instructions that the same source is compiled for.
enum column_kernel {
    /// Whatever every processor of this kind has: SSE2, or NEON.
    COLUMN_PORTABLE,
    /// x86-64 with AVX2.
    COLUMN_AVX2,
    /// x86-64 with AVX-512 F, BW, DQ, VL and VBMI as well.
    COLUMN_AVX512,
};

/// Whether this processor has what a kernel needs.
bool column_kernel_is_supported(enum column_kernel kernel);

/// Cells of one column: the bytes of record i are `base[offset ..< offset + length]`, where `first[i * stride]` holds the offset in its low
/// half and the length in its high half. At least 128 bytes from each cell's start on may be read.
struct column_cells {
    const uint8_t *base;
    const uint64_t *first;
    size_t stride;
    /// At most 64.
    size_t count;
};

/// What became of the cells, a bit for each: no bytes, a value, or left to the plain path. Every cell has exactly one of these three.
struct column_outcome {
    uint64_t blank;
    uint64_t answered;
    uint64_t left;
    /// Of words only: the meaning is odd.
    uint64_t odd;
};

/// Reads numbers of at most eight bytes: an optional minus, digits, and an optional point with at most three decimals. The rest is left, and so is
/// what lies outside `low ... high`.
///
/// `values` has room for 64; those of cells without an answer hold anything. Each value is the double nearest to the decimal: its digits are an
/// integer below 2^53 and its power of ten is a double, and a quotient of doubles is correctly rounded (Clinger 1990).
struct column_outcome column_read_numbers(
    enum column_kernel kernel, struct column_cells cells, double low, double high, double *values);

/// The words of a type, each of at most seven bytes: in lower case from the lowest byte on, the length in the highest byte.
struct column_words {
    const uint64_t *keys;
    /// What each of them means.
    const uint64_t *meanings;
    size_t count;
    /// How many of them, which come first, have at most three bytes and meanings of at most 32 bits.
    size_t short_count;
};

/// Looks cells of at most seven bytes up among words, in any case; the rest, and what is no word, is left.
///
/// `meanings` has room for 64; those of cells without an answer are 0.
struct column_outcome column_read_words(
    enum column_kernel kernel, struct column_cells cells, struct column_words words, uint64_t *meanings);

/// What is to be read of one column into a batch, and what became of it.
struct column_task {
    /// Numbers and where they go, from the batch's first record on; NULL if the cells are words.
    double *values;
    double low, high;
    /// Else words, and where their meanings go, of each record from the batch's first on; or, if `truths` is not NULL, which gets a bit for each odd
    /// meaning, 64 places that hold anything afterwards.
    struct column_words words;
    uint64_t *meanings;
    uint64_t *truths;
    /// Gets the bits of the records with an answer.
    uint64_t *answered;
    /// The column's place behind the first cells.
    size_t slot;
    /// How many cells were blank, all told, and which of the last 64 are left.
    uint64_t blank;
    uint64_t left;
    /// The kernel's own: for how many runs of 64 records more it reads the column by itself. At first 0.
    uint32_t runs_alone;
};

/// Reads 64 records or fewer of several columns: `first` has their cells in slot 0, and `start`, a multiple of 64, is their place in the batch,
/// whose truths and answers are zero there.
void column_read_tasks(
    enum column_kernel kernel, struct column_cells first, size_t start, struct column_task *tasks, size_t count);

/// The ways to compare two numbers.
enum column_relation { COLUMN_EQUAL, COLUMN_LESS, COLUMN_LESS_OR_EQUAL };

/// Bit i of the result is whether `left[i]` relates to `right[i]`, for 64 records.
uint64_t column_compare(
    enum column_kernel kernel, enum column_relation relation, const double *left, const double *right);

/// The same with one number on the left side, or on the right.
uint64_t column_compare_from(enum column_kernel kernel, enum column_relation relation, double left, const double *right);
uint64_t column_compare_to(enum column_kernel kernel, enum column_relation relation, const double *left, double right);

/// For each of 64 records the number of `yes` where its bit in `chosen` is set, else that of `no`.
void column_choose(enum column_kernel kernel, uint64_t chosen, const double *yes, const double *no, double *out);

/// Makes a digit of each of 64 records the next digit of its cell number: `cells[i] = cells[i] * size + digit`, where the digit is how many of
/// the ascending `bounds` the value reaches, or `size - 1` where bit i of `known` is zero.
void column_add_bands(
    enum column_kernel kernel, const double *values, uint64_t known, const double *bounds, size_t bound_count,
    uint32_t size, uint32_t *cells);

/// Adds bit f of `facts[i]` to `counters[64 * places[i] + f]`, for each of 64 records that has its bit in `chosen`. The caller sees to it that no
/// counter runs over.
void column_count_facts(
    enum column_kernel kernel, const uint64_t *facts, uint64_t chosen, const int32_t *places, uint16_t *counters);

// MARK: Records of a survey

/// Weights up to here are taken as decimals.
#define COLUMN_MOST_WEIGHT 140000000.0

/// Writes 64 weights, none below 0, in millionths, and tells which of them a decimal of at most six places below `COLUMN_MOST_WEIGHT` is read as;
/// the others hold anything.
///
/// The quotient of two whole numbers below 2^53 is the double nearest to the decimal, so that it is the weight if and only if the decimal is read as it.
uint64_t column_read_millionths(enum column_kernel kernel, const double *weights, uint64_t *millionths);

/// The place of every unit and cell's row of sums: −1 where there is none yet.
struct column_places {
    const int32_t *rows;
    size_t units, cells;
};

/// Finds the rows of sums of the records that have a bit in `words` words of `chosen`; those of all others become −1. Which of them have none yet is
/// written to `missing`, a bit for each.
///
/// - Returns: Whether there are any.
bool column_find_rows(
    struct column_places places, const int32_t *units, const int32_t *cells, const uint64_t *chosen, size_t words,
    int32_t *rows, uint64_t *missing);

/// Records whose weights are added to sums: those that have a bit in `words` words of `chosen`. What there is of others does not matter.
struct column_weighted {
    const uint64_t *chosen;
    size_t words;
    /// Their weights, integers below 2^47.
    const uint64_t *weights;
    /// Bit f, of the lowest 32: to the sums at place f.
    const uint64_t *facts;
    /// Which row of sums, of squares and of counts.
    const int32_t *sum_rows, *square_rows, *count_rows;
};

/// Rows of sums of weights in two halves, of how many there were, and of their squares in two words.
struct column_sums {
    /// How many sums and counts are in a row: 16 or 32.
    size_t width;
    uint32_t *sums, *high_sums, *counts;
    /// How many squares are in a row: a multiple of 8, at most 32.
    size_t square_width;
    uint64_t *squares, *high_squares;
};

/// Adds the weights of records. The caller sees to it that no sum, count or square runs over.
///
/// - Returns: The weights' sum.
uint64_t column_add_weighted(enum column_kernel kernel, struct column_weighted records, struct column_sums table);

/// Adds bit f of `facts[i]` to count f, of `width` (16 or 32), in row `rows[i]`, for each of 64 records that is `chosen`.
void column_count_rows(
    enum column_kernel kernel, const uint64_t *facts, uint64_t chosen, const int32_t *rows, uint32_t *counts,
    size_t width);

/// Two cells of at most seven bytes: the first byte lowest, the length in the highest.
struct column_pair {
    uint64_t first, second;
};

/// An open hash table of pairs of cells with a number for each, −1 where there is none. The place of a pair is the first free one, or its own, from
/// its hash on: h ^ h >> 32 of h = first * `COLUMN_PAIR_FIRST` ^ second * `COLUMN_PAIR_SECOND`.
struct column_pairs {
    const struct column_pair *keys;
    const int32_t *numbers;
    /// How many places: a power of two.
    size_t count;
};

/// Knuth's multiplicative mixing, of both words beside each other.
#define COLUMN_PAIR_FIRST 0x9E3779B97F4A7C15u
#define COLUMN_PAIR_SECOND 0xC2B2AE3D27D4EB4Fu

/// Writes the numbers of the pairs of cells of at most 64 records that are `wanted`; a column whose `first` is NULL has cells without bytes. Those that
/// are new, or have cells that are longer or have a blank at either end, are returned, a bit for each: their numbers are left or −1.
uint64_t column_find_pairs(
    enum column_kernel kernel, struct column_cells first, struct column_cells second, uint64_t wanted,
    struct column_pairs table, int32_t *numbers);

#endif
