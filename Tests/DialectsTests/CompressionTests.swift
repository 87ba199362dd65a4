// gzip and Zstandard, whole, in members, cut and damaged.

import CSVReading
import Testing

@testable import Dialects

@Suite("Decompressing")
struct CompressionTests {
    static let text = Array("a,b\n1,2\n".utf8)
    /// `a,b\n1,2\n`, as gzip and zstd write it.
    static let gzip: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31, 0xE2,
        0x02, 0x00, 0x7B, 0x07, 0x97, 0x0A, 0x08, 0x00, 0x00, 0x00,
    ]
    static let zstandard: [UInt8] = [
        0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58, 0x41, 0x00, 0x00, 0x61, 0x2C, 0x62, 0x0A, 0x31, 0x2C, 0x32, 0x0A, 0x35,
        0xE7, 0xCA, 0xCE,
    ]
    /// Frames and members that hold nothing, and what may stand between.
    static let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 0x03, 0, 0, 0, 1, 2, 3]

    private func open(_ bytes: [UInt8], pieces: Int = 5) throws -> any ByteStream {
        let compression = try #require(Compression(of: bytes.prefix(4)))
        return try compression.undoing(DribblingStream(bytes, pieces), name: "x.csv")
    }

    @Test(
        "What was compressed comes back, whatever the sizes of pieces",
        arguments: [
            (gzip, text), (zstandard, text), (gzip + gzip, text + text), (zstandard + zstandard, text + text),
            (gzip + [0, 0, 0, 0], text), (skippable + zstandard, text),
        ],
        [1, 3, 1000]
    )
    func whole(_ example: (bytes: [UInt8], text: [UInt8]), _ size: Int) throws {
        #expect(try read(open(example.bytes, pieces: size), size: size) == example.text)
        #expect(try read(open(example.bytes), size: 7) == example.text)
    }

    @Test("A file that is cut anywhere is an error, whatever was read before", arguments: [gzip, zstandard])
    func cut(_ bytes: [UInt8]) throws {
        for count in 4..<bytes.count {
            let error = #expect(throws: InputError.self) { try read(open(Array(bytes.prefix(count)))) }
            #expect(error?.kind == .unusable)
            #expect(error?.message.contains("cut short: it ends at byte \(count)") == true)
        }
    }

    @Test("A damaged file is an error")
    func damaged() throws {
        for bytes in [Self.gzip, Self.zstandard] {
            for place in bytes.indices.dropFirst(bytes.count - 8) {
                var broken = bytes
                broken[place] ^= 0x55
                let error = #expect(throws: InputError.self) { try read(open(broken)) }
                #expect(error?.message.contains("damaged near byte") == true)
            }
        }
        let error = #expect(throws: InputError.self) { try read(open(Self.gzip + Array("more".utf8))) }
        #expect(error?.message.contains("something follows its data") == true)
    }

    @Test("A window that needs too much memory is refused")
    func window() {
        // A frame that asks for a window of 2 GiB.
        let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x01, 0x00, 0x00]
        let error = #expect(throws: InputError.self) { try read(open(frame)) }
        #expect(error?.message.contains("--long") == true)
    }
}
