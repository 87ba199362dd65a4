// Conditions that can never hold, or always do.

import FEEL
import Testing

@Suite("Range analysis")
struct RangeAnalysisTests {
    @Test(
        "With x in [0, 10]",
        arguments: [
            ("x > 10", false, true), ("x >= 10", true, true), ("x >= 0", true, false), ("x < 0", false, true),
            ("x > 5 and x < 3", false, true), ("x > 5 or x <= 5", true, false), ("x in [3..2]", false, true),
            ("x in [0..10]", true, false), ("x in (0..10)", true, true), ("not(x < 0)", true, false),
            ("x + 5 > 15", false, true), ("-x > 0", false, true), ("x = 11", false, true), ("x != 11", true, false),
            ("(x > 8 or x < 2) and x = 5", true, true), ("(x > 8 or x > 9) and x = 5", false, true),
            ("p and x > 10", false, true), ("p or x >= 0", true, false), ("y > 1e9", true, true),
            ("max(x, 3) < 3", false, true), ("limit > 30", false, true), ("true", true, false),
        ]
    )
    func possibilities(_ text: String, _ canHold: Bool, _ canFail: Bool) throws {
        var compiler = Compiler(program: Program())
        let position = try #require(compiler.compileCondition(try Parser.parse(text), in: Trial.scope))
        var analysis = RangeAnalysis(compiler.program, columnRanges: [0: Interval(0, 10)])
        let found = analysis.possibilities(of: position)
        #expect(found.canHold == canHold)
        #expect(found.canFail == canFail)
    }
}
