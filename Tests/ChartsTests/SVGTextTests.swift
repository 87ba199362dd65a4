// Whatever a text holds, it stays a text.

import Testing

@testable import Charts

@Suite("Text and numbers in SVG")
struct SVGTextTests {
    @Test(
        "Escaping",
        arguments: [
            ("a & b", "a &amp; b"), ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\" onload=\"x", "&quot; onload=&quot;x"), ("it's", "it&#39;s"), ("a\0b\u{1B}c", "a\u{FFFD}b\u{FFFD}c"),
            ("a\tb\nc", "a b c"), ("\u{202E}abc\u{2066}", "abc"), ("]]>", "]]&gt;"), ("\u{FFFE}", "\u{FFFD}"),
            ("Schmerzstärke 😀", "Schmerzstärke 😀"),
        ]
    )
    func escaping(_ text: String, _ expected: String) {
        #expect(escapedXML(text) == expected)
    }

    @Test(
        "Coordinates",
        arguments: [
            (0, "0"), (-0.001, "0"), (1.5, "1.5"), (1.25, "1.25"), (1.005001, "1.01"), (1.05, "1.05"), (-3.4, "-3.4"),
            (1e6, "1000000"), (.nan, "0"), (.infinity, "0"),
        ] as [(Double, String)]
    )
    func coordinates(_ value: Double, _ expected: String) {
        #expect(coordinate(value) == expected)
    }

    @Test("Different prefixes stay different and harmless")
    func prefixes() {
        let names = ["a", "A", "1", "-", "_", "a b", "a_20_b", "é", "\"><script>", "", "a-b", "a_b", "c1"]
        let prefixes = names.map(idPrefix)
        #expect(Set(prefixes).count == names.count, "\(prefixes)")
        for prefix in prefixes {
            #expect(prefix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
            #expect(prefix.first?.isLetter == true)
        }
    }
}
