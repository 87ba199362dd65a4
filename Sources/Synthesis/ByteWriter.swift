// A buffer that cells are written into a few bytes at a time: the one unsafe file of the module.

/// A buffer of fixed size, emptied into an array from time to time.
///
/// Invariant: `count <= capacity`, `storage` has room for `capacity` bytes, and the first `count` are initialised. Every
/// method checks the room that it needs before it writes, so no caller has to be trusted.
struct ByteWriter: ~Copyable {
    private let storage: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        storage = .allocate(capacity: capacity)
    }

    deinit {
        storage.deallocate()
    }

    /// How many bytes can be written before the buffer must be moved out.
    var room: Int { capacity &- count }

    /// Appends what was written to `output`, and is empty again.
    mutating func move(to output: inout [UInt8]) {
        // The first `count` bytes are initialised.
        output.append(contentsOf: UnsafeBufferPointer(start: storage, count: count))
        count = 0
    }

    mutating func append(_ byte: UInt8) {
        precondition(room >= 1)
        storage[count] = byte
        count &+= 1
    }

    /// Appends a short text. Needs eight bytes of room whatever its length.
    mutating func append(_ word: Word) {
        precondition(room >= 8)
        // Eight bytes from `count` are within the capacity; a raw store needs no alignment.
        UnsafeMutableRawPointer(storage + count).storeBytes(of: word.bytes, as: UInt64.self)
        count &+= word.length  // at most seven
    }

    mutating func append(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        precondition(room >= length)
        // A literal lives as long as the program, and lies outside `storage`.
        (storage + count).update(from: text.utf8Start, count: length)
        count += length
    }
}
