// Committed records as the caller sees them: cells, and where each record stands in the cohort.

/// Records of one file in input order, none of them rejected.
///
/// A run looks into the memory of the worker that returned it and is valid until that worker is asked for its next
/// block; the bytes of a cell likewise.
package struct RecordRun {
    /// How many records there are.
    package let count: Int
    /// How many cells each has: the columns that the caller asked for, in the caller's order.
    package let slots: Int

    // Invariant: `owner`'s storage holds `count` marks and `count * slots` cells from here on, each cell a slice counted
    // from `bytes`, and nothing of it moves before its worker reads the next block.
    @usableFromInline let bytes: UnsafePointer<UInt8>
    @usableFromInline let cells: UnsafePointer<CellSlice>
    @usableFromInline let marks: UnsafePointer<RecordMark>
    private let owner: RecordBatch
    private let bases: Bases

    /// What to add to the batch's relative places.
    struct Bases {
        var number: Int
        var line: Int
        var byte: Int
    }

    /// The records of `batch` from the one at index `first` on.
    init(_ batch: RecordBatch, from first: Int, bases: Bases) {
        let storage = batch.storage.pointee
        count = storage.recordCount - first
        slots = storage.slots
        bytes = UnsafePointer(storage.memory.base)
        cells = UnsafePointer(storage.cells + first * storage.slots)
        marks = UnsafePointer(storage.marks + first)
        owner = batch
        self.bases = bases
    }

    /// The bytes of one cell: quotes undone, spaces around an unquoted field dropped, nothing decoded.
    ///
    /// - Complexity: O(1).
    @inlinable
    package func cell(record: Int, slot: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(record >= 0 && record < count && slot >= 0 && slot < slots, "no such cell")
        let slice = cells[record &* slots &+ slot]
        return UnsafeBufferPointer(start: bytes + Int(slice.offset), count: Int(slice.length))
    }

    /// Copies the places of one slot's cells, of `count` records from `first` on, to memory with room for them: all of a column at
    /// once, for whoever reads it column by column.
    ///
    /// - Complexity: O(`count`).
    package func copyCells(
        slot: Int,
        from first: Int,
        count: Int,
        to places: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>
    ) {
        precondition(
            first >= 0 && count >= 0 && first + count <= self.count && slot >= 0 && slot < slots,
            "no such cells"
        )
        var slice = cells + first * slots + slot
        for record in 0..<count {
            places[record] = UnsafeBufferPointer(
                start: bytes + Int(slice.pointee.offset),
                count: Int(slice.pointee.length)
            )
            slice += slots
        }
    }

    /// All cells of one slot, for loops that decode a column.
    package func column(_ slot: Int) -> CellColumn {
        precondition(slot >= 0 && slot < slots, "no such slot")
        return CellColumn(bytes: bytes, first: cells + slot, stride: slots, count: count)
    }

    /// The record's number in the cohort, from 1, rejected ones counted.
    package func number(of record: Int) -> Int {
        bases.number + Int(mark(record).ordinal)
    }

    /// The record's first line in its file, from 1.
    package func line(of record: Int) -> Int {
        bases.line + Int(mark(record).line)
    }

    /// The place of the record's first byte in its file, from 0.
    package func byte(of record: Int) -> Int {
        bases.byte + Int(mark(record).start)
    }

    private func mark(_ record: Int) -> RecordMark {
        precondition(record >= 0 && record < count, "no such record")
        return marks[record]
    }
}

/// The cells of one slot in a run, and valid as long as it is.
package struct CellColumn {
    /// What the cells' offsets count from. At least ``readableBytesBehind`` bytes behind each cell may be read, too;
    /// they hold anything.
    package let bytes: UnsafePointer<UInt8>
    /// The cell of the run's first record; that of record *i* is `first[i * stride]`.
    package let first: UnsafePointer<CellSlice>
    /// How many cells lie between those of two records, plus one.
    package let stride: Int
    /// How many records there are.
    package let count: Int

    /// How far behind a cell a decoder that takes many bytes at once may read.
    package static var readableBytesBehind: Int { 64 }

    /// The bytes of the cell of a record. Not checked: `record` is below ``count``.
    @inlinable
    package subscript(record: Int) -> UnsafeBufferPointer<UInt8> {
        let slice = first[record &* stride]
        return UnsafeBufferPointer(start: bytes + Int(slice.offset), count: Int(slice.length))
    }
}
