// Values of a file and the codes that they stand for.

internal import Codebook

/// Looks up values in any case, and by spelling where that is unambiguous.
package struct CodeTable: Sendable {
    private var exact: [String: String] = [:]
    private var spelled: [String: String] = [:]

    /// Makes a table; of equal values the first stays.
    package init(_ codes: [(value: String, code: String)] = []) {
        for (value, code) in codes { add(value, code) }
    }

    /// Adds a value.
    package mutating func add(_ value: String, _ code: String) {
        let word = value.lowercased()
        if exact[word] == nil { exact[word] = code }
        let spelling = normalisedSpelling(value)
        // `-1` and `1` are two values of one spelling.
        if !spelling.isEmpty, spelling.contains(where: \.isLetter), spelled[spelling] == nil {
            spelled[spelling] = code
        }
    }

    /// Whether there is no value.
    package var isEmpty: Bool { exact.isEmpty }

    /// Whether a value is in the table letter by letter, but for its case.
    func hasExactly(_ value: String) -> Bool { exact[value.lowercased()] != nil }

    /// The code of a value without spaces around it.
    package func code(of value: String) -> String? {
        if let code = exact[value.lowercased()] { return code }
        let spelling = normalisedSpelling(value)
        return spelling.isEmpty ? nil : spelled[spelling]
    }
}

extension VariableType {
    /// The words of the type and the codes they stand for; for a yes or no the first word of each.
    package var codeTable: CodeTable {
        var table = CodeTable()
        switch self {
        case .boolean(let yes, let no):
            for word in yes { table.add(word, yes[0]) }
            for word in no { table.add(word, no[0]) }
        case .category(let codes), .set(let codes, _):
            for code in codes { table.add(code.id, code.id) }
            for code in codes { for spelling in code.spellings { table.add(spelling, code.id) } }
        case .number, .text: break
        }
        return table
    }

    /// The word of the type that a code of a mapping file means; nil where it means none.
    package func word(ofCode code: String) -> String? {
        switch self {
        case .boolean(let yes, let no):
            switch code.lowercased() {
            case "yes", "true": yes.first
            case "no", "false": no.first
            default: codeTable.code(of: code)
            }
        case .category(let codes), .set(let codes, _):
            codes.isEmpty ? code : codes.first { $0.id == code }?.id
        case .number, .text: code
        }
    }
}
