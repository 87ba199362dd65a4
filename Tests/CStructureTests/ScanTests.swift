// Every kernel that this processor supports lists what its twin lists. (The others are tested where they are supported:
// NEON on AArch64, by `make check-neon`.)

import CStructure
import Testing

private let kernels = [STRUCTURE_PORTABLE, STRUCTURE_AVX2, STRUCTURE_AVX512, STRUCTURE_NEON]
    .filter(structure_is_supported)

@Suite("The scan equals its twin")
struct ScanTests {
    private func check(_ bytes: [UInt8], delimiter: UInt8) -> Bool {
        let expected = PlainIndex(bytes, delimiter: delimiter)
        for kernel in kernels {
            let actual = PlainIndex(bytes, delimiter: delimiter, kernel: kernel)
            guard actual == expected else {
                Issue.record("kernel \(kernel.rawValue), \(bytes)\nexpected \(expected)\nactual   \(actual)")
                return false
            }
        }
        return true
    }

    @Test("on everything short, where two chunks meet", arguments: [",", "\t", " "])
    func shortInputs(delimiter: String) {
        let delimiter = Array(delimiter.utf8)[0]
        let alphabet: [UInt8] = [0x22, delimiter, 0x0A, 0x0D, 0x20, 0x61]
        var inputs: [[UInt8]] = [[]]
        for length in 1...4 {
            inputs = inputs.flatMap { input in alphabet.map { input + [$0] } }
            // The second chunk begins with each of the input's bytes in turn.
            for place in 0..<length {
                let prefix = Array(repeating: UInt8(ascii: "x"), count: 63 - place) + [delimiter]
                for input in inputs {
                    guard check(prefix + input, delimiter: delimiter) else { return }
                    guard check(prefix + input + [delimiter, 0x61, 0x0A], delimiter: delimiter) else { return }
                }
            }
        }
    }

    @Test("on noise, some of it all but plain", arguments: [3, 10, 60, 1000])
    func noise(rareness: Int) {
        var random = SystemRandomNumberGenerator()
        let special: [UInt8] = [0x22, 0x22, 0x2C, 0x2C, 0x2C, 0x0A, 0x0D, 0x20, 0x09, 0, 0xFF]
        for _ in 0..<400 {
            let bytes = (0..<Int.random(in: 0...600, using: &random)).map { _ -> UInt8 in
                if Int.random(in: 0..<rareness, using: &random) > 0 {
                    return [0x61, 0x2C, 0x2C, 0x0A].randomElement(using: &random) ?? 0x61
                }
                return special.randomElement(using: &random) ?? 0x61
            }
            guard check(bytes, delimiter: [0x2C, 0x2C, 0x09, 0, 0x20].randomElement(using: &random) ?? 0x2C) else {
                return
            }
        }
    }

    @Test("on a whole segment of one byte", arguments: [",", "\n", "\r", "\"", " ", "a"])
    func wholeSegment(byte: String) {
        let bytes = Array(repeating: Array(byte.utf8)[0], count: Int(STRUCTURE_SEGMENT))
        #expect(check(bytes, delimiter: 0x2C))
    }
}
