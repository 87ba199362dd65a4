// A quote left open swallows the records that follow: how an attempt notices.

/// Watches one attempt for a quoted field that holds two or more whole lines which, read alone, are records of the
/// file's width.
struct SwallowedLines: ~Copyable {
    /// The file's number of columns, if lines are to be watched.
    var width: Int?

    /// With fewer columns, lines of text would too often have as many fields by chance.
    private static let leastWidth = 5
    private static let tooMany = 2

    private var parser: StrictParser
    private let slots = SlotMap(columns: [])
    private let discarded = RecordBatch()
    /// How many such lines the field that is open has so far.
    private var count = 0

    init(delimiter: UInt8, limit: Int) {
        let idle = FieldSink(storage: discarded.storage, slots: slots)
        parser = StrictParser(delimiter: delimiter, largestField: limit, sink: idle)
    }

    /// From now on, reads lines with this delimiter.
    mutating func setDelimiter(_ delimiter: UInt8) {
        parser.setDelimiter(delimiter)
    }

    /// Whether ``lineEnded(_:isInsideField:)`` is to be told of lines.
    var needsLines: Bool {
        guard let width else { return false }
        return Self.isWatched(width: width)
    }

    /// Whether files of this width are watched.
    static func isWatched(width: Int) -> Bool { width >= leastWidth }

    /// Takes note of a line at whose end the attempt is inside quotes.
    ///
    /// - Parameters:
    ///   - line: The line with its line end.
    ///   - isInsideField: Whether the field that is open was so at the line's start.
    /// - Returns: Whether the field now holds too many lines that are records.
    mutating func lineEnded(_ line: UnsafeBufferPointer<UInt8>, isInsideField: Bool) -> Bool {
        guard isInsideField else {
            count = 0
            return false
        }
        if isRecord(line) { count += 1 }
        return count >= Self.tooMany
    }

    /// Whether a line, read alone, is a well-formed record with the file's number of fields.
    private mutating func isRecord(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        parser.start(FieldSink(storage: discarded.storage, slots: slots))
        return parser.feed(line) == nil && parser.recordHasEnded && parser.fieldCount == width
    }
}
