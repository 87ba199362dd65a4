// Texts from files and rule sets made harmless where people read them: nothing in them steers a terminal or turns the reading around.

/// A text on one line without characters that act: line ends and tabs become spaces; control characters, the escapes that terminals obey,
/// overrides of the direction of writing and invisible tags become U+FFFD.
///
/// - Complexity: O(length); printable ASCII, nearly all there is, is returned as it is.
package func harmless(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    guard text.unicodeScalars.contains(where: { $0.acts }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: result += " "
        case _ where scalar.acts: result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

extension Unicode.Scalar {
    /// Whether it does something instead of showing something.
    var acts: Bool {
        switch value {
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}
