// The grid on which values are counted: every value in the step that numbers, as they are compared, put it in.

import Prevalence
import Testing

@Suite("Value grids")
struct ValueGridTests {
    private static let ranges: [ClosedRange<Double>] = [
        0...120, 2...400, 10...100, -100...1000, 0...200_000, -5...(-1), 0...1e300, -1.7e308...1.7e308, 3...3,
    ]

    @Test(
        "A step begins where its value says, and a value is in the last step that does not begin above it",
        arguments: ranges
    )
    func steps(_ range: ClosedRange<Double>) {
        let grid = ValueGrid(range)
        #expect((1...ValueGrid.maximumSteps).contains(grid.count))
        for step in stride(from: 0, to: grid.count, by: max(1, grid.count / 997)) {
            let start = grid.value(ofStep: step)
            #expect(grid.step(beginningAt: start) == step)
            #expect(grid.step(of: start) == step)
            #expect(grid.step(of: start.nextDown) == max(0, step - 1))
            #expect(grid.step(of: start.nextUp) == step)
        }
        #expect(grid.step(of: -.greatestFiniteMagnitude) == 0)
        #expect(grid.step(of: .greatestFiniteMagnitude) == grid.count - 1)
    }

    @Test(
        "Decimals are in the step that they name",
        arguments: [
            (64.35, 6235), (2, 0), (2.01, 1), (400, 39800), (79.99, 7799), (17.999999999999996, 1599), (18, 1600),
        ]
    )
    func decimals(_ value: Double, _ step: Int) {
        #expect(ValueGrid(2...400).step(of: value) == step)
    }

    @Test("A bound between two steps begins none")
    func between() {
        let grid = ValueGrid(0...10)
        #expect(grid.step(beginningAt: 2.5) == 250)
        #expect(grid.step(beginningAt: 2.505) == nil)
        #expect(ValueGrid(0...200_000).step(beginningAt: 3) == nil)
    }
}
