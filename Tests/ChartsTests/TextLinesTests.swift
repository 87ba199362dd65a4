// Lines that fit, and nothing lost on the way.

import Testing

@testable import Charts

@Suite("Lines of text")
struct TextLinesTests {
    @Test("Texts are broken where a reader expects it")
    func breaks() {
        #expect(lines("", .label, width: 100) == [""])
        #expect(lines("Older age", .label, width: 500) == ["Older age"])
        #expect(lines("Delayed-onset muscle soreness", .label, width: 110) == ["Delayed-onset", "muscle soreness"])
        #expect(lines("18-29", .label, width: 30).count == 2)
        #expect(lines("Age 18-29", .label, width: 50) == ["Age", "18-29"])
    }

    @Test("Every line fits, and together they are the text")
    func fit() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<300 {
            let text = PrevalenceChartTests.label(&random)
            let width = Double.random(in: 30...400, using: &random)
            let found = lines(text, .label, width: width)
            #expect(found.allSatisfy { TextStyle.label.width($0) <= width })
            #expect(found.joined().filter { $0 != " " } == text.filter { $0 != " " })
            let limited = lines(text, .label, width: width, limit: 2)
            #expect(limited.count <= 2 && limited.allSatisfy { TextStyle.label.width($0) <= width })
            #expect(found.count <= 2 || limited.last?.hasSuffix("…") == true)
        }
    }
}
