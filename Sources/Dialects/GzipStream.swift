// gzip, undone by zlib as it is read.

internal import CSVReading
internal import CZlib

/// The bytes of a gzip file of one or more members (RFC 1952). Its memory is zlib's window and one buffer, whatever the bytes swell to.
final class GzipStream: ByteStream {
    private let name: String
    private var input: CompressedInput
    // On the heap, because zlib keeps a pointer to it.
    private let inflater: UnsafeMutablePointer<z_stream>
    private var place = Place.insideMember

    private enum Place {
        case insideMember, betweenMembers, end
    }

    /// A stream of what `stream`, at whose start a member begins, was made from.
    init(_ stream: any ByteStream, name: String) throws(InputError) {
        self.name = name
        input = CompressedInput(stream)
        inflater = .allocate(capacity: 1)
        inflater.initialize(to: z_stream())
        // 15: the largest window. 16: gzip, whose checksum and length zlib then checks.
        let result = inflateInit2_(inflater, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard result == Z_OK else {
            throw InputError(
                .readFailed,
                path: name,
                message: "zlib cannot start (code \(result)); is there memory left?"
            )
        }
    }

    deinit {
        inflateEnd(inflater)
        inflater.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        while place != .end {
            let bytes = try input.bytes()
            if place == .betweenMembers {
                try beginMember(bytes)
            } else {
                guard !bytes.isEmpty else { throw .cutShort(name, at: input.position) }
                let written = try inflate(bytes, into: buffer)
                if written > 0 || buffer.isEmpty { return written }
            }
        }
        return 0
    }

    /// Looks at what follows a member: another one, zeros that fill up a tape's block, or the end.
    private func beginMember(_ bytes: UnsafeRawBufferPointer) throws(InputError) {
        guard let first = bytes.first else {
            place = .end
            return
        }
        if first == 0 {
            input.use(bytes.prefix { $0 == 0 }.count)
        } else if first == 0x1F {
            inflateReset(inflater)
            place = .insideMember
        } else {
            throw .damaged(name, at: input.position, "something follows its data")
        }
    }

    /// Undoes as much as there is room for, and returns how many bytes that were.
    private func inflate(
        _ bytes: UnsafeRawBufferPointer,
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(InputError) -> Int {
        // zlib only reads its input, and both counts are below 2^32.
        let room = min(buffer.count, 1 << 30)
        inflater.pointee.next_in = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
        inflater.pointee.avail_in = UInt32(bytes.count)
        inflater.pointee.next_out = buffer.assumingMemoryBound(to: UInt8.self).baseAddress
        inflater.pointee.avail_out = UInt32(room)
        let result = CZlib.inflate(inflater, Z_NO_FLUSH)
        input.use(bytes.count - Int(inflater.pointee.avail_in))
        switch result {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: place = .betweenMembers
        default:
            let why = inflater.pointee.msg.map { String(cString: $0) } ?? "code \(result)"
            throw .damaged(name, at: input.position, why)
        }
        return room - Int(inflater.pointee.avail_out)
    }
}
