// Confidence levels that can be asked for, and those that cannot.

import Statistics
import Testing

@Suite("Confidence levels")
struct ConfidenceLevelTests {
    // Source: scipy 1.17.1, norm.isf((1 - level) / 2) with the tail written as a decimal.
    @Test(
        "A share between 0 and 1 is a level",
        arguments: [
            (0.8, 0.1, 1.2815515655446004, "80"), (0.9, 0.05, 1.6448536269514729, "90"),
            (0.95, 0.025, 1.959963984540054, "95"), (0.99, 0.005, 2.5758293035489004, "99"),
            (0.999, 0.0005, 3.2905267314918945, "99.9"),
        ]
    )
    func levels(share: Double, tail: Double, z: Double, percentage: String) throws {
        let level = try ConfidenceLevel(share)
        #expect(level.tail == tail)
        #expect(agrees(level.z, z, within: 1e-15))
        #expect(level.percentage == percentage)
    }

    @Test("The standard level's z is exact")
    func standard() throws {
        #expect(ConfidenceLevel.standard.z == 1.959963984540054)
        #expect(try ConfidenceLevel(0.95) == .standard)
    }

    @Test(
        "Anything else is an error that says what to do",
        arguments: [
            (0.0, "the level 0 is not between 0 and 1: write a share such as 0.95"),
            (1.0, "the level 1 is not between 0 and 1: write a share such as 0.95"),
            (95.0, "the level 95 is above 1: for 95 % write 0.95"),
            (99.9, "the level 99.9 is above 1: for 99.9 % write 0.999"),
            (-0.5, "the level -0.5 is not between 0 and 1: write a share such as 0.95"),
            (100.0, "the level 100 is not between 0 and 1: write a share such as 0.95"),
            (Double.nan, "the level nan is not between 0 and 1: write a share such as 0.95"),
            (1 - 1e-14, "the level 0.99999999999999 is not between 0 and 1: write a share such as 0.95"),
        ]
    )
    func refused(share: Double, message: String) {
        #expect(throws: StatisticsError(message)) { try ConfidenceLevel(share) }
    }
}
