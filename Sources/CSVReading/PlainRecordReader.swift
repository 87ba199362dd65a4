// The fast way to read: records whose quotes are where they should be, cut from an index of separators.

internal import CStructure

/// Reads records a segment at a time, and stops at each one that it leaves to libcsv.
///
/// What it reads is what ``AttemptParser`` would have read; structure.h says why. It leaves: a record with a misplaced
/// quote, of another width than the file's, longer than the limit or than a segment, one that may have swallowed lines,
/// and the input's last if no line end closes it.
///
/// - Complexity: A segment that is given up starts small again, and doubles as long as all goes well, so what is scanned
///   in vain is in proportion to what was read since. Where one record after the other is given up, ever more of them
///   are left to libcsv without a scan.
struct PlainRecordReader: ~Copyable {
    /// Nil: reads nothing.
    private let kernel: structure_kernel?
    private var layout = structure_layout()
    private var slots = SlotColumns([])

    // Both have STRUCTURE_ROOM entries.
    private let separators: UnsafeMutablePointer<UInt32>
    private let lineEnds: UnsafeMutablePointer<UInt32>
    private var index: structure_index
    private var cutting = structure_cutting()
    /// The window's place of the segment that the index describes.
    private var segmentStart = 0
    /// How many bytes the segment has, and how many the next one may have.
    private var segmentCount = 0
    private var nextCount: Int
    private let leastSegment: Int
    /// Whether all of the segment's quotes are where they should be.
    private var isWhole = false
    /// Whether the index goes on behind a record that was left to libcsv.
    private var hasLeftRecord = false

    /// How many scans in a row found no record, and how many records are now left unscanned because of that.
    private var vainScans = 0
    private var unscanned = 0

    private static let greatestSegment = Int(STRUCTURE_SEGMENT)

    /// A reader that keeps no cells yet.
    init(_ options: ReadingOptions, leastSegment: Int = 1 << 10) {
        self.leastSegment = leastSegment
        nextCount = leastSegment
        kernel = options.kernel.isSupported ? options.kernel.code : nil
        separators = .allocate(capacity: Int(STRUCTURE_ROOM))
        lineEnds = .allocate(capacity: Int(STRUCTURE_ROOM))
        index = structure_index(separators: separators, line_ends: lineEnds, separator_count: 0, line_end_count: 0)
        layout.delimiter = options.delimiter
        layout.limit = UInt32(options.maxRecordBytes)
    }

    deinit {
        separators.deallocate()
        lineEnds.deallocate()
    }

    /// From now on, keeps the cells of `columns` of records with `width` fields and this delimiter.
    mutating func prepare(columns: [Int], width: Int, delimiter: UInt8) {
        layout.delimiter = delimiter
        slots = SlotColumns(columns)
        layout.slots = UInt32(columns.count)
        layout.columns = UnsafePointer(slots.columns)
        layout.twins = UnsafePointer(slots.twins)
        layout.runs = UnsafePointer(slots.runs)
        layout.run_count = UInt32(slots.runCount)
        layout.width = UInt32(width)
        layout.watches_swallowed_lines = SwallowedLines.isWatched(width: width)
    }

    /// Forgets the window it read last.
    mutating func startWindow() {
        hasLeftRecord = false
        nextCount = leastSegment
    }

    /// Reads records from `cursor` on, a line start outside quotes, up to the window's end or one that is left to libcsv.
    ///
    /// After that one was read, it goes on from wherever the cursor is then. The window is the same until
    /// ``startWindow()``, and lies in the batch's memory.
    mutating func read(from cursor: inout Cursor, in window: Window, into batch: RecordBatch) {
        guard let kernel, let start = window.bytes.baseAddress else { return }
        if unscanned > 0 {
            unscanned -= 1
            return
        }
        let windowStart = start - UnsafePointer(batch.storage.pointee.memory.base)
        if hasLeftRecord {
            hasLeftRecord = structure_resume(&index, &cutting, UInt32(cursor.position - segmentStart))
            if !hasLeftRecord { nextCount = leastSegment }
        }
        while hasLeftRecord || cursor.position < window.bytes.count {
            if !hasLeftRecord { scan(kernel, from: cursor.position, in: window, windowStart: windowStart) }
            hasLeftRecord = !cut(kernel, from: &cursor, into: batch)
            if hasLeftRecord { return }
            if !isWhole {
                giveUp()
                return
            }
            vainScans = 0
            let isWindowEnd = segmentStart + segmentCount == window.bytes.count
            let isTooLong = cutting.start == 0 && segmentCount == Self.greatestSegment
            if isWindowEnd || isTooLong { return }
            nextCount = min(nextCount * 2, Self.greatestSegment)
        }
    }

    /// Leaves the record with the misplaced quote to libcsv: the third that a scan began with in vain, and from then on more with it.
    private mutating func giveUp() {
        nextCount = leastSegment
        vainScans = cutting.start == 0 ? vainScans + 1 : 0
        if vainScans > 2 { unscanned = min(1 << (vainScans - 2), 32) }
        if vainScans > 7 { vainScans = 7 }
    }

    /// Lists the separators of the segment that starts at `position`, where a record starts.
    private mutating func scan(
        _ kernel: structure_kernel,
        from position: Int,
        in window: Window,
        windowStart: Int
    ) {
        segmentStart = position
        segmentCount = min(nextCount, window.bytes.count - position)
        let segment = window.slice(position..<(position + segmentCount))
        // Places in a window and offsets in its batch's memory fit 32 bits.
        isWhole = structure_scan(kernel, segment.baseAddress, UInt32(segmentCount), layout.delimiter, &index)
        cutting.segment = UInt32(windowStart + position)
        cutting.segment_in_window = UInt32(position)
        cutting.available = UInt32(window.bytes.count - position)
        cutting.start = 0
        cutting.separator = 1
        cutting.line_end = 0
    }

    /// Cuts records into the batch and moves the cursor to the first that was not.
    ///
    /// - Returns: Whether the index ended.
    private mutating func cut(
        _ kernel: structure_kernel,
        from cursor: inout Cursor,
        into batch: RecordBatch
    ) -> Bool {
        let records = (Int(index.separator_count) - Int(cutting.separator) + 1) / Int(layout.width)
        batch.storage.pointee.reserve(records: records, spareCells: Int(STRUCTURE_LANES))
        let storage = batch.storage.pointee
        cutting.base = storage.memory.base
        cutting.undone = UInt32(storage.memory.room.lowerBound)
        // The types differ in name only: two and three 32-bit words.
        cutting.cells = UnsafeMutableRawPointer(storage.cells + storage.recordCount * storage.slots)
            .assumingMemoryBound(to: structure_cell.self)
        cutting.marks = UnsafeMutableRawPointer(storage.marks + storage.recordCount)
            .assumingMemoryBound(to: structure_mark.self)
        cutting.count = 0
        cutting.line = UInt32(cursor.line)
        cutting.ordinal = UInt32(cursor.ordinal)
        let isIndexAtEnd = structure_cut(kernel, &index, &layout, &cutting)
        batch.storage.pointee.keep(records: Int(cutting.count), roomStart: Int(cutting.undone))
        cursor.position = segmentStart + Int(cutting.start)
        cursor.line = Int(cutting.line)
        cursor.ordinal = Int(cutting.ordinal)
        return isIndexAtEnd
    }
}
