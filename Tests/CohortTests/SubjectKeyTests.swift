// The keys of subjects: exact for short ids, a published hash for long ones.

import Testing

@testable import Cohort

@Suite("Keys of subjects")
struct SubjectKeyTests {
    private func key(_ id: String) -> SubjectKey {
        var id = id
        return id.withUTF8 { SubjectKey($0) }
    }

    @Test(
        "The hash is MurmurHash3 (x64, 128 bits), as its reference and the Python package mmh3 give it",
        arguments: [
            ("", UInt64(0), UInt64(0)),
            ("The quick brown fox jumps over the lazy dog", 0xE34B_BC7B_BC07_1B6C, 0x7A43_3CA9_C49A_9347),
            ("hello", 0xCBD8_A7B3_41BD_9B02, 0x5B1E_906A_48AE_1D19),
        ]
    )
    func reference(_ text: String, _ first: UInt64, _ second: UInt64) {
        var text = text
        let hash = text.withUTF8 { murmurHash($0) }
        #expect(hash.first == first && hash.second == second)
    }

    @Test("Ids that differ have keys that differ, whatever their lengths")
    func distinct() {
        var ids = Set<String>()
        for length in 0...40 {
            for letter in ["a", "b", "\0"] {
                ids.insert(String(repeating: letter, count: length))
                ids.insert(String(repeating: "a", count: length) + letter)
            }
        }
        #expect(Set(ids.map(key)).count == ids.count)
        #expect(key("P0000001") == key("P0000001"))
    }
}
