// The records of one block: the bytes of their needed cells, and where each record began.

/// Where a record began, counted from the start of what was read.
@usableFromInline
struct RecordMark {
    @usableFromInline var start: UInt32
    @usableFromInline var line: UInt32
    /// How many records, rejected ones counted, came before it.
    @usableFromInline var ordinal: UInt32
}

/// The bytes of one cell: a slice of the batch's bytes.
@usableFromInline
struct CellSlice {
    @usableFromInline var offset: UInt32
    @usableFromInline var length: UInt32
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

    /// Forgets all records and prepares for records of `slots` cells.
    func removeAll(slots: Int) {
        storage.pointee.removeAll(slots: slots)
    }

    /// The batch's memory.
    ///
    /// Invariants, between calls:
    /// - `bytes[..<byteCount]` and `marks[..<recordCount]` are initialised.
    /// - `cells[..<recordCount * slots]` are initialised, and each is a slice of `bytes[..<byteCount]`.
    /// - All bytes come from one window, so `byteCount` and every offset fit 32 bits (``ReadingOptions/clamped``).
    struct Storage {
        private(set) var bytes: UnsafeMutablePointer<UInt8>
        private(set) var cells: UnsafeMutablePointer<CellSlice>
        private(set) var marks: UnsafeMutablePointer<RecordMark>
        private(set) var byteCount = 0
        private(set) var recordCount = 0
        private(set) var slots = 0
        private var byteCapacity = 1 << 12
        private var cellCapacity = 1 << 8
        private var markCapacity = 1 << 6
        /// Where the open record's bytes and cells begin.
        private var openByte = 0
        private var openCell = 0

        init() {
            bytes = .allocate(capacity: byteCapacity)
            cells = .allocate(capacity: cellCapacity)
            marks = .allocate(capacity: markCapacity)
        }

        func deallocate() {
            bytes.deallocate()
            cells.deallocate()
            marks.deallocate()
        }

        mutating func removeAll(slots: Int) {
            byteCount = 0
            recordCount = 0
            self.slots = slots
            openRecord()
        }

        /// Makes room for one more record. Whatever was open before is dropped.
        @inline(__always)
        mutating func openRecord() {
            openByte = byteCount
            openCell = recordCount * slots
            if openCell + slots > cellCapacity {
                grow(&cells, count: openCell, capacity: &cellCapacity, needed: openCell + slots)
            }
        }

        /// Appends bytes to the open record and says where they are.
        @inline(__always)
        mutating func append(_ source: UnsafeRawPointer, count: Int) -> CellSlice {
            let offset = byteCount
            if offset + count > byteCapacity {
                grow(&bytes, count: byteCount, capacity: &byteCapacity, needed: offset + count)
            }
            // In bounds: the capacity was just made sufficient. `source` is libcsv's own buffer, never this one.
            UnsafeMutableRawPointer(bytes + offset).copyMemory(from: source, byteCount: count)
            byteCount = offset + count
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
            byteCount = openByte
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
