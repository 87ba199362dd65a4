// A record's answers and its truth as CSV lines.

/// Writes records into a buffer, and moves them on when it is full.
struct RecordWriter: ~Copyable {
    private var bytes = ByteWriter(capacity: 1 << 16)
    private let words: Words

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")

    init(words: Words) {
        self.words = words
    }

    /// Writes one record of the cohort, its line end included.
    mutating func append(_ record: Int, _ answers: Answers, messy: MessyCell?, notes: [StaticString]) {
        append(recordID: record)
        bytes.append(Self.comma)
        let messyVariable = messy?.variable
        for variable in Variable.columns {
            if variable == messyVariable, let messy {
                append(messy, answers.slot(variable))
            } else {
                append(answers.slot(variable), of: variable)
            }
            bytes.append(Self.comma)
        }
        if !notes.isEmpty { append(field: notes) }
        bytes.append(Self.lineFeed)
    }

    /// Writes one record of the truth: a record without pain is outside the population, so its causes stay empty.
    mutating func append(truthOf record: Int, eligible: Bool, _ causes: CauseSet) {
        append(recordID: record)
        bytes.append(Self.comma)
        bytes.append(words.booleans[eligible ? 1 : 0])
        for cause in Cause.columns {
            bytes.append(Self.comma)
            if eligible { bytes.append(words.booleans[causes.contains(cause) ? 1 : 0]) }
        }
        bytes.append(Self.lineFeed)
    }

    /// Moves what was written to `output` unless there is room for another record of 4 KiB. (Notes take less than
    /// 1 KiB, the other cells together less than 512 bytes.)
    mutating func moveIfFull(to output: inout [UInt8]) {
        if bytes.room < 4096 { bytes.move(to: &output) }
    }

    /// Moves what was written to `output`.
    mutating func finish(to output: inout [UInt8]) {
        bytes.move(to: &output)
    }

    private mutating func append(_ messy: MessyCell, _ slot: Int32) {
        switch messy.oddity {
        case .padded:
            bytes.append(UInt8(ascii: " "))
            append(slot, of: messy.variable)
            bytes.append(UInt8(ascii: " "))
        case .replaced(let text):
            append(field: [text])
        }
    }

    private mutating func append(_ slot: Int32, of variable: Variable) {
        switch variable.form {
        case .whole: append(slot, from: words.numbers)
        case .boolean: append(slot, from: words.booleans)
        case .sex: append(slot, from: words.sexes)
        case _ where slot == Answers.blank: break
        case .tenths: append(tenths: Int(slot))
        case .training: bytes.append((TrainingType(rawValue: Int(slot)) ?? .strength).name)
        case .conditions: append(SpinalConditions(rawValue: Int(slot)))
        }
    }

    /// The word of a value, or the table's last one for a missing answer: as an unsigned number that is beyond the table.
    private mutating func append(_ slot: Int32, from table: [Word]) {
        bytes.append(table[Int(min(UInt32(bitPattern: slot), UInt32(truncatingIfNeeded: table.count - 1)))])
    }

    /// Records are numbered from 1 in their ids, seven digits wide at least.
    private mutating func append(recordID record: Int) {
        let number = record &+ 1
        bytes.append(UInt8(ascii: "P"))
        append(millions: number / 1_000_000)
        bytes.append(words.threeDigits[number / 1000 % 1000])
        bytes.append(words.threeDigits[number % 1000])
    }

    private mutating func append(millions: Int) {
        if millions < 2000 {
            bytes.append(words.numbers[millions])
        } else {
            append(millions: millions / 1000)
            bytes.append(words.threeDigits[millions % 1000])
        }
    }

    /// A number of tenths: a point before the last digit, left out with that digit where it is zero.
    private mutating func append(tenths value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, tenth) = abs(value).quotientAndRemainder(dividingBy: 10)
        bytes.append(words.numbers[whole])
        bytes.append(words.tenths[tenth])
    }

    private mutating func append(_ conditions: SpinalConditions) {
        guard !conditions.isEmpty else {
            bytes.append(words.none)
            return
        }
        var first = true
        for (bit, code) in SpinalConditions.codes.enumerated() where conditions.rawValue &>> bit & 1 == 1 {
            if !first { bytes.append(UInt8(ascii: ";")) }
            bytes.append(code)
            first = false
        }
    }

    /// The parts one after the other as a field, quoted where RFC 4180 demands it: at commas, quotes and line ends.
    private mutating func append(field parts: [StaticString]) {
        guard parts.contains(where: { $0.withUTF8Buffer { $0.contains(where: Self.needsQuotes) } }) else {
            for part in parts { bytes.append(part) }
            return
        }
        bytes.append(Self.quote)
        for part in parts {
            part.withUTF8Buffer { text in
                for byte in text {
                    if byte == Self.quote { bytes.append(byte) }
                    bytes.append(byte)
                }
            }
        }
        bytes.append(Self.quote)
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == comma || byte == quote || byte == lineFeed || byte == UInt8(ascii: "\r")
    }
}
