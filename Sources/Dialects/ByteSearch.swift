// Where a byte is in a text, found many at a time: it may spare a longer look.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

extension UnsafeBufferPointer<UInt8> {
    /// The first place of a byte from `start` on.
    func firstPlace(of byte: UInt8, from start: Int = 0) -> Int? {
        guard start < count, let base = baseAddress, let found = memchr(base + start, Int32(byte), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}

extension [UInt8] {
    /// Whether a byte is among these.
    func has(_ byte: UInt8) -> Bool { withUnsafeBufferPointer { $0.firstPlace(of: byte) != nil } }
}
