// Committed records as the caller sees them: cells, and where each record stands in the cohort.

package import Columns

/// Records of one file in input order, none of them rejected.
///
/// A run looks into the memory of the worker that returned it and is valid until that worker is asked for its next
/// block; the bytes of a cell likewise.
package struct RecordRun {
    /// How many records there are.
    package private(set) var count: Int
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

    /// The cells of one slot of `count` records from `first` on, for loops that decode a column. They are valid as long as the run is.
    package func column(_ slot: Int, from first: Int, count: Int) -> CellColumn {
        precondition(
            slot >= 0 && slot < slots && first >= 0 && count >= 0 && first + count <= self.count,
            "no such cells"
        )
        return CellColumn(bytes: bytes, first: cells + first * slots + slot, stride: slots, count: count)
    }

    /// The same run without the records that `isLeftOut` names by their place; they keep their numbers. What this run held is gone.
    ///
    /// - Complexity: O(records × slots).
    package func leavingOut(_ isLeftOut: (Int) -> Bool) -> RecordRun {
        var kept = 0
        // In bounds: records only move towards the front of the memory that the invariant speaks of, which belongs to the owner and is
        // looked at by no one else until its worker reads the next block.
        let cells = UnsafeMutablePointer(mutating: cells)
        let marks = UnsafeMutablePointer(mutating: marks)
        for record in 0..<count where !isLeftOut(record) {
            if kept < record {
                marks[kept] = marks[record]
                for slot in 0..<slots { cells[kept * slots + slot] = cells[record * slots + slot] }
            }
            kept += 1
        }
        return RecordRun(self, count: kept)
    }

    private init(_ run: RecordRun, count: Int) {
        self = run
        self.count = count
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
