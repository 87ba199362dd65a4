// How the answers to one variable are spelled so that they read back as the same answers.

internal import Codebook
internal import Columns
internal import RuleSets

/// The spellings of one variable's answers as CSV fields.
///
/// Every code is spelled by its id, yes and no by these words, a number with the fewest digits, where that reads back. Where it does not, since a rule set
/// has other words or takes the text for a missing answer (`99` may be one, `99.0` is a number), the next best spelling that does is taken.
final class CanonicalSpelling {
    /// The fields of yes and no.
    let yes: [UInt8]
    let no: [UInt8]
    /// The field of each text that the pool numbers; empty for texts that are no code.
    private let texts: [[UInt8]]
    private var sets: [UInt64: [UInt8]] = [:]
    /// The most sets whose spelling is kept.
    private static let mostSets = 4096

    private let variable: Variable
    private let reader: CellReader
    private let batch: ColumnBatch
    /// Whether some number can be spelled like a missing answer.
    private let hasMissingNumbers: Bool
    private let codes: [String]

    /// Finds the spellings of a variable's codes. `pool` numbers the texts of the run.
    init(_ variable: Variable, in codebook: Codebook, pool: TextPool) {
        self.variable = variable
        let batch = ColumnBatch(kinds: [variable.type.columnKind])
        let reader = CellReader(variable, in: codebook, column: 0, pool: pool, openTexts: nil, kernel: .plain)
        (self.batch, self.reader) = (batch, reader)
        /// The first of some spellings that is read as an answer that passes a test; else the first.
        func first(_ spellings: [String], _ isRight: () -> Bool) -> String {
            spellings.first { reader.reads($0, into: batch) && isRight() } ?? spellings.first ?? ""
        }
        var (yes, no) = ("", "")
        var texts: [String] = []
        var codes: [String] = []
        switch variable.type {
        case .boolean(let yesWords, let noWords):
            yes = first(["yes"] + yesWords) { hasBit(batch.truths(0), 0) }
            no = first(["no"] + noWords) { !hasBit(batch.truths(0), 0) }
        case .category(let all):
            texts = Array(repeating: "", count: pool.texts.count)
            for code in all {
                guard let identifier = pool.identifier(of: code.id) else { continue }
                texts[Int(identifier)] = first([code.id] + code.spellings) { batch.texts(0)[0] == identifier }
            }
        case .set(let all, _):
            codes = all.enumerated().map { place, code in
                first([code.id] + code.spellings) { batch.sets(0)[0] == 1 << UInt64(place) }
            }
        case .number, .text: break
        }
        (self.yes, self.no, self.texts, self.codes) = (csvField(yes), csvField(no), texts.map(csvField), codes)
        let words = [variable.missingWords, codebook.missingWords].flatMap { $0.values.flatMap(\.self) }
        hasMissingNumbers = words.contains { word in
            var word = word
            return word.withUTF8 { decodeNumber($0) } != .notANumber
        }
    }

    /// Whether any text is an answer.
    var isOpen: Bool {
        switch variable.type {
        case .category(let codes): codes.isEmpty
        case .text: true
        default: false
        }
    }

    /// The field of a code of a category by its identifier.
    func text(_ identifier: UInt32) -> [UInt8] {
        texts.indices.contains(Int(identifier)) ? texts[Int(identifier)] : []
    }

    /// The field of a set of codes, joined by the variable's separator.
    func set(_ bits: UInt64) -> [UInt8] {
        if let known = sets[bits] { return known }
        guard case .set(_, let separator) = variable.type else { return [] }
        let parts = codes.indices.filter { bits >> UInt64($0) & 1 == 1 }.map { codes[$0] }
        let spellings = [separator, "\(separator) "].map { parts.joined(separator: $0) }
        let found = spellings.first { reader.reads($0, into: batch) && batch.sets(0)[0] == bits }
        let field = csvField(found ?? spellings[0])
        if sets.count < Self.mostSets { sets[bits] = field }
        return field
    }

    /// Appends the field of a number.
    func append(number value: Double, to row: inout [UInt8]) {
        let start = row.count
        row.append(number: value)
        guard hasMissingNumbers else { return }
        let plain = String(decoding: row[start...], as: UTF8.self)
        let sign = plain.hasPrefix("-") ? "-" : ""
        let unsigned = plain.dropFirst(sign.count)
        let decimal = plain.contains("e") ? plain : plain.contains(".") ? plain + "0" : plain + ".0"
        let zeros = (1...8).map { sign + String(repeating: "0", count: $0) + unsigned }
        let spelling = ([plain, decimal] + zeros).first {
            reader.reads($0, into: batch) && batch.numbers(0)[0] == value
        }
        guard let spelling, spelling != plain else { return }
        row.replaceSubrange(start..., with: spelling.utf8)
    }
}

/// A text as a CSV field.
private func csvField(_ text: String) -> [UInt8] {
    var field: [UInt8] = []
    field.append(field: text)
    return field
}

extension CellReader {
    /// Whether a text is read as an answer, which is then the batch's first record.
    fileprivate func reads(_ text: String, into batch: ColumnBatch) -> Bool {
        batch.start(count: 1)
        var text = text
        return text.withUTF8 { read($0, into: batch, record: 0) } == nil
    }
}
