// Spellings that are the same to a person: case, spaces, punctuation and accents aside.

/// A name in lower case, with letters and digits only and without accents: `"Größe (cm)"` becomes `"grossecm"`.
///
/// Accents are found by the Unicode names of letters (`LATIN SMALL LETTER E WITH ACUTE`), and combining marks are dropped, so that both
/// ways of writing an accent agree.
package func normalisedSpelling(_ name: String) -> String {
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

/// The letter that an accented Latin letter is written on.
private func latinBase(of scalar: Unicode.Scalar) -> String? {
    let prefix = "LATIN SMALL LETTER "
    guard let name = scalar.properties.name, name.hasPrefix(prefix) else { return nil }
    let letter = name.dropFirst(prefix.count).prefix { $0 != " " }
    return letter.count <= 2 ? letter.lowercased() : nil
}

/// The words of a name, each as ``normalisedSpelling(_:)`` has it: `"Pain (0-10)"` has `pain`, `0` and `10`.
package func normalisedWords(_ name: String) -> [String] {
    name.split { !$0.isLetter && !$0.isNumber }.map { normalisedSpelling(String($0)) }.filter { !$0.isEmpty }
}
