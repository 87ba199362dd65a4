// Streams that know something of the bytes that they hand on.

internal import CSVReading

/// A stream that counts what is read of it.
final class CountedStream: ByteStream {
    private let base: any ByteStream
    /// How many bytes have been read.
    private(set) var count = 0

    init(_ base: any ByteStream) {
        self.base = base
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        let read = try base.read(into: buffer)
        count += read
        return read
    }
}

/// A stream of text whose dialect is known.
final class DialectStream: ByteStream {
    private let base: any ByteStream
    private let counted: CountedStream
    let dialect: Dialect?
    let onTextFaults: (@Sendable (TextFaults) -> Void)?

    /// The text `base`, made from what `counted` reads; `onTextFaults` is told of the lines that are no UTF-8.
    init(
        _ base: any ByteStream,
        dialect: Dialect,
        counted: CountedStream,
        onTextFaults: (@Sendable (TextFaults) -> Void)?
    ) {
        self.base = base
        self.counted = counted
        self.dialect = dialect
        self.onTextFaults = onTextFaults
    }

    var inputBytesRead: Int? { counted.count }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        try base.read(into: buffer)
    }
}
