// Rule sets that would keep the program busy for years: refused in seconds. They run in a process that can be ended.

import Foundation
import Testing

@Suite("Hostile rule sets")
struct HostileRuleSetTests {
    /// Nine aliases of nine aliases …: a few hundred bytes that stand for billions of values.
    static func bomb(_ end: String) -> String {
        let levels = (1...11).map { level in
            "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
        }
        return "ruleset: x\nversion: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n" + levels.joined() + end
    }

    @Test(
        "Aliases that stand for billions of values, as values and as keys",
        arguments: [
            "causes: *a11\n", "causes: [*a11]\n", "? *a11\n: 1\n", "*a11 : 1\n", "k: {*a11 : 1}\n", "k: {*a11}\n",
            "k: {b: 1, *a11 , c}\n", "k: [? *a11]\n", "k: {[*a11, x]}\n", "k: {{c: *a11}}\n",
            "k: {\n  *a11\n  : 1}\n", "k: {? *a11\n  : 1}\n", "k: {!!str *a11}\n", "- ? *a11\n",
        ]
    )
    func aliases(_ end: String) throws {
        let folder = try ScratchFolder()
        try folder.write(Self.bomb(end).utf8, to: "rules.yaml")
        let run = try CommandLine("ulimit -t 10; lumbar rules check $TMP/rules.yaml", in: folder)
        #expect(run.code == 65)
        #expect(run.text.contains("error"))
    }

    @Test("Thousands of causes are checked in time that grows with their number")
    func wide() throws {
        let folder = try ScratchFolder()
        let causes = (0..<4000).map { "{id: k\($0), when: a > \($0)}" }.joined(separator: ", ")
        try folder.write(
            "ruleset: x\nversion: 1\nvariables: {a: {type: number}}\ncauses: [\(causes)]\n".utf8,
            to: "rules.yaml"
        )
        let run = try CommandLine("lumbar rules check $TMP/rules.yaml", in: folder)
        #expect(run.code == 0)
        #expect(run.seconds < 20)
    }

    @Test("Groups of more cells than there is memory are refused")
    func cells() throws {
        let folder = try ScratchFolder()
        let bands = (1...60_000).map(String.init).joined(separator: ",")
        let text = """
            ruleset: x
            version: 1
            variables: {a: {type: number}, b: {type: number}, c: {type: number}}
            causes: [{id: k, when: a > 1}]
            groups: {ga: {of: a, bands: &b [\(bands)]}, gb: {of: b, bands: *b}, gc: {of: c, bands: *b}}
            summarise_by: [ga, gb, gc]

            """
        try folder.write(text.utf8, to: "rules.yaml")
        let run = try CommandLine("printf 'a,b,c\\n1,2,3\\n' | lumbar summarise --rules $TMP/rules.yaml", in: folder)
        #expect([64, 65].contains(run.code), "\(run.code)")
    }

    @Test("Two open categories are equal only where their texts are")
    func openTexts() throws {
        let folder = try ScratchFolder()
        let text = """
            ruleset: x
            version: 1
            variables: {a: {type: category}, b: {type: category}}
            causes: [{id: same, when: a = b}]

            """
        try folder.write(text.utf8, to: "rules.yaml")
        let run = try CommandLine(
            "printf 'a,b\\nx,x\\nx,y\\nz,z\\ny,x\\n' | lumbar classify --rules $TMP/rules.yaml",
            in: folder
        )
        if run.code == 65 { return }
        #expect(
            run.lines.dropFirst().map { $0.split(separator: ",")[4] } == ["present", "absent", "present", "absent"]
        )
    }
}
