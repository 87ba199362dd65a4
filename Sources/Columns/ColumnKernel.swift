// Which code reads cells and compares numbers, 64 records at a time: a choice that shows in the time only.

internal import CColumnKernels

/// The instructions for the loops over columns.
package enum ColumnKernel: String, Sendable, CaseIterable {
    /// Plain loops in Swift: the definition of what the others do.
    case plain
    /// Vectors as every processor of this kind has them.
    case portable
    /// x86-64 with AVX2.
    case avx2
    /// x86-64 with AVX-512.
    case avx512

    /// The fastest that this processor supports.
    package static let best: ColumnKernel = [.avx512, .avx2].first(where: \.isSupported) ?? .portable

    /// Whether this processor supports it.
    package var isSupported: Bool { code.map { column_kernel_is_supported($0) } ?? true }

    /// What the C code calls it; nil for `plain`.
    var code: column_kernel? {
        switch self {
        case .plain: nil
        case .portable: COLUMN_PORTABLE
        case .avx2: COLUMN_AVX2
        case .avx512: COLUMN_AVX512
        }
    }

    // MARK: Cells

    /// Leaves all cells to the plain path.
    package func readNothing(_ cells: CellColumn) -> Outcome { Outcome(leaving: cells) }

    /// What became of at most 64 cells, a bit for each: every cell is blank, answered or left.
    package struct Outcome {
        /// Cells without bytes.
        package var blank: UInt64
        /// Cells whose value was read.
        package var answered: UInt64
        /// Cells that are left to the plain path.
        package var left: UInt64
        /// Cells whose word has an odd meaning, such as 1 for yes.
        package var odd: UInt64 = 0
    }

    /// Reads numbers in the form that most files write them, within a range; the rest is left. O(cells).
    ///
    /// `values` has room for 64; those of cells without an answer hold anything.
    package func readNumbers(
        _ cells: CellColumn,
        in range: ClosedRange<Double>,
        into values: UnsafeMutablePointer<Double>
    ) -> Outcome {
        guard let code else { return .init(leaving: cells) }
        return Outcome(column_read_numbers(code, column_cells(cells), range.lowerBound, range.upperBound, values))
    }

    /// Looks up cells of at most seven bytes; the rest, and what is no word of the table, is left. O(cells × words).
    ///
    /// `meanings` has room for 64; those of cells without an answer are 0.
    package func readWords(
        _ cells: CellColumn,
        _ words: ShortWords,
        into meanings: UnsafeMutablePointer<UInt64>
    ) -> Outcome {
        guard let code else { return .init(leaving: cells) }
        return words.keys.withUnsafeBufferPointer { keys in
            words.meanings.withUnsafeBufferPointer { means in
                let table = column_words(
                    keys: keys.baseAddress,
                    meanings: means.baseAddress,
                    count: keys.count,
                    short_count: words.shortCount
                )
                return Outcome(column_read_words(code, column_cells(cells), table, meanings))
            }
        }
    }

    /// Words of at most seven bytes, in the form that cells are compared with.
    package struct ShortWords: Sendable {
        private(set) var keys: [UInt64] = []
        private(set) var meanings: [UInt64] = []
        /// How many of them are as short as the kernels like them best: those come first.
        private(set) var shortCount = 0

        /// Makes an empty table.
        package init() {}

        /// Adds a word in lower case, which is not in the table yet; one that is longer than seven bytes or empty is not added.
        package mutating func add(_ word: [UInt8], meaning: UInt64) {
            guard !word.isEmpty, word.count < 8 else { return }
            let bytes = word.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
            let isShort = word.count <= 3 && meaning <= UInt32.max
            let place = isShort ? shortCount : keys.count
            keys.insert(bytes | UInt64(word.count) << 56, at: place)
            meanings.insert(meaning, at: place)
            shortCount += isShort ? 1 : 0
        }
    }

    // MARK: Comparisons

    /// How two numbers may stand to each other.
    package enum Relation: Sendable, CaseIterable {
        case equal, less, lessOrEqual
    }

    /// A side of a comparison: a number per record, or one for all.
    package enum Side {
        case each(UnsafePointer<Double>)
        case all(Double)
    }

    /// Bit *i* is whether the left side of record *i* relates to the right side, for the 64 records from `start` on.
    @inline(__always)
    package func compare(_ left: Side, _ relation: Relation, _ right: Side, from start: Int) -> UInt64 {
        guard let code else { return comparePlainly(left, relation, right, from: start) }
        switch (left, right) {
        case (.each(let a), .each(let b)): return column_compare(code, relation.code, a + start, b + start)
        case (.each(let a), .all(let b)): return column_compare_to(code, relation.code, a + start, b)
        case (.all(let a), .each(let b)): return column_compare_from(code, relation.code, a, b + start)
        case (.all(let a), .all(let b)): return relation.holds(a, b) ? ~0 : 0
        }
    }

    private func comparePlainly(_ left: Side, _ relation: Relation, _ right: Side, from start: Int) -> UInt64 {
        (0..<64).reduce(0) { mask, record in
            let holds = relation.holds(left.value(start + record), right.value(start + record))
            return mask | (holds ? 1 : 0) << UInt64(record)
        }
    }

    // MARK: Choices

    /// For each of 64 records the number of `yes` where its bit in `chosen` is set, else that of `no`.
    package func choose(
        _ chosen: UInt64,
        _ yes: UnsafePointer<Double>,
        _ no: UnsafePointer<Double>,
        into out: UnsafeMutablePointer<Double>
    ) {
        if let code { return column_choose(code, chosen, yes, no, out) }
        for record in 0..<64 { out[record] = chosen >> UInt64(record) & 1 == 1 ? yes[record] : no[record] }
    }

    // MARK: Bands

    /// Makes the band of each of 64 records the next digit of its cell number: `cells[i] = cells[i] * size + band`, where the band is how many of
    /// the ascending `bounds` its value reaches, or `size - 1` where bit *i* of `known` is zero. O(bounds).
    package func addBands(
        of values: UnsafePointer<Double>,
        known: UInt64,
        bounds: [Double],
        size: UInt32,
        to cells: UnsafeMutablePointer<UInt32>
    ) {
        if let code { return column_add_bands(code, values, known, bounds, bounds.count, size, cells) }
        for record in 0..<64 {
            let isKnown = known >> UInt64(record) & 1 == 1
            let band = isKnown ? UInt32(bounds.count { values[record] >= $0 }) : size - 1
            cells[record] = cells[record] &* size &+ band
        }
    }

    // MARK: Counting

    /// Adds bit *f* of `facts[i]` to `counters[64 * places[i] + f]`, for each of 64 records that has its bit in `chosen`. The caller sees to it that
    /// no counter runs over.
    package func countFacts(
        _ facts: UnsafePointer<UInt64>,
        chosen: UInt64,
        places: UnsafePointer<Int32>,
        in counters: UnsafeMutablePointer<UInt16>
    ) {
        if let code { return column_count_facts(code, facts, chosen, places, counters) }
        for record in 0..<64 where chosen >> UInt64(record) & 1 == 1 {
            for fact in 0..<64 {
                counters[64 * Int(places[record]) + fact] &+= UInt16(facts[record] >> UInt64(fact) & 1)
            }
        }
    }
}

extension ColumnKernel.Outcome {
    fileprivate init(_ outcome: column_outcome) {
        self.init(blank: outcome.blank, answered: outcome.answered, left: outcome.left, odd: outcome.odd)
    }

    /// Nothing was done.
    fileprivate init(leaving cells: CellColumn) {
        self.init(blank: 0, answered: 0, left: cells.count == 64 ? ~0 : (1 << UInt64(cells.count)) - 1)
    }
}

extension ColumnKernel.Relation {
    fileprivate var code: column_relation {
        switch self {
        case .equal: COLUMN_EQUAL
        case .less: COLUMN_LESS
        case .lessOrEqual: COLUMN_LESS_OR_EQUAL
        }
    }

    fileprivate func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .equal: left == right
        case .less: left < right
        case .lessOrEqual: left <= right
        }
    }
}

extension ColumnKernel.Side {
    fileprivate func value(_ record: Int) -> Double {
        switch self {
        case .each(let values): values[record]
        case .all(let value): value
        }
    }
}

extension column_cells {
    init(_ cells: CellColumn) {
        precondition(cells.count <= 64)
        // A slice is two words of 32 bits, the offset first: on the little-endian processors that Swift runs on, one of 64 with the offset low.
        let first = UnsafeRawPointer(cells.first).assumingMemoryBound(to: UInt64.self)
        self.init(base: cells.bytes, first: first, stride: cells.stride, count: cells.count)
    }
}
