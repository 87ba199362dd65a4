// Windows-1252 and Latin-1 to UTF-8, several times as fast as iconv.

/// Transcodes an encoding of one byte a character whose lower half is ASCII.
final class SingleByteTranscoder: Transcoder {
    /// For each byte from 0x80 on its UTF-8, the first byte lowest, and in the highest byte how many bytes that are; bit 31 marks a fault.
    private let high: [UInt32]

    private static let faultMark: UInt32 = 1 << 31

    /// A transcoder for an encoding in which the bytes from 0x80 on are these characters; nil where one is none.
    init(high characters: [Unicode.Scalar?]) {
        precondition(characters.count == 128)
        high = characters.map { character in
            let bytes = character.map { Array(String($0).utf8) } ?? replacement
            var entry = UInt32(bytes.count) << 24 | (character == nil ? Self.faultMark : 0)
            for (place, byte) in bytes.enumerated() { entry |= UInt32(byte) << UInt32(8 * place) }
            return entry
        }
    }

    func transcode(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer,
        isEnd: Bool
    ) -> TranscodingStep {
        guard let source = input.baseAddress, let target = output.baseAddress else { return TranscodingStep() }
        precondition(output.count >= 4 * input.count)
        return high.withUnsafeBufferPointer { high in
            var step = TranscodingStep()
            var (read, written) = (0, 0)
            while read < input.count {
                // In bounds: `read + 8 <= input.count`, and every byte read so far made at most three, so eight more fit.
                while read &+ 8 <= input.count {
                    let word = source.loadUnaligned(fromByteOffset: read, as: UInt64.self)
                    guard word & 0x8080_8080_8080_8080 == 0 else { break }
                    target.storeBytes(of: word, toByteOffset: written, as: UInt64.self)
                    read &+= 8
                    written &+= 8
                }
                // Up to the next byte that is no ASCII, and that one.
                while read < input.count {
                    let byte = source.load(fromByteOffset: read, as: UInt8.self)
                    guard byte >= 0x80 else {
                        target.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
                        read &+= 1
                        written &+= 1
                        if read & 7 == 0 { break }
                        continue
                    }
                    let entry = high[Int(byte & 0x7F)]
                    if entry & Self.faultMark != 0 {
                        (step.read, step.written) = (read, written)
                        step.noteFault()
                    }
                    // Four bytes are written, of which at most three count: the output has room for four a byte.
                    target.storeBytes(of: entry.littleEndian, toByteOffset: written, as: UInt32.self)
                    read &+= 1
                    written &+= Int(entry >> 24 & 0x7F)
                    break
                }
            }
            (step.read, step.written) = (read, written)
            return step
        }
    }
}

extension SingleByteTranscoder {
    /// ISO 8859-1: the byte is the code point.
    static let latin1: [Unicode.Scalar?] = (0x80...0xFF).map { Unicode.Scalar($0) }

    /// Windows-1252: as Latin-1, but for 27 characters in 0x80 to 0x9F; five bytes there are none.
    static let windows1252: [Unicode.Scalar?] = {
        let c1: [UInt32] = [
            0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
            0x017D, 0,
            0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,
            0x017E,
            0x0178,
        ]
        return c1.map { $0 == 0 ? nil : Unicode.Scalar($0) } + (0xA0...0xFF).map { Unicode.Scalar($0) }
    }()
}
