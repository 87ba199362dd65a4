// Streams for tests: read to the end, and handed on in small pieces.

import CSVReading

/// Reads a stream to its end, `size` bytes at a time.
func read(_ stream: any ByteStream, size: Int = 1 << 16) throws -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    defer { buffer.deallocate() }
    var bytes: [UInt8] = []
    while true {
        let count = try stream.read(into: buffer)
        if count == 0 { return bytes }
        bytes += buffer[..<count]
    }
}

/// Bytes that arrive a few at a time, as from a slow pipe.
final class DribblingStream: ByteStream {
    private let base: MemoryStream
    private let size: Int

    init(_ bytes: [UInt8], _ size: Int) {
        base = MemoryStream(bytes)
        self.size = size
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        try base.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(size)))
    }
}

/// A generator with a seed: the same numbers in every run (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
