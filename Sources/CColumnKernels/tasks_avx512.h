// Columns read together with AVX-512: short cells of 16 columns at a time, a record's in one vector.
//
// Cells of neighbouring columns lie next to each other in the file, so 128 bytes from the first of them on hold those of 16 columns nearly always,
// and one instruction that gathers bytes takes the first four of each. What it finds of 16 records is transposed: 16 records of a column. Cells
// that are longer are read as other kernels read them (kernels_template.h): a few of them by themselves, and a column of them as a whole.

/// How many columns are gathered together, and how far behind a record's first cell one of theirs may begin.
#define GROUP 16
#define GROUP_REACH 124

/// For how many runs of 64 records more a column is not gathered that has more longer cells than are read by themselves.
#define RUNS_ALONE 15

/// What differs between columns of numbers and columns of words.
struct group_lanes {
    /// The columns that are wanted, and all up to the last of them.
    __mmask16 wanted;
    __mmask16 exist;
    /// What bytes are changed with: a digit's become 0 to 9.
    uint32_t zero[GROUP];
    /// How many bytes a short cell has at most.
    uint32_t most[GROUP];
    /// Which bits of the length are kept.
    uint32_t length[GROUP];
};

/// Cells of 16 columns, of 64 records.
struct short_columns {
    /// Of each column the cells' bytes, moved up until the last is the highest; digits are 0 to 9, and words have their length below.
    uint32_t cells[GROUP][64];
    /// Of each record the columns with a blank cell and those with one that is too long.
    uint16_t blank[64];
    uint16_t too_long[64];
};

TARGET static inline __m512i load_16(const void *words) { return _mm512_loadu_si512(words); }

/// Transposes 16 rows of 16: entry c of row r becomes entry r of `columns[c]`.
TARGET static inline __attribute__((always_inline)) void transpose_16(const __m512i rows[GROUP], uint32_t (*columns)[64]) {
    __m512i pairs[GROUP], fours[GROUP];
    // Within each quarter of a vector: pairs of rows, then fours.
    for (size_t i = 0; i < GROUP; i += 2) {
        pairs[i] = _mm512_unpacklo_epi32(rows[i], rows[i + 1]);
        pairs[i + 1] = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
    }
    for (size_t i = 0; i < GROUP; i += 4) {
        fours[i] = _mm512_unpacklo_epi64(pairs[i], pairs[i + 2]);
        fours[i + 1] = _mm512_unpackhi_epi64(pairs[i], pairs[i + 2]);
        fours[i + 2] = _mm512_unpacklo_epi64(pairs[i + 1], pairs[i + 3]);
        fours[i + 3] = _mm512_unpackhi_epi64(pairs[i + 1], pairs[i + 3]);
    }
    // Then the quarters: vector `4 * r + c` has in quarter q column `4 * q + c` of rows `4 * r` to `4 * r + 3`.
    for (size_t c = 0; c < 4; c++) {
        __m512i low = _mm512_shuffle_i32x4(fours[c], fours[4 + c], 0x88);
        __m512i high = _mm512_shuffle_i32x4(fours[8 + c], fours[12 + c], 0x88);
        _mm512_storeu_si512(columns[c], _mm512_shuffle_i32x4(low, high, 0x88));
        _mm512_storeu_si512(columns[8 + c], _mm512_shuffle_i32x4(low, high, 0xDD));
        low = _mm512_shuffle_i32x4(fours[c], fours[4 + c], 0xDD);
        high = _mm512_shuffle_i32x4(fours[8 + c], fours[12 + c], 0xDD);
        _mm512_storeu_si512(columns[4 + c], _mm512_shuffle_i32x4(low, high, 0x88));
        _mm512_storeu_si512(columns[12 + c], _mm512_shuffle_i32x4(low, high, 0xDD));
    }
}

/// Takes the first four bytes of those cells that begin too far from the others.
TARGET static __attribute__((noinline)) __m512i fetch_far(
    __m512i bytes, __mmask16 far, const uint8_t *base, const uint64_t *slices) {
    uint32_t fetched[GROUP];
    _mm512_storeu_si512(fetched, bytes);
    for (uint32_t left = far; left != 0; left &= left - 1) {
        uint32_t lane = (uint32_t)__builtin_ctz(left);
        memcpy(&fetched[lane], base + (uint32_t)slices[lane], sizeof fetched[lane]);
    }
    return load_16(fetched);
}

/// Gathers the cells of a group of columns, of 64 records. `cells.first` is the group's first column.
TARGET static __attribute__((noinline)) void gather(
    struct column_cells cells, const struct group_lanes *lanes, struct short_columns *columns) {
    const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    const __m512i odd = _mm512_set_epi32(31, 29, 27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1);
    const __m512i to_all_four = _mm512_broadcast_i32x4(_mm_set_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0));
    const __m512i one_after_the_other = _mm512_set1_epi32(0x03020100);
    const __m512i zero = load_16(lanes->zero);
    const __m512i most = load_16(lanes->most);
    const __m512i length_bits = load_16(lanes->length);
    __mmask8 first_half = (__mmask8)(lanes->exist & 0xFF), second_half = (__mmask8)(lanes->exist >> 8);

    // The column whose cell is the first in the file. It is the same in all records unless cells had to be changed.
    const uint64_t *slices = cells.first;
    uint32_t first = 0, least = UINT32_MAX;
    for (uint32_t left = lanes->wanted; left != 0; left &= left - 1) {
        uint32_t lane = (uint32_t)__builtin_ctz(left);
        if ((uint32_t)slices[lane] < least) first = lane, least = (uint32_t)slices[lane];
    }
    for (size_t start = 0; start < 64; start += GROUP) {
        __m512i rows[GROUP];
        for (size_t i = 0; i < GROUP; i++, slices += cells.stride) {
            // Lanes without a column are not read.
            __m512i low = _mm512_maskz_loadu_epi64(first_half, slices);
            __m512i high = _mm512_maskz_loadu_epi64(second_half, slices + 8);
            __m512i offsets = _mm512_permutex2var_epi32(low, even, high);
            __m512i lengths = _mm512_permutex2var_epi32(low, odd, high);
            uint32_t nearest = (uint32_t)slices[first];
            __m512i places = _mm512_sub_epi32(offsets, _mm512_set1_epi32((int)nearest));
            __mmask16 far = _mm512_mask_cmpgt_epu32_mask(lanes->wanted, places, _mm512_set1_epi32(GROUP_REACH));
            __m512i indices = _mm512_add_epi32(_mm512_shuffle_epi8(places, to_all_four), one_after_the_other);
            const uint8_t *near = cells.base + nearest;
            __m512i bytes = _mm512_permutex2var_epi8(load_16(near), indices, load_16(near + 64));
            if (__builtin_expect(far != 0, 0)) bytes = fetch_far(bytes, far, cells.base, slices);
            // A shift by 32 or more bits, or by less than none, leaves nothing.
            __m512i shift = _mm512_sub_epi32(_mm512_set1_epi32(32), _mm512_slli_epi32(lengths, 3));
            __m512i moved = _mm512_sllv_epi32(_mm512_xor_si512(bytes, zero), shift);
            rows[i] = _mm512_ternarylogic_epi32(moved, lengths, length_bits, 0xF8);
            columns->blank[start + i] = _mm512_testn_epi32_mask(lengths, lengths);
            columns->too_long[start + i] = _mm512_cmpgt_epu32_mask(lengths, most);
        }
        uint32_t (*out)[64] = (uint32_t(*)[64])(void *)&columns->cells[0][start];
        transpose_16(rows, out);
    }
}

/// One column's bits of 64 records.
TARGET static inline uint64_t column_bits(const uint16_t *records, size_t column) {
    __m512i bit = _mm512_set1_epi16((short)(1u << column));
    uint64_t low = _mm512_test_epi16_mask(load_16(records), bit);
    return low | (uint64_t)_mm512_test_epi16_mask(load_16(records + 32), bit) << 32;
}

/// Reads integers of at most four digits in a range; the bits of those that are, and values for all.
TARGET static inline uint64_t read_gathered_integers(const uint32_t *cells, int32_t low, int32_t high, double *values) {
    const __m512i tens = _mm512_set1_epi16(0x010A), hundreds = _mm512_set1_epi32(0x00010064);
    uint64_t answers = 0;
    for (size_t from = 0; from < 64; from += 16) {
        __m512i word = load_16(cells + from);
        __m512i above_nine = _mm512_or_si512(_mm512_add_epi32(word, _mm512_set1_epi32(0x76767676)), word);
        __mmask16 is_number = _mm512_testn_epi32_mask(above_nine, _mm512_set1_epi32((int)0x80808080));
        // Pairs of digits, then all four.
        __m512i integer = _mm512_madd_epi16(_mm512_maddubs_epi16(word, tens), hundreds);
        is_number = _mm512_mask_cmpge_epi32_mask(is_number, integer, _mm512_set1_epi32(low));
        is_number = _mm512_mask_cmple_epi32_mask(is_number, integer, _mm512_set1_epi32(high));
        answers |= (uint64_t)is_number << from;
        _mm512_storeu_pd(values + from, _mm512_cvtepi32_pd(_mm512_castsi512_si256(integer)));
        _mm512_storeu_pd(values + from + 8, _mm512_cvtepi32_pd(_mm512_extracti64x4_epi64(integer, 1)));
    }
    return answers;
}

/// Looks words of at most three bytes up; `wanted` are the records whose cells are neither blank nor longer.
TARGET static inline uint64_t read_gathered_words(
    const uint32_t *cells, uint64_t wanted, struct column_words words, uint64_t *meanings, uint64_t *odd) {
    __m512i keys[4];
    for (size_t i = 0; i < 4; i++) {
        short_lanes word = (short_lanes)load_16(cells + 16 * i);
        keys[i] = (__m512i)LOWERCASED(word, 0x01010101u);
    }
    if (meanings != NULL) memset(meanings, 0, 64 * sizeof *meanings);
    uint64_t found = 0;
    for (size_t i = 0; i < words.short_count && found != wanted; i++) {
        uint32_t length = (uint32_t)(words.keys[i] >> 56);
        __m512i key = _mm512_set1_epi32((int)((uint32_t)words.keys[i] << (32 - 8 * length) | length));
        uint64_t is_this = 0;
        for (size_t k = 0; k < 4; k++) is_this |= (uint64_t)_mm512_cmpeq_epi32_mask(keys[k], key) << 16 * k;
        is_this &= wanted;
        found |= is_this;
        if (words.meanings[i] & 1) *odd |= is_this;
        if (meanings == NULL) continue;
        for (size_t k = 0; k < 64; k += 8) {
            __m512i meaning = _mm512_set1_epi64((long long)words.meanings[i]);
            _mm512_mask_storeu_epi64(meanings + k, (__mmask8)(is_this >> k), meaning);
        }
    }
    return found;
}

/// Reads the cells that are `left` of those of a column, no more than there are lanes.
TARGET static __attribute__((noinline)) void read_few(
    struct column_cells first, size_t start, const struct column_task *task, struct column_outcome *outcome) {
    struct cells_in_line line;
    uint32_t places[LANES];
    size_t count = 0;
    for (uint64_t left = outcome->left; left != 0; left &= left - 1, count++) {
        places[count] = (uint32_t)__builtin_ctzll(left);
        line.slices[count] = first.first[places[count] * first.stride + task->slot];
        memcpy(&line.bytes[count], first.base + (uint32_t)line.slices[count], sizeof line.bytes[count]);
    }
    for (size_t i = count; i < LANES; i++) line.slices[i] = line.bytes[i] = 0;
    struct column_outcome few = {0};
    double values[LANES];
    uint64_t meanings[LANES];
    if (task->values != NULL) {
        read_any_numbers(&line, 0, task->low, task->high, values, &few);
    } else {
        read_any_words(&line, 0, task->words, meanings, &few);
    }
    for (size_t i = 0; i < count; i++) {
        if ((few.answered >> i & 1) == 0) continue;
        outcome->answered |= (uint64_t)1 << places[i];
        outcome->odd |= (few.odd >> i & 1) << places[i];
        if (task->values != NULL) {
            task->values[start + places[i]] = values[i];
        } else if (task->truths == NULL) {
            task->meanings[start + places[i]] = meanings[i];
        }
    }
    outcome->left &= ~outcome->answered;
}

/// Reads a column whose cells were gathered; false if many of them are not short.
TARGET static inline bool read_gathered(
    const struct short_columns *columns, struct column_cells first, size_t start, const struct column_task *task,
    struct column_outcome *outcome) {
    size_t column = task->slot % GROUP;
    outcome->blank = column_bits(columns->blank, column);
    uint64_t is_short = ~(column_bits(columns->too_long, column) | outcome->blank);
    const uint32_t *cells = columns->cells[column];
    if (task->values != NULL) {
        int32_t least = least_integer(task->low), greatest = greatest_integer(task->high);
        outcome->answered = is_short & read_gathered_integers(cells, least, greatest, task->values + start);
    } else {
        uint64_t *meanings = task->truths == NULL ? task->meanings + start : NULL;
        outcome->answered = read_gathered_words(cells, is_short, task->words, meanings, &outcome->odd);
    }
    outcome->left = ~(outcome->blank | outcome->answered);
    if (outcome->left == 0) return true;
    if (__builtin_popcountll(outcome->left) > LANES) return false;
    read_few(first, start, task, outcome);
    return true;
}

/// Adds a column to a group; false if its lane is taken.
TARGET static inline bool add_lane(struct group_lanes *lanes, const struct column_task *task) {
    size_t lane = task->slot % GROUP;
    if (lanes->wanted >> lane & 1) return false;
    lanes->wanted |= (__mmask16)(1u << lane);
    lanes->zero[lane] = task->values != NULL ? 0x30303030 : 0;
    lanes->most[lane] = task->values != NULL ? 4 : 3;
    lanes->length[lane] = task->values != NULL ? 0 : 3;
    return true;
}

TARGET void KERNEL(read_tasks)(
    struct column_cells first, size_t start, struct column_task *tasks, size_t count) {
    struct short_columns columns;
    for (size_t i = 0; i < count;) {
        // Tasks that follow one another and are of one group of columns.
        size_t group = tasks[i].slot / GROUP;
        struct group_lanes lanes = {0};
        size_t end = i;
        for (; end < count && tasks[end].slot / GROUP == group; end++) {
            if (tasks[end].runs_alone == 0 && !add_lane(&lanes, &tasks[end])) break;
        }
        bool is_gathered = first.count == 64 && lanes.wanted != 0;
        if (is_gathered) {
            lanes.exist = (__mmask16)((2u << (31 - __builtin_clz((uint32_t)lanes.wanted))) - 1);
            struct column_cells cells = first;
            cells.first += GROUP * group;
            gather(cells, &lanes, &columns);
        }
        for (; i < end; i++) {
            struct column_task *task = &tasks[i];
            struct column_outcome outcome = {0};
            bool is_read = is_gathered && task->runs_alone == 0 && read_gathered(&columns, first, start, task, &outcome);
            if (!is_read) {
                if (first.count == 64) task->runs_alone = task->runs_alone == 0 ? RUNS_ALONE : task->runs_alone - 1;
                outcome = KERNEL(read_alone)(first, start, task);
            }
            KERNEL(keep)(task, start, outcome);
        }
    }
}
