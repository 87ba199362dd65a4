// The records of one block: where their needed cells lie, and where each record began.

internal import Columns

/// Where a record began, counted from the start of what was read.
@usableFromInline
struct RecordMark {
    @usableFromInline var start: UInt32
    @usableFromInline var line: UInt32
    /// How many records, rejected ones counted, came before it.
    @usableFromInline var ordinal: UInt32
}

/// Records with the cells that the caller asked for, record-major. One thread fills it, then reads it through
/// ``RecordRun``; it keeps its memory from block to block.
package final class RecordBatch {
    /// Behind a pointer because libcsv's callbacks reach it while the batch is in use.
    let storage: UnsafeMutablePointer<Storage>

    init() {
        storage = .allocate(capacity: 1)
        storage.initialize(to: Storage())
    }

    deinit {
        storage.pointee.deallocate()
        storage.deinitialize(count: 1)
        storage.deallocate()
    }

    /// Forgets all records and prepares for records of `slots` cells that lie in `memory`: nil if there are no slots.
    func removeAll(slots: Int, in memory: CellMemory? = nil) {
        precondition(slots == 0 || memory != nil)
        storage.pointee.removeAll(slots: slots, in: memory)
    }

    /// The batch's memory.
    ///
    /// Invariants, between calls:
    /// - `marks[..<recordCount]` are initialised, and so are `cells[..<recordCount * slots]`.
    /// - Each of these cells is a slice of the memory, counted from its base, and its bytes are initialised.
    struct Storage {
        /// Where the cells' bytes are. Without slots there are none, and this is a byte that nobody looks at.
        private(set) var memory: CellMemory
        private(set) var cells: UnsafeMutablePointer<CellSlice>
        private(set) var marks: UnsafeMutablePointer<RecordMark>
        private(set) var recordCount = 0
        private(set) var slots = 0
        private var cellCapacity = 1 << 8
        private var markCapacity = 1 << 6
        private let nothing: UnsafeMutablePointer<UInt8>
        /// Where the open record's room and cells begin.
        private var openRoom = 0
        private var openCell = 0

        init() {
            nothing = .allocate(capacity: 1)
            memory = CellMemory(base: nothing, room: 0..<0)
            cells = .allocate(capacity: cellCapacity)
            marks = .allocate(capacity: markCapacity)
        }

        func deallocate() {
            nothing.deallocate()
            cells.deallocate()
            marks.deallocate()
        }

        mutating func removeAll(slots: Int, in memory: CellMemory?) {
            self.memory = memory ?? CellMemory(base: nothing, room: 0..<0)
            recordCount = 0
            self.slots = slots
            openRecord()
        }

        /// Makes room for one more record. Whatever was open before is dropped.
        @inline(__always)
        mutating func openRecord() {
            openRoom = memory.room.lowerBound
            openCell = recordCount * slots
            if openCell + slots > cellCapacity {
                grow(&cells, count: openCell, capacity: &cellCapacity, needed: openCell + slots)
            }
        }

        /// Copies bytes of the open record and says where they are.
        @inline(__always)
        mutating func append(_ source: UnsafeRawPointer, count: Int) -> CellSlice {
            let offset = memory.room.lowerBound
            precondition(count <= memory.room.count, "there is room for all raw bytes, and fields have no more")
            // In bounds: as just checked. `source` is libcsv's own buffer.
            UnsafeMutableRawPointer(memory.base + offset).copyMemory(from: source, byteCount: count)
            memory.room = (offset + count)..<memory.room.upperBound
            return CellSlice(offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: count))
        }

        /// Sets a cell of the open record.
        @inline(__always)
        mutating func setCell(_ slot: Int, to slice: CellSlice) {
            // In bounds: `openRecord` made room for `slots` cells, and slots come from the file's own layout.
            assert(slot < slots)
            (cells + openCell + slot).initialize(to: slice)
        }

        /// Keeps the open record, all of whose cells have been set.
        @inline(__always)
        mutating func keepRecord(_ mark: RecordMark) {
            if recordCount == markCapacity {
                grow(&marks, count: recordCount, capacity: &markCapacity, needed: recordCount + 1)
            }
            (marks + recordCount).initialize(to: mark)
            recordCount += 1
        }

        /// Drops the open record.
        @inline(__always)
        mutating func rollBack() {
            memory.room = openRoom..<memory.room.upperBound
        }

        /// Makes room for `records` more records and some more cells, for someone else to fill in.
        mutating func reserve(records: Int, spareCells: Int) {
            let cellsNeeded = (recordCount + records) * slots + spareCells
            if cellsNeeded > cellCapacity {
                grow(&cells, count: recordCount * slots, capacity: &cellCapacity, needed: cellsNeeded)
            }
            if recordCount + records > markCapacity {
                grow(&marks, count: recordCount, capacity: &markCapacity, needed: recordCount + records)
            }
        }

        /// Keeps `records` more records, whose marks and cells have been filled in, and whose cells took the memory's
        /// room up to `roomStart`.
        mutating func keep(records: Int, roomStart: Int) {
            recordCount += records
            memory.room = roomStart..<memory.room.upperBound
            openRecord()
        }

        @inline(never)
        private func grow<Element>(
            _ memory: inout UnsafeMutablePointer<Element>,
            count: Int,
            capacity: inout Int,
            needed: Int
        ) {
            capacity = max(needed, capacity * 2)
            let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
            larger.moveInitialize(from: memory, count: count)
            memory.deallocate()
            memory = larger
        }
    }
}
