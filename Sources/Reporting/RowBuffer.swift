// Rows of text as bytes, written without a check per byte once there is room for a row.

/// A growing piece of memory that rows are written into.
final class RowBuffer {
    // Invariant: `bytes[..<count]` is initialised, `count <= capacity`, and behind `capacity` there is room for one more step of a constant text.
    // The `append` functions need the room that `reserve` made before.
    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 16
    private(set) var count = 0

    init() { bytes = .allocate(capacity: capacity + ConstantTexts.step) }

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
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + ConstantTexts.step)
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

    /// Appends a constant text of at most 16 bytes.
    @inline(__always)
    func append(short text: UnsafeBufferPointer<UInt8>) {
        assert(text.count <= ConstantTexts.step && count + text.count <= capacity)
        guard let start = text.baseAddress else { return }
        let piece = UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self)
        UnsafeMutableRawPointer(bytes + count).storeBytes(of: piece, as: SIMD16<UInt8>.self)
        count += text.count
    }

    /// Appends a constant text, in steps of 16 bytes instead of by a call: most have one or two.
    @inline(__always)
    func append(constant text: UnsafeBufferPointer<UInt8>) {
        assert(count + text.count <= capacity)
        guard let start = text.baseAddress else { return }
        let (source, target) = (UnsafeRawPointer(start), UnsafeMutableRawPointer(bytes + count))
        var done = 0
        repeat {
            // In bounds: less than a step behind the text, and behind the buffer's capacity, there is still memory.
            let piece = source.loadUnaligned(fromByteOffset: done, as: SIMD16<UInt8>.self)
            target.storeBytes(of: piece, toByteOffset: done, as: SIMD16<UInt8>.self)
            done += ConstantTexts.step
        } while done < text.count
        count += text.count
    }
}

/// Texts that are written again and again, in one piece of memory.
final class ConstantTexts {
    /// How many bytes are copied at once. So many may be read from behind any text.
    static let step = 16

    private let memory: UnsafeMutableBufferPointer<UInt8>
    private let pieces: UnsafeMutableBufferPointer<UnsafeBufferPointer<UInt8>>
    /// The bytes of all texts together.
    let totalCount: Int

    init(_ texts: [String]) {
        let bytes = texts.map { Array($0.utf8) }
        totalCount = bytes.reduce(0) { $0 + $1.count }
        memory = .allocate(capacity: totalCount + Self.step)
        memory.initialize(repeating: 0)
        pieces = .allocate(capacity: texts.count)
        var start = 0
        for (index, text) in bytes.enumerated() {
            let end = start + text.count
            _ = memory[start..<end].update(fromContentsOf: text)
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
