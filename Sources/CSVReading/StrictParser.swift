// libcsv in strict mode, the definition of a well-formed record: one parser, its reset and its callbacks.

internal import CLibCSV

/// A libcsv parser that hands what it finds to a ``FieldSink``.
///
/// The parser and the sink lie in allocated memory: libcsv's callbacks change the sink while a method of this value runs.
struct StrictParser: ~Copyable {
    private let parser: UnsafeMutablePointer<csv_parser>
    private let sink: UnsafeMutablePointer<FieldSink>

    /// A parser whose buffer grows so that a field of `largestField` bytes takes few steps.
    init(delimiter: UInt8, largestField: Int, sink initial: FieldSink) {
        parser = .allocate(capacity: 1)
        sink = .allocate(capacity: 1)
        sink.initialize(to: initial)
        // Without CSV_STRICT_FINI, so that csv_fini resets from within quotes, too.
        csv_init(parser, UInt8(CSV_STRICT))
        csv_set_delim(parser, delimiter)
        csv_set_blk_size(parser, min(max(largestField / 16, 1 << 12), 1 << 18))
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        sink.deallocate()
    }

    /// Changes the delimiter, between records.
    mutating func setDelimiter(_ delimiter: UInt8) {
        csv_set_delim(parser, delimiter)
    }

    /// How many fields have ended since the start.
    var fieldCount: Int {
        @inline(__always) get { sink.pointee.fieldCount }
    }

    /// Whether a record has ended since the start.
    var recordHasEnded: Bool {
        @inline(__always) get { sink.pointee.recordHasEnded }
    }

    /// Starts afresh at the start of a record.
    @inline(__always)
    mutating func start(_ fresh: FieldSink) {
        // After a record's end libcsv is as new; after an error, or within quotes, only csv_fini makes it so. Without
        // callbacks it delivers nothing.
        if !recordHasEnded { csv_fini(parser, nil, nil, nil) }
        sink.pointee = fresh
    }

    /// Feeds bytes.
    ///
    /// - Returns: The reason if libcsv stopped at a byte that strict mode does not allow.
    @inline(__always)
    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> RejectReason? {
        let read = csv_parse(parser, bytes.baseAddress, bytes.count, fieldEnded, recordEnded, sink)
        if read == bytes.count { return nil }
        return offence()
    }

    @inline(never)
    private func offence() -> RejectReason {
        precondition(csv_error(parser) == CSV_EPARSE, "out of memory")
        // Strict mode stops at two places only: at a quote in an unquoted field, and at a byte behind a closing quote.
        return parser.pointee.quoted == 0 ? .strayQuote : .textAfterQuote
    }
}

@inline(__always)
private func fieldEnded(_ bytes: UnsafeMutableRawPointer?, _ length: Int, _ context: UnsafeMutableRawPointer?) {
    // libcsv passes on the sink that `feed` gave it, and its own buffer, which is there once a byte has been fed.
    guard let context, let bytes else { return }
    context.assumingMemoryBound(to: FieldSink.self).pointee.fieldEnded(bytes, length)
}

@inline(__always)
private func recordEnded(_ lineEnd: Int32, _ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    context.assumingMemoryBound(to: FieldSink.self).pointee.recordEnded()
}
