// The memory of one worker's block, with room in front for a record that began in the blocks before.

internal import Columns

/// Memory for a block's body and, directly before it, for the bytes carried over from earlier blocks.
///
/// ```
/// | headroom: a whole record | body: a block, and a line as long as a whole record | room for changed cells |
///                    carried ▲ body
/// ```
/// Cells lie in it as they were read, or, where quotes had to be undone, changed in the room behind the body.
/// It is reserved at once but costs only what is touched. Owned by one worker, which also lends it to ``BlockSupply``.
struct BlockBuffer: ~Copyable, @unchecked Sendable {
    // Safe to send: the only owner of its memory, and not copyable.
    private let memory: UnsafeMutableRawPointer
    private let headroom: Int
    private let size: Int
    /// How many bytes a body may have.
    let capacity: Int

    /// A buffer for the given options, whose sizes have been clamped.
    init(_ options: ReadingOptions) {
        headroom = options.maxRecordBytes
        capacity = options.maxRecordBytes + 2 + options.blockBytes
        // The body may be read twice: once ahead, and once together with what was carried.
        size = headroom + capacity + (capacity + headroom + capacity)
        memory = .allocate(byteCount: size + CellColumn.readableBytesBehind, alignment: 64)
        memory.bindMemory(to: UInt8.self, capacity: size + CellColumn.readableBytesBehind)
    }

    deinit {
        memory.deallocate()
    }

    /// The body's memory, as much as there may be.
    var body: UnsafeMutableBufferPointer<UInt8> {
        UnsafeMutableBufferPointer(start: start(carried: 0), count: capacity)
    }

    /// The last `carried` bytes of the headroom, which the body continues.
    func carried(_ carried: Int) -> UnsafeMutableBufferPointer<UInt8> {
        UnsafeMutableBufferPointer(start: start(carried: carried), count: carried)
    }

    /// The first `count` bytes of the body and the `carried` bytes before it.
    func bytes(carried: Int = 0, count: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: start(carried: carried), count: carried + count)
    }

    /// The memory for the cells of records that are read from this buffer, nothing of its room taken.
    ///
    /// Offsets fit 32 bits since the sizes have been clamped.
    var cellMemory: CellMemory {
        CellMemory(base: memory.assumingMemoryBound(to: UInt8.self), room: (headroom + capacity)..<size)
    }

    private func start(carried: Int) -> UnsafeMutablePointer<UInt8> {
        // An attempt that is incomplete has at most `maxRecordBytes` bytes, so the carried ones fit the headroom.
        precondition(carried <= headroom)
        return (memory + headroom - carried).assumingMemoryBound(to: UInt8.self)
    }
}
