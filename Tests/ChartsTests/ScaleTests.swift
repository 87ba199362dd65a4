// Round ticks, and places for values.

import Testing

@testable import Charts

@Suite("Scales")
struct ScaleTests {
    @Test(
        "Ticks are round, begin at 0 and reach the greatest value",
        arguments: [
            (56.2, 100, 8, ["0", "10", "20", "30", "40", "50", "60"]),
            (100, 100, 5, ["0", "20", "40", "60", "80", "100"]),
            (99.9, 100, 3, ["0", "50", "100"]), (4.9, 100, 5, ["0", "1", "2", "3", "4", "5"]),
            (0.3, 100, 3, ["0.0", "0.1", "0.2", "0.3"]), (0.031, 100, 4, ["0.00", "0.01", "0.02", "0.03", "0.04"]),
            (0, 100, 4, ["0.0", "0.5", "1.0"]), (1234, .infinity, 5, ["0", "500", "1000", "1500"]),
        ] as [(Double, Double, Int, [String])]
    )
    func ticks(_ greatest: Double, _ limit: Double, _ count: Int, _ expected: [String]) {
        let scale = LinearScale(greatest: greatest, limit: limit, count: count, places: 0...100)
        #expect(scale.ticks.map(scale.text) == expected)
        #expect(scale.end >= greatest - 1e-9)
    }

    @Test("Any greatest value has few ticks, and a place on the scale")
    func properties() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2000 {
            let size: Double = [1e-3, 1, 100, 1e7].randomElement(using: &random) ?? 1
            let greatest = Double.random(in: 0...1, using: &random) * size
            let count = Int.random(in: 1...12, using: &random)
            let scale = LinearScale(greatest: greatest, count: count, places: 10...210)
            #expect(scale.ticks.count >= 2 && scale.ticks.count <= count + 2)
            #expect(scale.place(of: 0) == 10 && abs(scale.place(of: scale.end) - 210) < 1e-6)
            #expect(scale.end >= greatest * 0.999_99)
            #expect(scale.place(of: greatest / 2) >= 10 && scale.place(of: greatest) <= 210)
        }
    }

    @Test("Bands fill their room")
    func bands() {
        let bands = BandScale(count: 4, places: 10...93, gap: 1)
        #expect(bands.width == 20 && bands.start(of: 0) == 10 && bands.start(of: 3) == 73 && bands.middle(of: 1) == 41)
    }
}
