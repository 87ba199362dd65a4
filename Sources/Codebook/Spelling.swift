// Spellings that are the same to a person: case, spaces, punctuation and accents aside.

/// A name in lower case, with letters and digits only and without accents: `"Größe (cm)"` becomes `"grossecm"`.
///
/// Accents are found by the Unicode names of letters (`LATIN SMALL LETTER E WITH ACUTE`), and combining marks are dropped, so that both
/// ways of writing an accent agree.
///
/// - Complexity: O(bytes); names in ASCII, nearly all there are, are not looked up in Unicode's tables.
package func normalisedSpelling(_ name: String) -> String {
    if let plain = plainSpelling(name.utf8) { return plain }
    var result = ""
    for scalar in name.uppercased().lowercased().unicodeScalars {
        if scalar.isASCII {
            if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) { result.unicodeScalars.append(scalar) }
        } else if let base = latinBase(of: scalar) {
            result += base
        } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// The spelling of a name in ASCII; nil for others.
private func plainSpelling(_ name: some Collection<UInt8>) -> String? {
    guard name.allSatisfy({ $0 < 0x80 }) else { return nil }
    let kept = name.compactMap { byte -> UInt8? in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
        default: nil
        }
    }
    return String(decoding: kept, as: UTF8.self)
}

/// The letter that an accented Latin letter is written on.
private func latinBase(of scalar: Unicode.Scalar) -> String? {
    let prefix = "LATIN SMALL LETTER "
    guard let name = scalar.properties.name, name.hasPrefix(prefix) else { return nil }
    let letter = name.dropFirst(prefix.count).prefix { $0 != " " }
    return letter.count <= 2 ? letter.lowercased() : nil
}

/// The words of a name, each as ``normalisedSpelling(_:)`` has it: `"Pain (0-10)"` has `pain`, `0` and `10`.
package func normalisedWords(_ name: String) -> [String] {
    if name.utf8.allSatisfy({ $0 < 0x80 }) {
        let words = name.utf8.split { byte in
            let letter = byte | 0x20
            return !(letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z"))
                && !(byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
        }
        return words.compactMap { plainSpelling($0) }
    }
    return name.split { !$0.isLetter && !$0.isNumber }.map { normalisedSpelling(String($0)) }.filter { !$0.isEmpty }
}
