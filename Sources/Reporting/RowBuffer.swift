// Rows of text as bytes, written without a check per byte once there is room for a row.

/// A growing piece of memory that rows are written into.
final class RowBuffer {
    // Invariant: `bytes[..<count]` is initialised, and `count <= capacity`. The `append` functions need the room that `reserve` made before.
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 16
    private(set) var count = 0

    init() { bytes = .allocate(capacity: capacity) }

    deinit { bytes.deallocate() }

    /// Forgets all rows.
    func removeAll() { count = 0 }

    /// The rows.
    var contents: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: bytes, count: count) }

    /// Makes room for `size` more bytes.
    @inline(__always)
    func reserve(_ size: Int) {
        if count + size > capacity { grow(to: count + size) }
    }

    @inline(never)
    private func grow(to size: Int) {
        capacity = max(size, 2 * capacity)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.moveInitialize(from: bytes, count: count)
        bytes.deallocate()
        bytes = larger
    }

    /// Appends a byte.
    @inline(__always)
    func append(_ byte: UInt8) {
        assert(count < capacity)
        bytes[count] = byte
        count += 1
    }

    /// Appends bytes.
    @inline(__always)
    func append(_ text: UnsafeBufferPointer<UInt8>) {
        assert(count + text.count <= capacity)
        guard let start = text.baseAddress else { return }
        (bytes + count).update(from: start, count: text.count)
        count += text.count
    }
}

/// Texts that are written again and again, in one piece of memory.
final class ConstantTexts {
    private let memory: UnsafeMutableBufferPointer<UInt8>
    private let pieces: UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>>
    /// The bytes of all texts together.
    let totalCount: Int

    init(_ texts: [String]) {
        let bytes = texts.map { Array($0.utf8) }
        totalCount = bytes.reduce(0) { $0 + $1.count }
        memory = .allocate(capacity: totalCount)
        pieces = .allocate(capacity: texts.count)
        var start = 0
        for (index, text) in bytes.enumerated() {
            let end = start + text.count
            _ = memory[start..<end].initialize(fromContentsOf: text)
            pieces.initializeElement(at: index, to: UnsafeBufferPointer(rebasing: memory[start..<end]))
            start = end
        }
    }

    deinit {
        memory.deallocate()
        pieces.deallocate()
    }

    @inline(__always)
    subscript(index: Int) -> UnsafeBufferPointer<UInt8> { pieces[index] }
}
