// JSON with its keys in the order written, so that the same result is always the same bytes.

internal import RuleSets

/// A JSON value.
package enum JSONValue: Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// Members in the order in which they are written.
    case object([(String, JSONValue)])

    /// A text, or null.
    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    /// A number, or null.
    static func optional(_ number: Double?) -> JSONValue { number.map(JSONValue.number) ?? .null }
    /// A whole number, or null.
    static func optional(_ number: Int?) -> JSONValue { number.map(JSONValue.integer) ?? .null }

    /// The value as JSON (RFC 8259), indented by two spaces a level; arrays and objects without nested ones stand on one line.
    package var text: String {
        var result = ""
        write(to: &result, indent: 0)
        return result
    }

    /// The value as JSON on one line.
    package var line: String {
        var result = ""
        write(to: &result, indent: nil)
        return result
    }

    private var isFlat: Bool {
        switch self {
        case .array(let items): items.allSatisfy(\.isScalar)
        case .object(let members): members.allSatisfy { $0.1.isScalar }
        default: true
        }
    }

    private var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += value.isFinite ? describe(value) : "null"
        case .string(let value): Self.write(value, to: &text)
        case .array(let items):
            write(items.count, "[", "]", to: &text, indent: indent) { text, index, inner in
                items[index].write(to: &text, indent: inner)
            }
        case .object(let members):
            write(members.count, "{", "}", to: &text, indent: indent) { text, index, inner in
                Self.write(members[index].0, to: &text)
                text += ": "
                members[index].1.write(to: &text, indent: inner)
            }
        }
    }

    private func write(
        _ count: Int,
        _ open: String,
        _ close: String,
        to text: inout String,
        indent: Int?,
        _ item: (inout String, Int, Int?) -> Void
    ) {
        let inner = isFlat ? nil : indent.map { $0 + 2 }
        text += open
        for index in 0..<count {
            if index > 0 { text += inner == nil ? ", " : "," }
            if let inner { text += "\n" + String(repeating: " ", count: inner) }
            item(&text, index, inner)
        }
        if let indent, inner != nil, count > 0 { text += "\n" + String(repeating: " ", count: indent) }
        text += close
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // All of these may stand in JSON as they are, but not all of them safely on a terminal.
            case _ where scalar.acts && scalar.value < 0x10000:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
