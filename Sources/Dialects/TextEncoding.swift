// The encodings of text that Lumbar knows by itself, and the names of all others.

/// An encoding of text.
package enum TextEncoding: Sendable, Equatable, Hashable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    case windows1252
    case latin1
    /// One that iconv knows under this name.
    case other(String)

    /// The encoding of a name as users write it: `UTF-8`, `cp1252`, `latin1`, or anything that iconv knows. `utf-16` without more, whose
    /// byte order only the file tells, stays a name.
    package init(named name: String) {
        let key = String(name.lowercased().filter { $0.isLetter || $0.isNumber })
        switch key {
        case "utf8": self = .utf8
        case "utf16le": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "windows1252", "cp1252": self = .windows1252
        case "latin1", "iso88591", "88591", "l1": self = .latin1
        default: self = .other(name)
        }
    }

    /// What iconv calls it.
    package var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .windows1252: "WINDOWS-1252"
        case .latin1: "ISO-8859-1"
        case .other(let name): name
        }
    }

    /// What people call it.
    package var label: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16 LE"
        case .utf16BigEndian: "UTF-16 BE"
        case .windows1252: "Windows-1252"
        case .latin1: "Latin-1"
        case .other(let name): name
        }
    }

    /// Whether a name is one that `TextEncoding(named:)` can make something of.
    package static func isKnown(_ name: String) -> Bool {
        IconvTranscoder.knows(TextEncoding(named: name).name)
    }
}
