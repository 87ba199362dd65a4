// A line that is malformed for its quotes, read once more with its quotes as text.

extension RejectReason {
    /// Whether quotes are to blame.
    package var isAboutQuotes: Bool {
        switch self {
        case .strayQuote, .textAfterQuote, .unclosedQuote, .swallowedLines: true
        case .recordTooLong, .tooFewFields, .tooManyFields: false
        }
    }
}

/// Cuts a line at every delimiter, whatever the quotes.
///
/// A field that is quoted as a whole, with every quote inside doubled, loses its quotes as usual; in any other field they are text, such as
/// the inches of `5'10"`. What comes of it depends on the line's bytes and the header's width only, as an attempt does.
struct QuoteRepair {
    let delimiter: UInt8

    /// Hands the line's fields to `sink`, without the spaces and tabs at their ends, and says how many there are.
    func read(_ line: UnsafeBufferPointer<UInt8>, into sink: inout FieldSink) -> Int {
        var undone: [UInt8] = []
        var fields = 0
        var start = 0
        while true {
            let end = line[start...].firstIndex(of: delimiter) ?? line.count
            let field = trimmed(UnsafeBufferPointer(rebasing: line[start..<end]))
            if isQuoted(field) {
                undone.removeAll(keepingCapacity: true)
                undo(field, into: &undone)
                undone.withUnsafeBytes { keep($0, &sink) }
            } else {
                keep(UnsafeRawBufferPointer(field), &sink)
            }
            fields += 1
            if end == line.count { return fields }
            start = end + 1
        }
    }

    private func keep(_ bytes: UnsafeRawBufferPointer, _ sink: inout FieldSink) {
        withUnsafePointer(to: UInt8(0)) { nothing in
            // An empty field's bytes may have no address.
            sink.fieldEnded(bytes.baseAddress ?? UnsafeRawPointer(nothing), bytes.count)
        }
    }

    private func trimmed(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var bytes = field[...]
        func isBlank(_ byte: UInt8?) -> Bool { (byte == Byte.space || byte == Byte.tab) && byte != delimiter }
        while isBlank(bytes.first) { bytes = bytes.dropFirst() }
        while isBlank(bytes.last) { bytes = bytes.dropLast() }
        return UnsafeBufferPointer(rebasing: bytes)
    }

    /// Whether a field begins and ends with a quote and has only doubled ones between.
    private func isQuoted(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        guard field.count >= 2, field.first == Byte.quote, field.last == Byte.quote else { return false }
        var place = 1
        while place < field.count - 1 {
            if field[place] == Byte.quote {
                guard place + 1 < field.count - 1, field[place + 1] == Byte.quote else { return false }
                place += 1
            }
            place += 1
        }
        return true
    }

    /// The bytes between a quoted field's quotes, the doubled ones single.
    private func undo(_ field: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) {
        var place = 1
        while place < field.count - 1 {
            bytes.append(field[place])
            place += field[place] == Byte.quote ? 2 : 1
        }
    }
}
