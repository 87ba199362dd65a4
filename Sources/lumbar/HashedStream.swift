// Inputs and outputs hashed as they pass, so that pipes are too.

import CSVReading
import Crypto
import Foundation
import Synchronization

/// A SHA-256 under way.
final class StreamHash: Sendable {
    private let state = Mutex((hash: SHA256(), bytes: 0))

    /// Adds bytes.
    func add(_ bytes: UnsafeRawBufferPointer) {
        state.withLock {
            $0.hash.update(bufferPointer: bytes)
            $0.bytes += bytes.count
        }
    }

    /// How many bytes there were, and their hash in hexadecimal digits.
    var digest: (bytes: Int, sha256: String) {
        state.withLock { state in
            let digits = state.hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            return (state.bytes, digits.joined())
        }
    }
}

/// A stream whose bytes are hashed as they are read.
final class HashedStream: ByteStream {
    private let base: any ByteStream
    private let hash = StreamHash()

    /// Hashes what is read of `base`.
    init(_ base: any ByteStream) { self.base = base }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        let count = try base.read(into: buffer)
        hash.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// The hash of the whole stream. What its readers left is read first: there may be something behind a compressed file's end.
    func digest() throws(InputError) -> (bytes: Int, sha256: String) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while try read(into: buffer) > 0 {}
        return hash.digest
    }
}

/// How many bytes a file has and their SHA-256 in hexadecimal digits, read in pieces; nil if there is no regular file of that name that can be read.
func hash(ofRegularFile path: String) -> (bytes: Int, sha256: String)? {
    // A link to a file is as good as the file.
    let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
    let attributes = try? FileManager.default.attributesOfItem(atPath: target)
    guard attributes?[.type] as? FileAttributeType == .typeRegular, let file = FileHandle(forReadingAtPath: path) else {
        return nil
    }
    defer { try? file.close() }
    let hash = StreamHash()
    do {
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            piece.withUnsafeBytes { hash.add($0) }
        }
    } catch { return nil }
    return hash.digest
}
