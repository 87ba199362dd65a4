// How a tree becomes the text of a document.

extension Element {
    /// The whole document as HTML, its doctype in front.
    package var document: String {
        var text = "<!DOCTYPE html>\n"
        write(to: &text)
        return text + "\n"
    }

    /// The element as HTML.
    package var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    fileprivate func write(to text: inout String) {
        text += "<" + tag.rawValue
        for (name, value) in attributes {
            text += " " + name.text
            // An attribute that says no more than that it is there.
            if value.isEmpty, [.hidden, .checked, .selected, .open].contains(name) { continue }
            text += "=\"" + (name == .fragment ? "#" : "")
            append(value, to: &text, inAttribute: true)
            text += "\""
        }
        text += ">"
        if tag.isVoid { return }
        for child in children { child.write(to: &text) }
        text += "</" + tag.rawValue + ">"
        if tag.isBlock { text += "\n" }
    }
}

extension Node {
    /// The node as HTML.
    package var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    fileprivate func write(to text: inout String) {
        switch self {
        case .text(let content): append(content, to: &text, inAttribute: false)
        case .element(let element): element.write(to: &text)
        case .trusted(let content): text += content.text
        }
    }
}

/// Appends a text of any origin so that it stays text (HTML, section 13.1.2 and 13.3).
///
/// Controls, which HTML does not allow, and marks that turn the direction of what follows become U+FFFD: with the latter, text from a file could
/// make the words around it read differently.
private func append(_ content: String, to text: inout String, inAttribute: Bool) {
    for scalar in content.unicodeScalars {
        switch scalar {
        case "&": text += "&amp;"
        case "<": text += "&lt;"
        case ">": text += "&gt;"
        case "\"" where inAttribute: text += "&quot;"
        case "\n", "\t": text.unicodeScalars.append(scalar)
        case _ where scalar.isForbidden: text += "\u{FFFD}"
        default: text.unicodeScalars.append(scalar)
        }
    }
}

extension Unicode.Scalar {
    /// Whether it is a control, no character at all, or a mark that overrides the direction of text.
    fileprivate var isForbidden: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF: true
        default: value & 0xFFFE == 0xFFFE
        }
    }
}
