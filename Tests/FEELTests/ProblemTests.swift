// What is refused in an expression, where, and in which words.

import FEEL
import Testing

@Suite("Problems in expressions")
struct ProblemTests {
    @Test(
        "Each problem points at its place and says what to do",
        arguments: [
            ("x >", 3..<3, "found the end where a value should stand"),
            ("x > 3 y", 6..<7, "found 'y' after the end of the expression; join two conditions with 'and' or 'or'"),
            ("hight > 3", 0..<5, "there is no 'hight'; did you mean 'height'?"),
            ("sprot = \"yoga\"", 0..<5, "there is no 'sprot'; did you mean 'sport'?"),
            ("sport = \"yogaa\"", 0..<15, "\"yogaa\" is none of the codes; did you mean \"yoga\"?"),
            ("x > \"3\"", 0..<7, "a number cannot be compared with a text"),
            (
                "p = \"yes\"", 0..<9,
                "a yes-or-no value cannot be compared with a text; a yes-or-no variable is a condition by itself, or write 'not( )'"
            ),
            ("p > q", 0..<5, "yes-or-no values can be compared only with '=' and '!='"),
            ("x and p", 0..<1, "this is a number where a condition is needed; compare it with something"),
            ("p + 1", 0..<1, "this is a yes-or-no value where a number is needed"),
            (
                "list contains(spine, \"scolosis\")", 21..<31,
                "\"scolosis\" is none of the codes of the set; did you mean \"scoliosis\"?"
            ),
            ("spine = \"none\"", 0..<14, "a set cannot be compared; ask 'list contains(set, \"code\")'"),
            ("abs(1, 2)", 0..<9, "'abs' takes 1 argument, not 2"),
            (
                "squareroot(4)", 0..<10,
                "there is no function 'squareroot'; known are not, list contains, abs, min, max, floor, ceiling, round half up, count"
            ),
            ("sport = 'yoga'", 8..<9, "''' has no meaning here; texts stand in double quotes"),
            ("p && q", 2..<3, "'&' has no meaning here; write 'and'"),
            ("\"abc", 0..<1, "this text is never closed; add a double quote at its end"),
            ("1 /* x", 2..<4, "this comment is never closed; add '*/'"),
            ("x in [1..2", 10..<10, "found the end where ']' or ')' should close the range"),
            ("if p then 1", 11..<11, "found the end where 'else' of this 'if' should stand"),
            ("if p then 1 else \"a\"", 0..<20, "'then' gives a number and 'else' a text; both must be of one type"),
            ("", 0..<0, "the expression is empty; write a condition"),
            ("1e999 > x", 0..<5, "1e999 is too large for a number"),
            ("5cm > x", 0..<2, "a number cannot run into a name; put an operator or a space between"),
        ]
    )
    func problem(_ text: String, _ span: Range<Int>, _ message: String) {
        do {
            let value = try Trial.evaluate(text, strict: true)
            Issue.record("'\(text)' was accepted as \(value)")
        } catch let problem as Diagnostic {
            #expect(problem.message == message)
            #expect(problem.span == span)
        } catch {
            Issue.record(error)
        }
    }

    @Test(
        "Tried out by hand, a value of the wrong type is null",
        arguments: ["x > \"3\"", "p + 1", "\"a\" + 1 > 2", "1 = \"1\""]
    )
    func lenient(_ text: String) throws {
        #expect(try Trial.evaluate(text) == "null")
    }

    @Test("Every problem of an expression is reported, not only the first")
    func everyProblem() throws {
        var compiler = Compiler(program: Program())
        _ = compiler.compile(try Parser.parse("hight > 3 and wieght > 4 and p > 5"), in: Trial.scope)
        #expect(compiler.diagnostics.map(\.span) == [0..<5, 14..<20, 29..<34])
    }

    @Test(
        "Depth and length are bounded",
        arguments: [
            String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 6_000),
            String(repeating: "(", count: 10_000),
            String(repeating: "-", count: 10_000) + "1",
            "1" + String(repeating: " + 1", count: 3_000),
            String(repeating: "not(", count: 3_000) + "p" + String(repeating: ")", count: 3_000),
            String(repeating: "x in (", count: 2_000) + "1" + String(repeating: ")", count: 2_000),
            String(repeating: "if p then ", count: 1_000) + "1",
            String(repeating: "[", count: 16_000),
            String(repeating: "x", count: 20_000),
        ]
    )
    func bounded(_ text: String) {
        #expect(throws: Diagnostic.self) { try Parser.parse(text) }
    }

    @Test("A thousand alternatives are no depth")
    func wide() throws {
        let text = "x in (" + (0..<1000).map(String.init).joined(separator: ", ") + ")"
        #expect(try Trial.evaluate(text, ["x": .number(999)]) == "true")
        let joined = (0..<1000).map { "x = \($0)" }.joined(separator: " or ")
        #expect(try Trial.evaluate(joined, ["x": .number(1000)]) == "false")
    }
}
