// The interval of a prevalence against values from elsewhere.

import Foundation
import Statistics
import Testing

@Suite("The Wilson interval")
struct WilsonTests {
    // Source: statsmodels 0.15.0 `proportion_confint(x, n, alpha=0.05, method="wilson")`, which agrees with scipy 1.17.1
    // `binomtest(x, n).proportion_ci(0.95, method="wilson")` to 1e-14 in every row.
    @Test(
        "Agrees with statsmodels and scipy",
        arguments: [
            (0, 1, 0.0, 0.7934506856227627),
            (1, 1, 0.2065493143772374, 1.0),
            (0, 10, 0.0, 0.27753279986288926),
            (1, 10, 0.017876213095072924, 0.40415002679523854),
            (5, 10, 0.23659309051256394, 0.7634069094874361),
            (10, 10, 0.7224672001371106, 1.0),
            (1, 3, 0.06149194472039626, 0.7923403991979523),
            (2, 7, 0.08221892400405661, 0.6410655481673807),
            (13, 29, 0.28413168023037194, 0.6245203678902909),
            (461, 2892, 0.14651710756554434, 0.17319703148049823),
            (1106, 3361, 0.31338641665627653, 0.3451413285401641),
            (96, 1960, 0.04027567522484045, 0.0594479852270062),
            (50, 100, 0.4038315303659956, 0.5961684696340044),
            (99, 100, 0.9455138038212946, 0.9982325679358593),
            (1, 100000, 1.7652477303783092e-06, 5.664709659040968e-05),
            (99999, 100000, 0.9999433529034099, 0.9999982347522698),
            (1234567, 100000000, 0.0123240462012826, 0.01236733126479651),
            (99999999, 100000000, 0.9999999433506596, 0.9999999982347544),
            (3, 1000000007, 1.0202707217350288e-09, 8.82118799226333e-09),
        ]
    )
    func statsmodels(events: Int, total: Int, low: Double, high: Double) {
        let interval = wilsonInterval(events: events, total: total)
        #expect(abs(interval.lowerBound - low) <= 1e-12)
        #expect(abs(interval.upperBound - high) <= 1e-12)
    }

    @Test("The ends are exact where nobody or everybody is present", arguments: [1, 2, 10, 999, 1_000_000])
    func ends(total: Int) {
        #expect(wilsonInterval(events: 0, total: total).lowerBound == 0)
        #expect(wilsonInterval(events: total, total: total).upperBound == 1)
    }

    @Test("The interval holds the share, lies within 0 to 1, and is symmetric in present and absent")
    func shape() {
        for total in 1...60 {
            for events in 0...total {
                let interval = wilsonInterval(events: events, total: total)
                let share = Double(events) / Double(total)
                #expect(interval.lowerBound >= 0 && interval.upperBound <= 1)
                #expect(interval.contains(share))
                let mirrored = wilsonInterval(events: total - events, total: total)
                #expect(abs(interval.lowerBound - (1 - mirrored.upperBound)) < 1e-14)
            }
        }
    }

    /// A folder with reference tables, where there is one.
    static let shared =
        ProcessInfo.processInfo.environment["LUMBAR_SHARED"]
        ?? {
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../shared").path
        }()
    static let table = shared + "/data/statistics/binomial_ci.csv"

    @Test(
        "Agrees with R on every row of the reference table",
        .enabled(if: FileManager.default.fileExists(atPath: table))
    )
    func reference() throws {
        let text = try String(contentsOfFile: Self.table, encoding: .utf8)
        let rows = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows.first?[5] == "wilson_l" && rows.first?[6] == "wilson_u")
        #expect(rows.count > 20)
        for row in rows.dropFirst() {
            let events = try #require(Double(row[0])), total = try #require(Double(row[1]))
            let low = try #require(Double(row[5])), high = try #require(Double(row[6]))
            let interval = wilsonInterval(events: Int(events), total: Int(total))
            #expect(abs(interval.lowerBound - low) <= 1e-12, "\(events)/\(total)")
            #expect(abs(interval.upperBound - high) <= 1e-12, "\(events)/\(total)")
        }
    }
}
