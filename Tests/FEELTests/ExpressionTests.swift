// What expressions are worth: the FEEL subset, as the standard and its compatibility tests have it.

import FEEL
import Testing

@Suite("Values of expressions")
struct ExpressionTests {
    @Test(
        "Arithmetic groups as the standard's tests pin it",
        arguments: [
            ("-3 ** 2", "9"),
            ("3 ** 4 ** 5", "3486784401"),
            ("10 + 20 / -5 - 3", "3"),
            ("10 + 20 / (-5 - 3)", "7.5"),
            ("2 * 3 + 4", "10"),
            ("1 - 2 - 3", "-4"),
            ("- - 5", "5"),
            ("0.1 + 0.2", "0.30000000000000004"),
            ("1e3", "1000"),
            (".5 * 4", "2"),
            ("1 / 0", "null"),
            ("0 / 0", "null"),
            ("1 / 0 > 5", "null"),
            ("10 ** 400", "null"),
            ("(-8) ** 0.5", "null"),
            ("5 - null", "null"),
        ]
    )
    func arithmetic(_ text: String, _ value: String) throws {
        #expect(try Trial.evaluate(text) == value)
    }

    @Test(
        "Comparisons and ranges",
        arguments: [
            ("1 < 2", "true"), ("2 <= 2", "true"), ("2 != 2", "false"), ("1 = 1", "true"),
            ("5 between 1 and 5", "true"), ("5 between 6 and 9", "false"),
            ("5 in [1..5]", "true"), ("5 in [1..5)", "false"), ("5 in [1..5[", "false"),
            ("1 in (1..5]", "false"), ("1 in ]1..5]", "false"), ("1 in [1..1]", "true"),
            ("6 in (< 5, > 5)", "true"), ("5 in (< 5, > 5)", "false"), ("5 in > 4", "true"),
            ("5 in (1, 5, 9)", "true"), ("5 in [1, 5, 9]", "true"), ("5 in 5", "true"), ("7 in ([1..2], 7)", "true"),
            ("3 in ((1 + 2) * 1)", "true"), ("3 in ((1..2), [3..4])", "true"),
            ("\"a\" = \"a\"", "true"), ("\"a\" != \"a\"", "false"), ("\"a\" in (\"b\", \"a\")", "true"),
            ("true = false", "false"), ("1 < 2 = true", "true"),
        ]
    )
    func comparisons(_ text: String, _ value: String) throws {
        #expect(try Trial.evaluate(text) == value)
    }

    @Test(
        "Functions",
        arguments: [
            ("abs(-3)", "3"), ("floor(-1.5)", "-2"), ("ceiling(-1.5)", "-1"),
            ("min(3, 1, 2)", "1"), ("max([3, 1, 2])", "3"), ("min([])", "null"), ("max(4)", "4"),
            ("round half up(2.5, 0)", "3"), ("round half up(-2.5, 0)", "-3"), ("round half up(1.126, 2)", "1.13"),
            ("round half up(1234, -2)", "1200"),
            ("count([1, 2, 3])", "3"), ("list contains([1, 2], 2)", "true"), ("not(true)", "false"),
            ("if 1 < 2 then \"yes\" else \"no\"", "\"yes\""), ("if null then 1 else 2", "2"),
            ("/* why */ 1 + 1 // because", "2"),
        ]
    )
    func functions(_ text: String, _ value: String) throws {
        #expect(try Trial.evaluate(text) == value)
    }

    @Test(
        "A missing answer is unknown, never false, and null is the one way to ask",
        arguments: [
            ("x > 3", "null"), ("not(x > 3)", "null"), ("x != 3", "null"), ("sport != \"yoga\"", "null"),
            ("x between 1 and 2", "null"), ("x in [1..2]", "null"), ("5 in [x..2]", "null"), ("x + 1", "null"),
            ("min(1, x)", "null"), ("count(spine)", "null"), ("list contains(spine, \"scoliosis\")", "null"),
            ("x in (1, 2)", "null"), ("1 in (1, x)", "true"), ("2 in (1, x)", "null"),
            ("p = q", "null"), ("p = p", "null"),
            ("x = null", "true"), ("x != null", "false"), ("null = x", "true"), ("spine = null", "true"),
            ("sport = null", "true"), ("p = null", "true"), ("(x > 3) = null", "true"), ("x in (null, 3)", "true"),
            ("null = null", "true"), ("1 = null", "false"), ("x < null", "null"),
            ("if x > 3 then 1 else 2", "2"), ("(if x > 3 then y else 2) = null", "false"),
        ]
    )
    func missing(_ text: String, _ value: String) throws {
        #expect(try Trial.evaluate(text) == value)
    }

    @Test("And, or and not follow Kleene's tables", arguments: ["true", "false", "null"], ["true", "false", "null"])
    func kleene(_ a: String, _ b: String) throws {
        let and = a == "false" || b == "false" ? "false" : a == "true" && b == "true" ? "true" : "null"
        let or = a == "true" || b == "true" ? "true" : a == "false" && b == "false" ? "false" : "null"
        let negation = ["true": "false", "false": "true", "null": "null"]
        let answers = answers(p: a, q: b)
        #expect(try Trial.evaluate("p and q", answers) == and)
        #expect(try Trial.evaluate("p or q", answers) == or)
        #expect(try Trial.evaluate("not(p)", answers) == negation[a])
        #expect(try Trial.evaluate("\(a) and \(b)") == and)
        #expect(try Trial.evaluate("\(a) or \(b)") == or)
    }

    private func answers(p: String, q: String) -> [String: Answer] {
        var answers: [String: Answer] = [:]
        if p != "null" { answers["p"] = .boolean(p == "true") }
        if q != "null" { answers["q"] = .boolean(q == "true") }
        return answers
    }

    @Test("Answers are read from columns")
    func columns() throws {
        let record: [String: Answer] = [
            "x": .number(28), "height": .number(160), "weight": .number(64), "sport": .text("yoga"),
            "spine": .set(["scoliosis", "osteoarthritis"]), "p": .boolean(true),
        ]
        let table = [
            ("weight * 10000 / (height * height) = 25", "true"), ("x > limit", "false"), ("limit < x", "false"),
            ("x < limit", "true"), ("limit > x", "true"), ("28 = x", "true"), ("x - limit", "-2"),
            ("sport = \"yoga\"", "true"), ("sport in (\"running\", \"other\")", "false"), ("p", "true"),
            ("list contains(spine, \"scoliosis\")", "true"), ("list contains(spine, \"none\")", "false"),
            ("count(spine)", "2"), ("sport", "\"yoga\""), ("x = height", "false"), ("x < height", "true"),
        ]
        for (text, value) in table { #expect(try Trial.evaluate(text, record) == value, "\(text)") }
    }
}
