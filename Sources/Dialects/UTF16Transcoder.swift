// UTF-16 in either byte order to UTF-8, several times as fast as iconv.

/// Transcodes UTF-16. A byte-order mark becomes U+FEFF like any other character.
final class UTF16Transcoder: Transcoder {
    private let isBigEndian: Bool

    init(isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
    }

    func transcode(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer,
        isEnd: Bool
    ) -> TranscodingStep {
        precondition(output.count >= 4 * input.count)
        // Two loops, so that neither asks for the byte order at every unit.
        return isBigEndian
            ? transcode(input, into: output, isEnd, unit: UInt16.init(bigEndian:))
            : transcode(input, into: output, isEnd, unit: UInt16.init(littleEndian:))
    }

    @inline(__always)
    private func transcode(
        _ input: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer,
        _ isEnd: Bool,
        unit: (UInt16) -> UInt16
    ) -> TranscodingStep {
        guard let source = input.baseAddress, let target = output.baseAddress else { return TranscodingStep() }
        var step = TranscodingStep()
        var (read, written) = (0, 0)
        // In bounds throughout: nothing is read from `input.count` on, and a byte of input makes at most one and a half of output; those
        // written beyond what counts are at most seven, for which the output's fourfold room has place.
        while read &+ 2 <= input.count {
            if read &+ 8 <= input.count {
                let ascii = source.loadUnaligned(fromByteOffset: read, as: UInt64.self)
                let mask: UInt64 = isBigEndian ? 0x80FF_80FF_80FF_80FF : 0xFF80_FF80_FF80_FF80
                if ascii.littleEndian & mask == 0 {
                    // Four units of ASCII: 00a00b00c00d in the order of the bytes, either half of a unit being zero.
                    var packed = isBigEndian ? ascii.littleEndian >> 8 : ascii.littleEndian
                    packed = (packed | packed >> 8) & 0x0000_FFFF_0000_FFFF
                    packed = packed | packed >> 16
                    target.storeBytes(
                        of: UInt32(truncatingIfNeeded: packed).littleEndian,
                        toByteOffset: written,
                        as: UInt32.self
                    )
                    read &+= 8
                    written &+= 4
                    continue
                }
            }
            let first = UInt32(unit(source.loadUnaligned(fromByteOffset: read, as: UInt16.self)))
            var scalar = first
            var length = 2
            if first & 0xF800 == 0xD800 {
                let isLeading = first < 0xDC00
                guard !isLeading || read &+ 4 <= input.count || isEnd else { break }
                if isLeading, read &+ 4 <= input.count {
                    let second = UInt32(unit(source.loadUnaligned(fromByteOffset: read &+ 2, as: UInt16.self)))
                    if second & 0xFC00 == 0xDC00 {
                        scalar = 0x1_0000 &+ ((first & 0x3FF) << 10 | second & 0x3FF)
                        length = 4
                    }
                }
                if length == 2 {
                    (step.read, step.written) = (read, written)
                    step.noteFault()
                    scalar = 0xFFFD
                }
            }
            written &+= store(scalar, target + written)
            read &+= length
        }
        if isEnd, read == input.count - 1 {
            (step.read, step.written) = (read, written)
            step.noteFault()
            written &+= store(0xFFFD, target + written)
            read &+= 1
        }
        (step.read, step.written) = (read, written)
        return step
    }

    /// Writes the UTF-8 of a code point and returns how many bytes that were; there is room for four.
    @inline(__always)
    private func store(_ scalar: UInt32, _ target: UnsafeMutableRawPointer) -> Int {
        func continuation(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | scalar >> shift & 0x3F) }
        let bytes = target.assumingMemoryBound(to: UInt8.self)
        switch scalar {
        case ..<0x80:
            bytes[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case ..<0x800:
            bytes[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            bytes[1] = continuation(0)
            return 2
        case ..<0x1_0000:
            bytes[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            bytes[1] = continuation(6)
            bytes[2] = continuation(0)
            return 3
        default:
            bytes[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            bytes[1] = continuation(12)
            bytes[2] = continuation(6)
            bytes[3] = continuation(0)
            return 4
        }
    }
}
