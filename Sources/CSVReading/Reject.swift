// Records that cannot be used: why, where, and in what words.

/// Why a record was rejected. The raw values are part of the output's contract.
package enum RejectReason: String, Sendable, CaseIterable {
    /// A quote inside an unquoted field.
    case strayQuote = "stray_quote"
    /// Something other than a delimiter or line end after a closing quote.
    case textAfterQuote = "text_after_quote"
    /// The input ends inside quotes.
    case unclosedQuote = "unclosed_quote"
    /// The record has more raw bytes than allowed.
    case recordTooLong = "record_too_long"
    /// A quoted field holds whole lines that are records themselves: its quote was left open.
    case swallowedLines = "swallowed_lines"
    /// A well-formed record with fewer fields than the header.
    case tooFewFields = "too_few_fields"
    /// A well-formed record with more fields than the header.
    case tooManyFields = "too_many_fields"
}

/// A record that was read but not delivered, or only after a repair.
package struct Reject: Sendable, Equatable {
    /// The input, counted from 0.
    package var fileIndex: Int
    /// The record's first line in its file, from 1.
    package var line: Int
    /// The place of the record's first byte in its file, from 0.
    package var byte: Int
    /// The record's number in the cohort, from 1, rejected ones counted.
    package var record: Int
    /// Why it was rejected.
    package var reason: RejectReason
    /// The number of the field to blame, from 1, if there is one.
    package var column: Int?
    /// How many fields were found, where their number is to blame.
    package var fields: Int?
    /// How many fields the header has.
    package var width: Int
    /// Whether the record was kept after all, read with its quotes as text.
    package var isRepaired: Bool
    /// The record's first line, without its line end: at most ``maxTextBytes`` of it, and one byte more than a record may
    /// have. Empty unless asked for.
    package var text: [UInt8]

    package init(
        fileIndex: Int,
        line: Int,
        byte: Int,
        record: Int,
        reason: RejectReason,
        column: Int?,
        fields: Int? = nil,
        width: Int,
        isRepaired: Bool = false,
        text: [UInt8] = []
    ) {
        self.fileIndex = fileIndex
        self.line = line
        self.byte = byte
        self.record = record
        self.reason = reason
        self.column = column
        self.fields = fields
        self.width = width
        self.isRepaired = isRepaired
        self.text = text
    }

    /// How much of a rejected record is kept to be shown.
    package static var maxTextBytes: Int { 4096 }

    /// What is wrong and what to do about it, for a person.
    package var message: String {
        isRepaired ? "kept, with its quotes read as text; it was rejected for \(reason.rawValue)" : defectMessage
    }

    private var defectMessage: String {
        switch reason {
        case .strayQuote:
            "a quote inside an unquoted field; put the field in quotes and double the quotes in it"
        case .textAfterQuote:
            "text after a closing quote; double the quotes that belong to the text"
        case .unclosedQuote:
            "a quote is opened and never closed; close it or remove it"
        case .recordTooLong:
            "longer than a record may be; look for a quote left open, or raise --max-record-bytes"
        case .swallowedLines:
            "a quote left open would take in whole records that follow; close it or remove it"
        case .tooFewFields, .tooManyFields:
            "\(fields ?? 0) fields where the header has \(width); look for a missing or an unquoted delimiter"
        }
    }
}

/// A rejected record while its block is being read: places count from the start of what was read.
struct RejectMark {
    var start: UInt32
    var line: UInt32
    var ordinal: UInt32
    var defect: Defect
    /// Whether the record was kept after all.
    var isRepaired = false
}

/// What is wrong with a record.
struct Defect: Equatable {
    var reason: RejectReason
    /// The number of the field to blame, from 1; 0 if there is none.
    var column: UInt32
    /// How many fields were found, where their number is to blame; else 0.
    var fields: UInt32 = 0
}
