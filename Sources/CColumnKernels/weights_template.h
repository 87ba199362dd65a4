// Records of a survey, compiled once for each kernel after kernels_template.h: their weights added up, and their sampling units looked up.

TARGET static inline short_lanes all_short(uint32_t lane) { return lane - (short_lanes){0}; }

/// All ones in the short lanes whose bit is set.
TARGET static inline short_lanes spread_short_bits(uint32_t bits) {
    short_lanes lane_masks;
    for (uint32_t lane = 0; lane < SHORT_LANES; lane++) lane_masks[lane] = (uint32_t)1 << lane;
    return (short_lanes)((all_short(bits) & lane_masks) != 0);
}

TARGET static inline short_lanes load_short_lanes(const uint32_t *words) {
    short_lanes result;
    memcpy(&result, words, sizeof result);
    return result;
}

TARGET static inline void store_short_lanes(uint32_t *words, short_lanes value) { memcpy(words, &value, sizeof value); }
TARGET static inline void store_lanes(uint64_t *words, lanes value) { memcpy(words, &value, sizeof value); }

// MARK: Weights as whole numbers

TARGET uint64_t KERNEL(read_millionths)(const double *weights, uint64_t *millionths) {
    const double whole_numbers = 4503599627370496.0;
    uint64_t are_decimals = 0;
    for (uint32_t i = 0; i < 64; i += LANES) {
        real_lanes weight = load_numbers(weights + i);
        // Above 2^52 doubles are whole numbers, which stand in their lowest bits.
        real_lanes shifted = weight * 1e6 + whole_numbers;
        lanes is_decimal = (lanes)((shifted - whole_numbers) / 1e6 == weight) & (lanes)(weight < COLUMN_MOST_WEIGHT);
        store_lanes(millionths + i, (lanes)shifted & 0x000FFFFFFFFFFFFF);
        are_decimals |= (uint64_t)lane_bits(is_decimal) << i;
    }
    return are_decimals;
}

// MARK: Sums

/// Adds the high halves of weights, and what ran over from the low ones, to the sums' high halves.
TARGET static __attribute__((noinline)) void add_high_halves(
    uint32_t *sums, uint32_t facts, uint32_t high, uint32_t carried, size_t width) {
    for (size_t from = 0; from < width; from += SHORT_LANES) {
        short_lanes chosen = spread_short_bits(facts >> from);
        // A lane that holds is minus one.
        short_lanes sum = load_short_lanes(sums + from) + (chosen & high) - spread_short_bits(carried >> from);
        store_short_lanes(sums + from, sum);
    }
}

/// As `add_high_halves`, of squares.
TARGET static __attribute__((noinline)) void add_high_words(
    uint64_t *squares, uint32_t facts, uint64_t high, uint32_t carried, size_t width) {
    for (size_t from = 0; from < width; from += LANES) {
        lanes chosen = spread_low_bits(facts >> from);
        lanes sum = load_lanes(squares + from) + (chosen & high) - spread_low_bits(carried >> from);
        store_lanes(squares + from, sum);
    }
}

/// How many records ahead their rows of sums are fetched. There are many, all of a file between one use and the next, so that few are in the nearer
/// caches; those of squares and counts mostly are. Farther ahead measured slower, as if a
/// processor that waits for some 30 lines dropped what else it is asked for.
#define ROWS_AHEAD 16

TARGET static inline void fetch_row(const uint32_t *sums, size_t width, int32_t row) {
    // A row of −1 is none: looking there does nothing.
    const char *start = (const char *)sums + 4 * (intptr_t)width * row;
    for (size_t byte = 0; byte < 4 * width; byte += 64) __builtin_prefetch(start + byte, 1);
}

/// Adds one record to rows of these widths, which are the table's.
TARGET static inline __attribute__((always_inline)) void add_record(
    const struct column_weighted *records, size_t record, const struct column_sums *table, size_t width,
    size_t square_width) {
    uint64_t weight = records->weights[record];
    uint32_t facts = (uint32_t)records->facts[record];
    size_t place = width * (size_t)records->sum_rows[record];
    uint32_t *sums = table->sums + place, *counts = table->counts + width * (size_t)records->count_rows[record];
    uint32_t low = (uint32_t)weight, high = (uint32_t)(weight >> 32), carried = 0;
    for (size_t from = 0; from < width; from += SHORT_LANES) {
        short_lanes holds = spread_short_bits(facts >> from);
        short_lanes added = holds & low;
        short_lanes sum = load_short_lanes(sums + from) + added;
        store_short_lanes(sums + from, sum);
        // A sum that is less than what was added ran over.
        carried |= short_lane_bits((short_lanes)(sum < added)) << from;
        store_short_lanes(counts + from, load_short_lanes(counts + from) - holds);
    }
    if ((high | carried) != 0) add_high_halves(table->high_sums + place, facts, high, carried, width);

    unsigned __int128 square = (unsigned __int128)weight * weight;
    uint64_t low_square = (uint64_t)square, high_square = (uint64_t)(square >> 64);
    place = square_width * (size_t)records->square_rows[record];
    uint64_t *squares = table->squares + place;
    carried = 0;
    for (size_t from = 0; from < square_width; from += LANES) {
        lanes added = spread_low_bits(facts >> from) & low_square;
        lanes sum = load_lanes(squares + from) + added;
        store_lanes(squares + from, sum);
        carried |= lane_bits((lanes)(sum < added)) << from;
    }
    if ((high_square | carried) != 0) {
        add_high_words(table->high_squares + place, facts, high_square, carried, square_width);
    }
}

/// Adds records to rows of these widths, which are the table's. Where they are constants the compiler unrolls what goes over a row.
TARGET static inline __attribute__((always_inline)) uint64_t add_records(
    const struct column_weighted *records, const struct column_sums *table, size_t width, size_t square_width) {
    uint64_t total = 0;
    size_t count = 64 * records->words;
    for (size_t record = 0; record < ROWS_AHEAD && record < count; record++) {
        fetch_row(table->sums, width, records->sum_rows[record]);
    }
    for (size_t word = 0; word < records->words; word++) {
        for (uint64_t chosen = records->chosen[word]; chosen != 0; chosen &= chosen - 1) {
            size_t record = 64 * word + (size_t)__builtin_ctzll(chosen);
            if (record + ROWS_AHEAD < count) fetch_row(table->sums, width, records->sum_rows[record + ROWS_AHEAD]);
            total += records->weights[record];
            add_record(records, record, table, width, square_width);
        }
    }
    return total;
}

TARGET uint64_t KERNEL(add_weighted)(struct column_weighted records, struct column_sums table) {
    size_t width = table.width, square_width = table.square_width;
    if (width == 32 && square_width == 16) return add_records(&records, &table, 32, 16);
    if (width == 32 && square_width == 24) return add_records(&records, &table, 32, 24);
    if (width == 32 && square_width == 32) return add_records(&records, &table, 32, 32);
    if (width == 16 && square_width == 8) return add_records(&records, &table, 16, 8);
    return add_records(&records, &table, width, square_width);
}

TARGET void KERNEL(count_rows)(
    const uint64_t *facts, uint64_t chosen, const int32_t *rows, uint32_t *counts, size_t width) {
    while (chosen != 0) {
        uint32_t record = (uint32_t)__builtin_ctzll(chosen);
        chosen &= chosen - 1;
        uint32_t *row = counts + width * (size_t)rows[record];
        for (size_t from = 0; from < width; from += SHORT_LANES) {
            short_lanes holds = spread_short_bits((uint32_t)facts[record] >> from);
            store_short_lanes(row + from, load_short_lanes(row + from) - holds);
        }
    }
}

// MARK: Pairs of cells

/// Takes the bytes of cells of at most seven, their number in the highest byte, and tells which cells are such; those with a blank at either end are
/// not. A column that does not exist has cells without bytes.
TARGET static inline __attribute__((always_inline)) uint64_t take_words(const struct column_cells *cells, uint64_t *words) {
    if (cells->first == NULL) {
        memset(words, 0, 64 * sizeof *words);
        return ~(uint64_t)0;
    }
    struct cells_in_line line;
    line_up(cells, &line);
    uint64_t are_plain = 0;
    for (uint32_t i = 0; i < 64; i += LANES) {
        lanes lengths = load_lanes(line.slices + i) >> 32;
        lanes bits = 8 * lengths;
        lanes word = load_lanes(line.bytes + i) & ~(all(~(uint64_t)0) << (bits & 63));
        lanes first = word & 0xFF, last = (word >> ((bits - 8) & 63)) & 0xFF;
        lanes is_blank = (lanes)(first == ' ') | (lanes)(first == '\t') | (lanes)(last == ' ') | (lanes)(last == '\t');
        are_plain |= (uint64_t)lane_bits((lanes)(lengths < 8) & ~is_blank) << i;
        store_lanes(words + i, word | lengths << 56);
    }
    return are_plain;
}

TARGET uint64_t KERNEL(find_pairs)(
    struct column_cells first, struct column_cells second, uint64_t wanted, struct column_pairs table, int32_t *numbers) {
    uint64_t firsts[64], seconds[64], hashes[64];
    uint64_t are_plain = take_words(&first, firsts) & take_words(&second, seconds);
    for (uint32_t i = 0; i < 64; i += LANES) {
        lanes hash = (load_lanes(firsts + i) * COLUMN_PAIR_FIRST) ^ (load_lanes(seconds + i) * COLUMN_PAIR_SECOND);
        store_lanes(hashes + i, (hash ^ hash >> 32) & (table.count - 1));
    }
    uint64_t left = wanted & ~are_plain;
    for (uint64_t rest = wanted & are_plain; rest != 0; rest &= rest - 1) {
        uint32_t record = (uint32_t)__builtin_ctzll(rest);
        uint64_t place = hashes[record];
        int32_t number;
        while ((number = table.numbers[place]) >= 0
               && ((table.keys[place].first ^ firsts[record]) | (table.keys[place].second ^ seconds[record])) != 0) {
            place = (place + 1) & (table.count - 1);
        }
        numbers[record] = number;
        left |= (uint64_t)(number < 0) << record;
    }
    return left;
}
