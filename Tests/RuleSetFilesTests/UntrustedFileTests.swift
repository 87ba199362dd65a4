// Files that are no rule sets, or that ask for too much: refused soon, with a place.

import RuleSetFiles
import RuleSets
import Testing

@Suite("Untrusted rule-set files")
struct UntrustedFileTests {
    /// A file, the place of its first problem, and a part of what is said.
    struct Refused: CustomTestStringConvertible, Sendable {
        let what: String
        let place: String
        let message: String
        let bytes: [UInt8]

        init(_ what: String, _ place: String, _ message: String, _ text: String) {
            (self.what, self.place, self.message, bytes) = (what, place, message, Array(text.utf8))
        }

        var testDescription: String { what }
    }

    static let start = "ruleset: x\nversion: 1\nvariables: {a: {type: number}}\ncauses: [{id: k, when: a > 1}]\n"

    /// Nine aliases of nine aliases …: a few hundred bytes that stand for billions of values.
    static func bomb(_ end: String) -> String {
        let levels = (1...11).map { level in
            "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
        }
        return start + "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + levels.joined() + end
    }

    @Test(
        "Refused at once, with a place",
        .timeLimit(.minutes(1)),
        arguments: [
            Refused("empty", "1:1", "the file is empty", ""),
            Refused("only comments", "1:1", "the file is empty", "# nothing\n\n"),
            Refused("a text", "1:1", "the rule set is a single value", "hello\n"),
            Refused("a list", "1:1", "the rule set is a list", "- a\n- b\n"),
            Refused("two documents", "", "", start + "---\n" + start),
            Refused("a tab as indentation", "2:1", "this is not valid YAML", "a:\n\t- b\n"),
            Refused("a bracket left open", "5:1", "this is not valid YAML", "ruleset: x\nversion: 1\ncauses: [\n\n"),
            Refused("a quote left open", "", "this is not valid YAML", "ruleset: \"x\nversion: 1\n"),
            Refused("an alias without an anchor", "1:10", "this is not valid YAML", "ruleset: *x\n"),
            Refused("a key twice", "", "'version' stands here twice; keep one", "ruleset: x\nversion: 1\nversion: 2\n"),
            Refused("NUL", "1:1", "NUL bytes", "ruleset: x\u{0}\n"),
            Refused("two mebibytes", "1:1", "larger than", start + "# " + String(repeating: "x", count: 2 << 20)),
            Refused(
                "10,000 brackets",
                "",
                "",
                String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
            ),
            Refused("10,000 braces", "", "", String(repeating: "{a: ", count: 10_000)),
            Refused(
                "10,000 parentheses in a condition",
                "",
                "",
                start.replacing(
                    "a > 1",
                    with: String(repeating: "(", count: 10_000) + "a" + String(repeating: ")", count: 10_000) + " > 1"
                )
            ),
            Refused("an alias bomb that is never read", "", "", bomb("")),
            Refused(
                "an alias bomb as causes",
                "",
                "",
                bomb("causes2: *a11\n").replacing("causes: [{id: k, when: a > 1}]\n", with: "").replacing(
                    "causes2",
                    with: "causes"
                )
            ),
            Refused("an alias bomb as a key", "", "an anchor ('&') must stand before", bomb("? *a11\n: 1\n")),
            Refused("an alias bomb as a key in one line", "", "an anchor ('&') must stand before", bomb("*a11 : 1\n")),
            Refused(
                "an alias bomb as a key in braces",
                "",
                "an anchor ('&') must stand before",
                bomb("k: {*a11 : 1}\n")
            ),
        ] as [Refused]
    )
    func refused(_ file: Refused) throws {
        let clock = ContinuousClock()
        var found: [Problem] = []
        let time = clock.measure { found = problems(file.bytes) }
        let first = try #require(found.first { $0.severity == .error })
        #expect(first.message.contains(file.message), "\(found)")
        if !file.place.isEmpty { #expect("\(first.place.line):\(first.place.column)" == file.place, "\(first)") }
        #expect(time < .seconds(10))
    }

    @Test("What is not UTF-8 is refused")
    func encoding() {
        let found = problems(Array("ruleset: caf".utf8) + [0xE9, 0x0A])
        #expect(found.map(\.message) == ["the file is not valid UTF-8; save it as UTF-8"])
    }

    @Test("A byte-order mark, CRLF and anchors with plain keys are fine")
    func fine() {
        #expect(problems(("\u{FEFF}" + Self.start).utf8) == [])
        #expect(problems(Self.start.replacing("\n", with: "\r\n").utf8) == [])
        let anchored = Self.start.replacing("{a: {type: number}}", with: "{a: &n {type: number}, b: *n}")
        #expect(problems(anchored.utf8) == [])
    }

    @Test("Bands beyond count are refused, not allocated")
    func cells() throws {
        let bands = (1...60_000).map(String.init).joined(separator: ",")
        let text = """
            ruleset: x
            version: 1
            variables: {a: {type: number}, b: {type: number}, c: {type: number}}
            causes: [{id: k, when: a > 1}]
            groups: {ga: {of: a, bands: &b [\(bands)]}, gb: {of: b, bands: *b}, gc: {of: c, bands: *b}}
            summarise_by: [ga, gb, gc]
            """
        #expect(problems(text.utf8).contains { $0.severity == .error })
    }
}
