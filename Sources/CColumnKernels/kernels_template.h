// The loops, compiled once for each kernel, which defines before it includes this:
//   KERNEL(name)   the name of a function of this kernel
//   TARGET         the attribute that lets the compiler use the kernel's instructions, or nothing
//   LANES          how many records are looked at together: 4 or 8
//   lane_bits      a function that gathers the highest bits of all lanes, short_lane_bits one for lanes of 32 bits (`lanes_of_32`)
//   spread_bits    a function that makes each of the lowest bits a lane of 16 bits, all ones or zeros (`lanes_of_16`)
//
// They are written with the compiler's vectors, one lane of 64 bits per record, which it maps to what the kernel has.

#include <string.h>

typedef int64_t signed_lanes __attribute__((vector_size(8 * LANES)));
typedef double real_lanes __attribute__((vector_size(8 * LANES)));
typedef uint8_t bytes_in_lanes __attribute__((vector_size(8 * LANES)));
typedef lanes_of_16 pairs_in_lanes;
typedef uint32_t fours_in_lanes __attribute__((vector_size(8 * LANES)));
typedef uint32_t half_lanes __attribute__((vector_size(4 * LANES)));
typedef lanes_of_32 short_lanes;
typedef int32_t signed_short_lanes __attribute__((vector_size(8 * LANES)));

TARGET static inline lanes all(uint64_t lane) { return lane - (lanes){0}; }
TARGET static inline lanes all_numbers(double lane) { return (lanes)(lane - (real_lanes){0}); }
TARGET static inline lanes pick(lanes mask, lanes yes, lanes no) { return (mask & yes) | (~mask & no); }

/// Up to 64 cells one behind the other: the first eight bytes of each, the first one lowest, and its slice, whose high half is the length.
///
/// They are gathered by plain loads and stores, which is as fast as any processor's own instruction for it, and read again as vectors.
struct cells_in_line {
    uint64_t bytes[64];
    uint64_t slices[64];
};

/// Puts cells in line; those that do not exist are blank.
TARGET static inline __attribute__((always_inline)) void line_up(const struct column_cells *cells, struct cells_in_line *line) {
    const uint64_t *slice = cells->first;
    for (size_t i = 0; i < cells->count; i++, slice += cells->stride) {
        line->slices[i] = *slice;
        memcpy(&line->bytes[i], cells->base + (uint32_t)*slice, sizeof line->bytes[i]);
    }
    for (size_t i = cells->count; i < 64; i++) line->slices[i] = line->bytes[i] = 0;
}

TARGET static inline lanes load_lanes(const uint64_t *words) {
    lanes result;
    memcpy(&result, words, sizeof result);
    return result;
}

/// Drops what was found of cells that do not exist, and leaves those that were not read.
TARGET static inline void finish(struct column_outcome *outcome, size_t count) {
    uint64_t exist = count == 64 ? ~(uint64_t)0 : ((uint64_t)1 << count) - 1;
    outcome->blank &= exist;
    outcome->left = exist & ~(outcome->blank | outcome->answered);
}

// MARK: Short cells, in lanes of 32 bits

/// How many cells are looked at together if they are short.
#define SHORT_LANES (2 * LANES)

/// Short cells: their first four bytes, the first one lowest, and their lengths.
struct short_cells {
    short_lanes bytes;
    short_lanes lengths;
};

#if LANES == 4
#define LUMBAR_EVERY_OTHER(first) \
    first, first + 2, first + 4, first + 6, first + 8, first + 10, first + 12, first + 14
#else
#define LUMBAR_EVERY_OTHER(first) \
    first, first + 2, first + 4, first + 6, first + 8, first + 10, first + 12, first + 14, \
    first + 16, first + 18, first + 20, first + 22, first + 24, first + 26, first + 28, first + 30
#endif

/// The low halves of lanes, or the high ones, side by side.
TARGET static inline short_lanes low_halves(lanes first, lanes second) {
    return __builtin_shufflevector((short_lanes)first, (short_lanes)second, LUMBAR_EVERY_OTHER(0));
}
TARGET static inline short_lanes high_halves(lanes first, lanes second) {
    return __builtin_shufflevector((short_lanes)first, (short_lanes)second, LUMBAR_EVERY_OTHER(1));
}
#undef LUMBAR_EVERY_OTHER

TARGET static inline __attribute__((always_inline)) struct short_cells load_short_cells(
    const struct cells_in_line *line, size_t from) {
    return (struct short_cells){
        .bytes = low_halves(load_lanes(line->bytes + from), load_lanes(line->bytes + from + LANES)),
        .lengths = high_halves(load_lanes(line->slices + from), load_lanes(line->slices + from + LANES)),
    };
}

/// Reads cells of which each is blank or an integer of at most four digits in the range; false if one is not.
TARGET static inline __attribute__((always_inline)) bool read_short_integers(
    const struct cells_in_line *line, size_t from, int32_t low, int32_t high, double *values,
    struct column_outcome *outcome) {
    struct short_cells some = load_short_cells(line, from);
    short_lanes is_blank = (short_lanes)(some.lengths == 0);
    // What lies behind the cell is shifted out. What is left empty below is a digit 0.
    short_lanes word = (some.bytes ^ 0x30303030) << ((32 - 8 * some.lengths) & 31);
    short_lanes is_number = (short_lanes)((((word + 0x76767676) | word) & 0x80808080) == 0) & (short_lanes)(some.lengths <= 4);
    // Pairs of digits, then all four.
    word = ((word << 3) + (word << 1) + (word >> 8)) & 0x00FF00FF;
    signed_short_lanes integer = (signed_short_lanes)((word & 0xFFFF) * 100 + (word >> 16));
    is_number &= (short_lanes)(integer >= low) & (short_lanes)(integer <= high) & ~is_blank;
    uint32_t blanks = short_lane_bits(is_blank);
    uint32_t answers = short_lane_bits(is_number);
    if ((blanks | answers) != (1u << SHORT_LANES) - 1) return false;

    real_lanes first, second;
    for (size_t lane = 0; lane < LANES; lane++) first[lane] = integer[lane];
    for (size_t lane = 0; lane < LANES; lane++) second[lane] = integer[LANES + lane];
    memcpy(values + from, &first, sizeof first);
    memcpy(values + from + LANES, &second, sizeof second);
    outcome->blank |= (uint64_t)blanks << from;
    outcome->answered |= (uint64_t)answers << from;
    return true;
}

/// The least integer not below a number, and the greatest not above it, as far as four digits go.
static inline int32_t least_integer(double low) {
    return low > 9999 ? 10000 : low <= 0 ? 0 : (int32_t)low + (low > (int32_t)low);
}
static inline int32_t greatest_integer(double high) { return high < 0 ? -1 : high >= 9999 ? 9999 : (int32_t)high; }

#ifndef KERNEL_ADDS_DIGITS

/// The number that eight digits make, the last of them in the highest byte: pairs, then fours, then all eight (Lemire 2018, "Quickly parsing eight
/// digits").
TARGET static inline lanes eight_digits(lanes word) {
    word = (word << 3) + (word << 1) + (word >> 8);
    pairs_in_lanes pairs = (pairs_in_lanes)word & 0x00FF;
    pairs_in_lanes hundreds = pairs * 100;
    fours_in_lanes fours = ((fours_in_lanes)hundreds & 0xFFFF) + ((fours_in_lanes)pairs >> 16);
    return ((lanes)fours & 0xFFFF) * 10000 + ((lanes)fours >> 32);
}

/// An integer of at most eight digits, divided by 1, 10, 100 or 1000.
TARGET static inline real_lanes quotient(real_lanes integer, lanes tenths, lanes hundredths, lanes thousandths) {
    lanes power = (all_numbers(10) & tenths) | (all_numbers(100) & hundredths);
    power |= (all_numbers(1000) & thousandths) | (all_numbers(1) & ~(tenths | hundredths | thousandths));
    return integer / (real_lanes)power;
}

#endif

/// Reads cells `from` to `from + LANES - 1`. Kept apart from the loop over short cells, which needs all registers.
TARGET static __attribute__((noinline)) void read_any_numbers(
    const struct cells_in_line *line, size_t from, double low, double high, double *values,
    struct column_outcome *outcome) {
    lanes bytes = load_lanes(line->bytes + from);
    lanes lengths = load_lanes(line->slices + from) >> 32;
    lanes is_blank = (lanes)(lengths == 0);
    lanes is_short = (lanes)((signed_lanes)lengths <= 8);

    // A minus becomes a digit 0. Then what lies behind the cell is shifted out: the last byte of the cell becomes the highest, and the
    // digits 0 to 9. What is left empty below is 0 as well.
    lanes is_negative = (lanes)((bytes & 0xFF) == '-');
    lanes shift = (64 - 8 * lengths) & 63;
    lanes word = (bytes ^ (is_negative & ('-' ^ '0')) ^ all(0x3030303030303030)) << shift;

    // A point is 0x1E now. The bytes below the lowest one move up into its place.
    lanes points = (lanes)((bytes_in_lanes)word == 0x1E);
    lanes has_point = (lanes)(points != 0);
    lanes below = (points - 1) & ~points & has_point;
    lanes point = has_point & ~below & ((below << 8) | 0xFF);
    word = (word & ~(below | point)) | ((word & below) << 8);

    lanes digits = lengths + is_negative + has_point;
    lanes is_number = (lanes)(((word + 0x7676767676767676) | word) & 0x8080808080808080) == 0;
    is_number &= is_short & ~is_blank & (lanes)((signed_lanes)digits > 0);

    lanes integer = eight_digits(word);

    // An integer below 2^52 in the fraction of 2^52 is that sum.
    real_lanes value = (real_lanes)(integer | 0x4330000000000000) - 4503599627370496.0;
    if (lane_bits(has_point) != 0) {
        lanes tenths = (lanes)(below == 0x0000FFFFFFFFFFFF);
        lanes hundredths = (lanes)(below == 0x000000FFFFFFFFFF);
        lanes thousandths = (lanes)(below == 0x00000000FFFFFFFF);
        lanes ones = (lanes)(below == 0x00FFFFFFFFFFFFFF) | ~has_point;
        is_number &= ones | tenths | hundredths | thousandths;
        value = quotient(value, tenths, hundredths, thousandths);
    }
    // Minus zero is zero.
    value = (real_lanes)pick(is_negative, (lanes)(0 - value), (lanes)value);
    lanes is_answer = is_number & (lanes)(value >= low) & (lanes)(value <= high);

    memcpy(values + from, &value, sizeof value);
    outcome->blank |= (uint64_t)lane_bits(is_blank) << from;
    outcome->answered |= (uint64_t)lane_bits(is_answer) << from;
}

TARGET struct column_outcome KERNEL(read_numbers)(struct column_cells cells, double low, double high, double *values) {
    struct column_outcome outcome = {0};
    struct cells_in_line line;
    line_up(&cells, &line);
    int32_t least = least_integer(low);
    int32_t greatest = greatest_integer(high);
    // A column with decimals has them nearly everywhere, so the first group of cells that are not short ends the trials.
    bool are_short = true;
    for (size_t from = 0; from < cells.count; from += SHORT_LANES) {
        are_short = are_short && read_short_integers(&line, from, least, greatest, values, &outcome);
        if (are_short) continue;
        read_any_numbers(&line, from, low, high, values, &outcome);
        read_any_numbers(&line, from + LANES, low, high, values, &outcome);
    }
    finish(&outcome, cells.count);
    return outcome;
}

/// Sets bit 5 of every byte from A to Z: the additions carry into bit 7 from A on, and past Z.
#define LOWERCASED(word, ones) \
    ((word) \
     | ((((((word) & (ones) * 0x7F) + (ones) * 0x3F) ^ (((word) & (ones) * 0x7F) + (ones) * 0x25)) & ~(word) & (ones) * 0x80) \
        >> 2))

/// Looks up cells of which each is blank or a word of at most three bytes; false if one is not.
TARGET static inline __attribute__((always_inline)) bool read_short_words(
    const struct cells_in_line *line, size_t from, struct column_words words, uint64_t *meanings,
    struct column_outcome *outcome) {
    struct short_cells some = load_short_cells(line, from);
    short_lanes is_blank = (short_lanes)(some.lengths == 0);
    short_lanes word = some.bytes & ~((short_lanes){0} - 1 << ((8 * some.lengths) & 31));
    short_lanes key = LOWERCASED(word, 0x01010101u) | (some.lengths << 24);
    short_lanes is_word = {0};
    short_lanes meaning = {0};
    for (size_t i = 0; i < words.short_count; i++) {
        // The length moves from the eighth byte to the fourth; the meaning of a short word fits.
        uint32_t short_key = (uint32_t)words.keys[i] | (uint32_t)(words.keys[i] >> 32);
        short_lanes is_this = (short_lanes)(key == short_key);
        is_word |= is_this;
        meaning |= is_this & (uint32_t)words.meanings[i];
    }
    is_word &= (short_lanes)(some.lengths <= 3) & ~is_blank;
    uint32_t blanks = short_lane_bits(is_blank);
    uint32_t answers = short_lane_bits(is_word);
    if ((blanks | answers) != (1u << SHORT_LANES) - 1) return false;

    for (size_t lane = 0; lane < SHORT_LANES; lane++) meanings[from + lane] = meaning[lane];
    outcome->blank |= (uint64_t)blanks << from;
    outcome->answered |= (uint64_t)answers << from;
    outcome->odd |= (uint64_t)short_lane_bits(meaning << 31) << from;
    return true;
}

/// Looks up cells `from` to `from + LANES - 1`.
TARGET static __attribute__((noinline)) void read_any_words(
    const struct cells_in_line *line, size_t from, struct column_words words, uint64_t *meanings,
    struct column_outcome *outcome) {
    lanes lengths = load_lanes(line->slices + from) >> 32;
    lanes is_blank = (lanes)(lengths == 0);
    lanes word = load_lanes(line->bytes + from) & ~(all(~(uint64_t)0) << ((8 * lengths) & 63));
    lanes key = LOWERCASED(word, 0x0101010101010101u) | (lengths << 56);
    lanes is_word = all(0);
    lanes meaning = all(0);
    for (size_t i = 0; i < words.count; i++) {
        lanes is_this = (lanes)(key == words.keys[i]);
        is_word |= is_this;
        meaning |= is_this & words.meanings[i];
    }
    is_word &= (lanes)((signed_lanes)lengths <= 7) & ~is_blank;
    meaning &= is_word;
    memcpy(meanings + from, &meaning, sizeof meaning);
    outcome->blank |= (uint64_t)lane_bits(is_blank) << from;
    outcome->answered |= (uint64_t)lane_bits(is_word) << from;
    outcome->odd |= (uint64_t)lane_bits(meaning << 63) << from;
}

TARGET struct column_outcome KERNEL(read_words)(
    struct column_cells cells, struct column_words words, uint64_t *meanings) {
    struct column_outcome outcome = {0};
    struct cells_in_line line;
    line_up(&cells, &line);
    for (size_t from = 0; from < cells.count; from += SHORT_LANES) {
        if (read_short_words(&line, from, words, meanings, &outcome)) continue;
        read_any_words(&line, from, words, meanings, &outcome);
        read_any_words(&line, from + LANES, words, meanings, &outcome);
    }
    finish(&outcome, cells.count);
    return outcome;
}

/// Reads one column by itself.
TARGET static struct column_outcome KERNEL(read_alone)(
    struct column_cells first, size_t start, const struct column_task *task) {
    first.first += task->slot;
    if (task->values != NULL) return KERNEL(read_numbers)(first, task->low, task->high, task->values + start);
    return KERNEL(read_words)(first, task->words, task->truths != NULL ? task->meanings : task->meanings + start);
}

TARGET static inline void KERNEL(keep)(struct column_task *task, size_t start, struct column_outcome outcome) {
    if (task->truths != NULL) task->truths[start / 64] = outcome.odd;
    task->answered[start / 64] = outcome.answered;
    task->blank += (uint64_t)__builtin_popcountll(outcome.blank);
    task->left = outcome.left;
}

#ifndef KERNEL_READS_TASKS

TARGET void KERNEL(read_tasks)(
    struct column_cells first, size_t start, struct column_task *tasks, size_t count) {
    for (size_t i = 0; i < count; i++) KERNEL(keep)(&tasks[i], start, KERNEL(read_alone)(first, start, &tasks[i]));
}

#endif

TARGET static inline real_lanes load_numbers(const double *numbers) {
    real_lanes result;
    memcpy(&result, numbers, sizeof result);
    return result;
}

TARGET static inline lanes relate(enum column_relation relation, real_lanes left, real_lanes right) {
    switch (relation) {
    case COLUMN_EQUAL: return (lanes)(left == right);
    case COLUMN_LESS: return (lanes)(left < right);
    default: return (lanes)(left <= right);
    }
}

/// 64 comparisons; a step of 0 repeats one number. The relation and the steps are constants where this is inlined.
TARGET static inline __attribute__((always_inline)) uint64_t compare(
    enum column_relation relation, const double *left, bool left_varies, const double *right, bool right_varies) {
    uint64_t result = 0;
    real_lanes one_left = (real_lanes)all_numbers(*left);
    real_lanes one_right = (real_lanes)all_numbers(*right);
    for (uint32_t i = 0; i < 64; i += LANES) {
        real_lanes a = left_varies ? load_numbers(left + i) : one_left;
        real_lanes b = right_varies ? load_numbers(right + i) : one_right;
        result |= (uint64_t)lane_bits(relate(relation, a, b)) << i;
    }
    return result;
}

TARGET uint64_t KERNEL(compare)(
    enum column_relation relation, const double *left, bool left_varies, const double *right, bool right_varies) {
    // Spelled out so that each loop has one kind of comparison in it.
#define LUMBAR_COMPARE(RELATION) \
    if (!left_varies) return compare(RELATION, left, false, right, true); \
    if (!right_varies) return compare(RELATION, left, true, right, false); \
    return compare(RELATION, left, true, right, true)
    switch (relation) {
    case COLUMN_EQUAL: LUMBAR_COMPARE(COLUMN_EQUAL);
    case COLUMN_LESS: LUMBAR_COMPARE(COLUMN_LESS);
    default: LUMBAR_COMPARE(COLUMN_LESS_OR_EQUAL);
    }
#undef LUMBAR_COMPARE
}

/// All ones in the lanes whose bit is set.
TARGET static inline lanes spread_low_bits(uint64_t bits) {
    lanes lane_masks;
    for (uint32_t lane = 0; lane < LANES; lane++) lane_masks[lane] = (uint64_t)1 << lane;
    return (lanes)((all(bits) & lane_masks) != 0);
}

TARGET void KERNEL(choose)(uint64_t chosen, const double *yes, const double *no, double *out) {
    for (uint32_t i = 0; i < 64; i += LANES) {
        lanes value = pick(spread_low_bits(chosen >> i), (lanes)load_numbers(yes + i), (lanes)load_numbers(no + i));
        memcpy(out + i, &value, sizeof value);
    }
}

TARGET void KERNEL(add_bands)(
    const double *values, uint64_t known, const double *bounds, size_t bound_count, uint32_t size, uint32_t *cells) {
    for (uint32_t i = 0; i < 64; i += LANES) {
        real_lanes value = load_numbers(values + i);
        lanes reached = all(0);
        // A comparison that holds is minus one.
        for (size_t bound = 0; bound < bound_count; bound++) reached -= (lanes)(value >= bounds[bound]);
        lanes digit = pick(spread_low_bits(known >> i), reached, all(size - 1));
        half_lanes cell;
        memcpy(&cell, cells + i, sizeof cell);
        cell = cell * size + __builtin_convertvector(digit, half_lanes);
        memcpy(cells + i, &cell, sizeof cell);
    }
}

TARGET void KERNEL(count_facts)(
    const uint64_t *facts, uint64_t chosen, const int32_t *places, uint16_t *counters) {
    while (chosen != 0) {
        uint32_t record = (uint32_t)__builtin_ctzll(chosen);
        chosen &= chosen - 1;
        uint16_t *counter = counters + 64 * (size_t)places[record];
        for (uint32_t from = 0; from < 64; from += 4 * LANES) {
            pairs_in_lanes counts;
            memcpy(&counts, counter + from, sizeof counts);
            // All ones are minus one.
            counts -= spread_bits((uint32_t)(facts[record] >> from));
            memcpy(counter + from, &counts, sizeof counts);
        }
    }
}
