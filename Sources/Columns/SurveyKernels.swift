// The loops over records of a survey: weights as whole numbers, counts by row, and pairs of cells looked up.

internal import CColumnKernels

/// Two cells of at most seven bytes each, as integers: the first byte lowest, their number in the highest byte.
package struct CellPair: BitwiseCopyable, Hashable {
    /// The cells.
    package let first: UInt64, second: UInt64

    /// Makes a pair.
    @inline(__always)
    package init(first: UInt64, second: UInt64) { (self.first, self.second) = (first, second) }

    /// Where the search for it begins in a table of a power of two of places, in the lowest bits.
    @inline(__always)
    package var place: Int {
        let hash = (first &* UInt64(COLUMN_PAIR_FIRST)) ^ (second &* UInt64(COLUMN_PAIR_SECOND))
        return Int(truncatingIfNeeded: hash ^ hash >> 32)
    }
}

extension ColumnKernel {
    /// Writes those of 64 weights that are `chosen`, none below 0, in millionths, and tells which of them a decimal of at most six places, below 140
    /// million, is read as; the rest hold anything.
    package func readMillionths(
        _ weights: UnsafePointer<Double>,
        chosen: UInt64,
        into millionths: UnsafeMutablePointer<UInt64>
    ) -> UInt64 {
        if let code { return column_read_millionths(code, weights, millionths) & chosen }
        var (rest, decimals) = (chosen, UInt64(0))
        while rest != 0 {
            let record = rest.trailingZeroBitCount
            rest &= rest &- 1
            guard let whole = Self.millionths(of: weights[record]) else { continue }
            millionths[record] = whole
            decimals |= 1 << UInt64(record)
        }
        return decimals
    }

    /// A number of millionths, if a decimal of at most six places below 140 million is read as this number, which is not below 0.
    @inlinable
    package static func millionths(of weight: Double) -> UInt64? {
        guard weight < 140_000_000 else { return nil }
        // The quotient of two whole numbers below 2^53 is the double nearest to the decimal, which is how the cell was read.
        let nearest = UInt64(weight * 1e6 + 0.5)
        return Double(nearest) / 1e6 == weight ? nearest : nil
    }

    /// Finds the rows of sums of the records that have a bit in `words` words of `chosen`, by their units and cells: `rows` has `cells` places to a unit,
    /// with −1 where there is no row. Writes them, and which records have none; whether any has none is returned. What is written for others may be
    /// anything.
    package func findRows(
        in rows: [Int32],
        cells: Int,
        ofUnits units: UnsafePointer<Int32>,
        andCells recordCells: UnsafePointer<Int32>,
        chosen: UnsafePointer<UInt64>,
        words: Int,
        into found: UnsafeMutablePointer<Int32>,
        missing: UnsafeMutablePointer<UInt64>
    ) -> Bool {
        let unitCount = cells == 0 ? 0 : rows.count / cells
        guard code == nil else {
            return rows.withUnsafeBufferPointer { rows in
                let table = column_places(rows: rows.baseAddress, units: unitCount, cells: cells)
                return column_find_rows(table, units, recordCells, chosen, words, found, missing)
            }
        }
        for word in 0..<words { missing[word] = 0 }
        for record in 0..<64 * words where hasBit(chosen, record) {
            let (unit, cell) = (Int(units[record]), Int(recordCells[record]))
            found[record] = unit < unitCount && cell < cells ? rows[unit * cells + cell] : -1
            if found[record] < 0 { setBit(missing, record) }
        }
        return (0..<words).contains { missing[$0] != 0 }
    }

    /// Adds bit *f* of `facts[i]` to count *f* of row `rows[i]`, `width` vectors long, for each of 64 records that is `chosen`. The caller sees to it
    /// that the rows exist and that no count runs over.
    package func countRows(
        _ facts: UnsafePointer<UInt64>,
        chosen: UInt64,
        rows: UnsafePointer<Int32>,
        in counts: inout [SIMD16<UInt32>],
        width: Int
    ) {
        if let code {
            counts.withUnsafeMutableBytes { counts in
                guard let start = counts.baseAddress?.assumingMemoryBound(to: UInt32.self) else { return }
                column_count_rows(code, facts, chosen, rows, start, 16 * width)
            }
            return
        }
        for record in 0..<64 where chosen >> UInt64(record) & 1 == 1 {
            for fact in 0..<16 * width where facts[record] >> UInt64(fact) & 1 == 1 {
                counts[Int(rows[record]) * width + fact / 16][fact % 16] += 1
            }
        }
    }

    /// Writes the numbers of the pairs of cells of at most 64 records that are `wanted`; a column that does not exist has cells without bytes.
    ///
    /// `keys` and `known` are an open hash table (see `CellPair.place`) of a power of two of places, with −1 where there is no key. Pairs that are new,
    /// or have cells that are longer or have a blank at either end, are returned, a bit for each. All of them are where there is no kernel.
    package func findPairs(
        _ first: CellColumn?,
        _ second: CellColumn?,
        wanted: UInt64,
        keys: [CellPair],
        numbers known: [Int32],
        into numbers: UnsafeMutablePointer<Int32>
    ) -> UInt64 {
        guard let code else { return wanted }
        assert(keys.count == known.count && keys.count.nonzeroBitCount == 1)
        return keys.withUnsafeBytes { keys in
            known.withUnsafeBufferPointer { known in
                // The types differ in name only.
                let table = column_pairs(
                    keys: keys.baseAddress?.assumingMemoryBound(to: column_pair.self),
                    numbers: known.baseAddress,
                    count: known.count
                )
                let (first, second) = (
                    first.map(column_cells.init) ?? .init(), second.map(column_cells.init) ?? .init()
                )
                return column_find_pairs(code, first, second, wanted, table, numbers)
            }
        }
    }
}
