// The memory of one worker's block, with room in front for a record that began in the blocks before.

/// Memory for a block's body and, directly before it, for the bytes carried over from earlier blocks.
///
/// ```
/// | headroom: a whole record | body: a block, and a line as long as a whole record |
///                    carried ▲ body
/// ```
/// It is reserved at once but costs only what is touched. Owned by one worker, which also lends it to ``BlockSupply``.
struct BlockBuffer: ~Copyable, @unchecked Sendable {
    // Safe to send: the only owner of its memory, and not copyable.
    private let memory: UnsafeMutableRawPointer
    private let headroom: Int
    /// How many bytes a body may have.
    let capacity: Int

    /// A buffer for the given options, whose sizes have been clamped.
    init(_ options: ReadingOptions) {
        headroom = options.maxRecordBytes
        capacity = options.maxRecordBytes + 2 + options.blockBytes
        memory = .allocate(byteCount: headroom + capacity, alignment: 64)
        memory.bindMemory(to: UInt8.self, capacity: headroom + capacity)
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

    private func start(carried: Int) -> UnsafeMutablePointer<UInt8> {
        // An attempt that is incomplete has at most `maxRecordBytes` bytes, so the carried ones fit the headroom.
        precondition(carried <= headroom)
        return (memory + headroom - carried).assumingMemoryBound(to: UInt8.self)
    }
}
