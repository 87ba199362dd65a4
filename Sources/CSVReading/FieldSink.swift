// What libcsv's callbacks write to: it counts fields and keeps those that have a slot.

/// Which columns are kept, and in which slots of a record. A column may have several slots.
struct SlotMap: ~Copyable {
    /// Columns from here on are not kept.
    let mappedColumns: Int
    /// For each of the first `mappedColumns` columns its first slot, then for each slot the next one of its column;
    /// -1 where there is none.
    let links: UnsafeMutablePointer<Int32>
    /// How many slots there are.
    let slots: Int

    /// A map that gives `columns[0]` slot 0, `columns[1]` slot 1, and so on.
    init(columns: [Int]) {
        slots = columns.count
        mappedColumns = (columns.max() ?? -1) + 1
        links = .allocate(capacity: mappedColumns + columns.count)
        links.initialize(repeating: -1, count: mappedColumns + columns.count)
        // Backwards, so that each slot can point to the one found before it.
        for (slot, column) in columns.enumerated().reversed() {
            links[mappedColumns + slot] = links[column]
            links[column] = Int32(slot)
        }
    }

    deinit {
        links.deallocate()
    }
}

/// The context of libcsv's callbacks during an attempt. It lives behind a pointer, since C functions cannot capture.
struct FieldSink {
    /// How many fields of the record have ended.
    private(set) var fieldCount = 0
    /// Whether the record has ended.
    private(set) var recordHasEnded = false

    private let storage: UnsafeMutablePointer<RecordBatch.Storage>
    private let links: UnsafePointer<Int32>
    private let mappedColumns: Int

    /// A sink for one attempt, whose cells go to `storage`. Both live longer than the attempt.
    @inline(__always)
    init(storage: UnsafeMutablePointer<RecordBatch.Storage>, slots: borrowing SlotMap) {
        self.storage = storage
        links = UnsafePointer(slots.links)
        mappedColumns = slots.mappedColumns
        storage.pointee.openRecord()
    }

    @inline(__always)
    mutating func fieldEnded(_ bytes: UnsafeRawPointer, _ length: Int) {
        let column = fieldCount
        fieldCount = column &+ 1  // A field takes a byte or more, and there are fewer than 2^63 of those.
        guard column < mappedColumns else { return }
        // In bounds: there is a link for every mapped column.
        let slot = links[column]
        if slot >= 0 { keep(bytes, length, from: Int(slot)) }
    }

    /// Puts a field into a slot and those linked to it.
    @inline(__always)
    private func keep(_ bytes: UnsafeRawPointer, _ length: Int, from first: Int) {
        let slice = storage.pointee.append(bytes, count: length)
        var slot = first
        while slot >= 0 {
            storage.pointee.setCell(slot, to: slice)
            // In bounds: behind the columns' links there is one for every slot.
            slot = Int(links[mappedColumns &+ slot])
        }
    }

    @inline(__always)
    mutating func recordEnded() {
        recordHasEnded = true
    }
}
