// UTF-8 handed on as it is, and looked through for lines that are none.

internal import CSVReading
internal import CStructure

/// A stream of bytes that are taken for UTF-8.
final class CheckedStream: ByteStream {
    private let base: any ByteStream
    private var check = UTF8Check()
    private var hasEnded = false
    private let onEnd: (TextFaults) -> Void

    /// The bytes of `base`; `onEnd` is told of the lines that are no UTF-8, once all were read.
    init(_ base: any ByteStream, onEnd: @escaping (TextFaults) -> Void) {
        self.base = base
        self.onEnd = onEnd
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        let count = try base.read(into: buffer)
        if count > 0 {
            check.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        } else if !hasEnded, !buffer.isEmpty {
            hasEnded = true
            check.end()
            onEnd(check.faults)
        }
        return count
    }
}

/// Looks for lines with bytes that are no UTF-8 (Unicode 15, table 3-7), piece by piece.
///
/// - Complexity: Pieces in ASCII cost two passes of vector instructions, other bytes about a nanosecond each.
struct UTF8Check {
    /// The lines that are no UTF-8.
    private(set) var faults = TextFaults()
    /// How many well-formed characters were not ASCII.
    private(set) var characters = 0

    /// How many more bytes the character needs that is open, and what the next one may be.
    private var needed = 0
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF
    /// Where the open character began, and with which byte.
    private var start = 0
    private var lead: UInt8 = 0
    /// How many bytes were in the pieces before.
    private var position = 0
    private var lines = LineCounter()
    private var lastFaultyLine = 0

    /// Looks through the next bytes.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
        // Up to where lines have been counted.
        var counted = 0
        if needed > 0 || !text_is_ascii(base, bytes.count) {
            var next = 0
            while next < bytes.count {
                if needed == 0 {
                    next = firstHighByte(in: bytes, from: next)
                    if next < bytes.count { begin(bytes[next], at: position + next) }
                } else if allowed.contains(bytes[next]) {
                    (needed, allowed) = (needed - 1, 0x80...0xBF)
                    if needed == 0 { characters += 1 }
                } else {
                    // The byte is looked at again: it may begin a character of its own.
                    needed = -1
                    next -= 1
                }
                if needed < 0 {
                    // Nothing from the faulty character's beginning to here ends a line.
                    let end = min(next + 1, bytes.count)
                    lines.count(UnsafeRawBufferPointer(rebasing: bytes[counted..<end]))
                    counted = end
                    fault()
                }
                next += 1
            }
        }
        lines.count(UnsafeRawBufferPointer(rebasing: bytes[counted...]))
        position += bytes.count
    }

    /// Takes note that nothing follows.
    mutating func end() {
        if needed > 0 { fault() }
    }

    /// Begins a character with a byte that is not ASCII; `needed` becomes -1 if none begins so.
    private mutating func begin(_ byte: UInt8, at place: Int) {
        (start, lead, allowed) = (place, byte, 0x80...0xBF)
        switch byte {
        case 0xC2...0xDF: needed = 1
        case 0xE0: (needed, allowed) = (2, 0xA0...0xBF)
        case 0xED: (needed, allowed) = (2, 0x80...0x9F)
        case 0xE1...0xEF: needed = 2
        case 0xF0: (needed, allowed) = (3, 0x90...0xBF)
        case 0xF4: (needed, allowed) = (3, 0x80...0x8F)
        case 0xF1...0xF3: needed = 3
        default: needed = -1
        }
    }

    private mutating func fault() {
        needed = 0
        guard lines.line > lastFaultyLine else { return }
        lastFaultyLine = lines.line
        if faults.count == 0 {
            faults.firstByte = start
            faults.firstLine = lines.line
            faults.firstValue = lead
        }
        faults.count += 1
    }

    /// The first byte from `start` on that is not ASCII, or the end.
    private func firstHighByte(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var next = start
        // In bounds: eight bytes are read where there are eight.
        while next &+ 8 <= bytes.count {
            let high =
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self)) & 0x8080_8080_8080_8080
            if high != 0 { return next &+ high.trailingZeroBitCount / 8 }
            next &+= 8
        }
        while next < bytes.count, bytes[next] < 0x80 { next &+= 1 }
        return next
    }
}
