// The library from a user's side: only what is public.

import Foundation
import LumbarKit
import Testing

@Suite("The library")
struct ClassifierTests {
    @Test("A record given by hand is classified")
    func record() throws {
        let result = try Classifier().classify(["pain_severity": .number(4), "load_change_percent": .number(60)])
        #expect(result.isEligible == true)
        #expect(result.verdicts["overtraining"] == .present)
        #expect(result.verdicts["insufficient_warm_up"] == .undetermined)
        #expect(result.mainCause == "overtraining")
        #expect(!result.isMainCauseCertain)
    }

    @Test("An answer that only a red flag asks for is taken, and changes no verdict")
    func flags() throws {
        let answers: [String: Answer] = ["pain_severity": .number(4), "load_change_percent": .number(60)]
        let (classifier, flag) = (try Classifier(), ["fever_or_chills": Answer.boolean(true)])
        let without = try classifier.classify(answers)
        let with = try classifier.classify(answers.merging(flag) { first, _ in first })
        #expect(with.verdicts == without.verdicts)
        #expect(with.mainCause == without.mainCause)
        #expect(!classifier.causes.contains("fever"))
    }

    @Test("Without an answer on pain, eligibility stays open and nothing is decided")
    func openEligibility() throws {
        let result = try Classifier().classify(["load_change_percent": .number(60)])
        #expect(result.isEligible == nil)
        #expect(result.verdicts.isEmpty)
        #expect(result.mainCause == nil)
    }

    @Test("Profiles and settings change thresholds")
    func settings() throws {
        let answers: [String: Answer] = ["pain_severity": .number(4), "load_change_percent": .number(60)]
        let result = try Classifier(settings: ["max_load_increase_percent": 80]).classify(answers)
        #expect(result.verdicts["overtraining"] == .undetermined)
        #expect(throws: LumbarError.self) { try Classifier(profile: "litterature") }
        #expect(throws: LumbarError.self) { try Classifier(settings: ["max_load_increase_percent": 8000]) }
    }

    @Test("What does not fit is refused with a hint")
    func misfit() throws {
        let error = #expect(throws: LumbarError.self) { try Classifier().classify(["pain_severty": .number(4)]) }
        #expect(error?.message == "there is no variable 'pain_severty'; did you mean 'pain_severity'?")
        #expect(throws: LumbarError.self) { try Classifier().classify(["pain_severity": .text("bad")]) }
    }

    @Test("A cohort is summarised and classified, whatever the number of threads")
    func cohort() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../SampleData/cohort.csv").path
        let classifier = try Classifier()
        let summary = try classifier.summarise(paths: [path], threads: 3)
        #expect(summary.recordsRead == 5000)
        #expect(summary.recordsRejected == 0)
        #expect(summary.cells.count == classifier.causes.count * 9 * 8)
        let overall = try #require(summary.cells.first { $0.cause == "overtraining" && $0.groups == [nil, nil] })
        #expect(overall.records == summary.eligible)
        let rows = Lines()
        let totals = try classifier.classify(paths: [path], threads: 2) { rows.add($0) }
        #expect(totals.read == 5000)
        #expect(rows.count == 5001)
        #expect(throws: LumbarError.self) { try classifier.summarise(paths: ["/no/such/file.csv"]) }
    }

    /// Counts line ends; `classify` calls back one at a time, as the test's only thread would.
    private final class Lines: @unchecked Sendable {
        private(set) var count = 0
        func add(_ bytes: [UInt8]) { count += bytes.count { $0 == 0x0A } }
    }
}
