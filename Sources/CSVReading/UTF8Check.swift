// Lines looked through for bytes that are no UTF-8.

/// Looks for lines with bytes that are no UTF-8 (Unicode 15, table 3-7), piece by piece.
///
/// - Complexity: ASCII costs a pass of vector instructions, every other character some nanoseconds.
package struct UTF8Check {
    /// The lines that are no UTF-8.
    package private(set) var faults = TextFaults()
    /// How many well-formed characters were not ASCII.
    package var characters: Int { lines.characters + completed }

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
    /// How many characters began in one piece and ended in another.
    private var completed = 0

    /// A check that has seen nothing.
    package init() {}

    /// The faults of whole lines, by their places among these bytes.
    static func faults(in lines: UnsafeBufferPointer<UInt8>) -> TextFaults {
        var check = UTF8Check()
        check.add(UnsafeRawBufferPointer(lines))
        check.end()
        return check.faults
    }

    /// Looks through the next bytes.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var next = 0
        while next < bytes.count {
            if needed > 0 {
                if allowed.contains(bytes[next]) {
                    (needed, allowed) = (needed - 1, 0x80...0xBF)
                    if needed == 0 { completed += 1 }
                    lines.skip(bytes[next])
                    next += 1
                } else {
                    // The byte is looked at again: it may begin a character of its own.
                    fault()
                }
                continue
            }
            next = lines.count(bytes, from: next)
            guard next < bytes.count else { break }
            // A fault, or a character that goes on in the next piece: byte by byte, until it is clear which.
            begin(bytes[next], at: position + next)
            lines.skip(bytes[next])
            if needed < 0 { fault() }
            next += 1
        }
        position += bytes.count
    }

    /// Takes note that nothing follows.
    package mutating func end() {
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
}
