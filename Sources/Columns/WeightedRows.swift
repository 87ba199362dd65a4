// Weights added to rows of sums, many sums of a row at once.

internal import CColumnKernels

/// A record whose weight is added to some sums of a row; laid out as the kernels take it.
package struct WeightedRecord: BitwiseCopyable {
    /// The weight, an integer.
    package var weight: UInt64
    /// Bit *f*: to the sums at place *f*.
    package var facts: UInt64
    /// Its row of sums.
    package var sumRow: UInt32
    /// Its row of squares and counts.
    package var row: UInt32
    /// The facts whose sums ran over 64 bits.
    package var carried: UInt64 = 0

    /// Describes a record.
    @inline(__always)
    package init(weight: UInt64, facts: UInt64, sumRow: UInt32, row: UInt32) {
        (self.weight, self.facts, self.sumRow, self.row) = (weight, facts, sumRow, row)
    }
}

/// Rows of sums of weights, of their squares in two words each, and of how many there were.
package struct WeightedRows {
    /// How many sums a row has: a multiple of 8, at most 64.
    package let width: Int
    /// The sums, and the squares' low and high words.
    package let sums: UnsafeMutablePointer<UInt64>, squares: UnsafeMutablePointer<UInt64>
    package let highSquares: UnsafeMutablePointer<UInt64>
    /// How many records were added.
    package let counts: UnsafeMutablePointer<UInt64>

    /// Describes rows.
    package init(
        width: Int,
        sums: UnsafeMutablePointer<UInt64>,
        squares: UnsafeMutablePointer<UInt64>,
        highSquares: UnsafeMutablePointer<UInt64>,
        counts: UnsafeMutablePointer<UInt64>
    ) {
        (self.width, self.sums, self.squares) = (width, sums, squares)
        (self.highSquares, self.counts) = (highSquares, counts)
    }

    /// Adds records, whose rows exist; the caller sees to it that no count and no high word runs over. O(records × width).
    ///
    /// - Returns: Whether a sum ran over: `carried` tells which.
    package func add(_ records: UnsafeMutableBufferPointer<WeightedRecord>, _ kernel: ColumnKernel) -> Bool {
        guard let start = records.baseAddress else { return false }
        guard let code = kernel.code else { return addPlainly(records) }
        // The types differ in name only.
        let memory = UnsafeMutableRawPointer(start).assumingMemoryBound(to: column_weighted.self)
        let table = column_sums(
            width: width,
            sums: sums,
            squares: squares,
            high_squares: highSquares,
            counts: counts
        )
        return column_add_weighted(code, memory, records.count, table)
    }

    private func addPlainly(_ records: UnsafeMutableBufferPointer<WeightedRecord>) -> Bool {
        var hasCarried = false
        for index in records.indices {
            let record = records[index]
            let (high, low) = record.weight.multipliedFullWidth(by: record.weight)
            var (rest, carried): (UInt64, UInt64) = (record.facts, 0)
            while rest != 0 {
                let fact = rest.trailingZeroBitCount
                let (sum, place) = (Int(record.sumRow) * width + fact, Int(record.row) * width + fact)
                let (total, sumOverflows) = sums[sum].addingReportingOverflow(record.weight)
                let (square, squareOverflows) = squares[place].addingReportingOverflow(low)
                (sums[sum], squares[place]) = (total, square)
                highSquares[place] &+= high &+ (squareOverflows ? 1 : 0)
                counts[place] &+= 1
                if sumOverflows { carried |= 1 << UInt64(fact) }
                rest &= rest &- 1
            }
            records[index].carried = carried
            hasCarried = hasCarried || carried != 0
        }
        return hasCarried
    }
}
