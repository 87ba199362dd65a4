// Every page says by which thresholds its figures came about, and Markdown what made it.

import Foundation
import Testing

@Suite("What made a page")
struct OriginTests {
    private static let pages = [
        "summarise --by sex", "summarise --missing", "summarise --combinations", "summarise --by sex --compare-groups",
        "summarise --contrast pain-free", "summarise --table paper", "sweep --set older_age_years=60..70:10",
    ]

    private func run(_ page: String, _ options: String) throws -> CommandLine {
        try CommandLine("lumbar \(page) SampleData/cohort.csv --quiet \(options)")
    }

    /// A text on one line, without Markdown's escapes.
    private func words(_ run: CommandLine) -> String {
        run.text.replacingOccurrences(of: "\\", with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("A page of other values than the rule set's own names them, with the own ones", arguments: pages)
    func changed(_ page: String) throws {
        let values =
            "profile literature; soreness_onset_min_hours 6 instead of 8; soreness_onset_max_hours 72 instead of 48; "
            + "soreness_max_duration_hours 168 instead of 48; min_rest_days 2 instead of 1"
        for format in ["table", "markdown"] {
            let text = try words(run(page, "--profile literature --set min_rest_days=2 --format \(format)"))
            #expect(text.contains(values), "\(page) \(format): \(text)")
            #expect(try !words(run(page, "--format \(format)")).contains("instead of"))
        }
    }

    @Test(
        "A chart of other values names them, and one of intervals how these were computed",
        arguments: ["prevalence", "flow", "cooccurrence"]
    )
    func charts(_ chart: String) throws {
        // Without the tags between the lines of a text.
        func plain(_ options: String) throws -> String {
            try run("chart \(chart)", options).text.replacing(/<[^>]*>/, with: " ").split(
                whereSeparator: \.isWhitespace
            )
            .joined(separator: " ")
        }
        #expect(
            try plain("--set min_rest_days=2").contains("Thresholds: profile article; min_rest_days 2 instead of 1.")
        )
        #expect(try !plain("").contains("Thresholds:"))
        if chart == "prevalence" {
            #expect(try plain("--ci logit --level 0.9").contains("Intervals: 90 % logit interval."))
        }
    }

    @Test(
        "A report of a sensitivity analysis does not claim what that gives up",
        arguments: ["exclude", "absent", "present"]
    )
    func sensitivity(_ how: String) throws {
        let text = try words(run("report --by sex", "--undetermined \(how) --format markdown"))
        #expect(text.contains("never counted as no") == (how == "exclude"))
        #expect(text.contains("This is a sensitivity analysis") == (how != "exclude"))
    }

    @Test("A report of other values says so beside each of them, and beside the profile")
    func report() throws {
        let text = try words(run("report --by sex", "--set min_rest_days=2 --format markdown"))
        #expect(text.contains("| 2 days instead of 1 |"))
        #expect(text.contains("article: other values than the rule set's own for min_rest_days;"))
    }

    @Test("A value that is set to the rule set's own is no change")
    func unchanged() throws {
        expectEqual(
            try run("summarise --by sex", "--set min_rest_days=1").output,
            try run("summarise --by sex", "").output
        )
    }

    @Test("Markdown ends with version, rule set and its hash", arguments: pages)
    func origin(_ page: String) throws {
        let json = try SummaryJSON(run("summarise --by sex", "--format json")).object
        let ruleSet = try #require(json["ruleset"] as? [String: Any])
        let hash = try #require(ruleSet["sha256"] as? String)
        let version = try #require((json["tool"] as? [String: Any])?["version"] as? String)
        let text = try words(run(page, "--format markdown"))
        let origin =
            "Made by Lumbar \(version) with the rule set back-pain-after-training 1.0.0 (SHA-256 \(hash)), profile article."
        #expect(text.hasSuffix(origin), "\(text.suffix(300))")
    }

    @Test("A comparison names both rule sets")
    func comparison() throws {
        let run = try run("compare --profile article --profile literature", "--format markdown")
        let text = words(run)
        #expect(text.contains("1: rule set back-pain-after-training 1.0.0 (SHA-256 "))
        #expect(text.contains("), profile article. 2: rule set back-pain-after-training 1.0.0 (SHA-256 "))
        #expect(text.hasSuffix("soreness_max_duration_hours 168 instead of 48."), "\(text.suffix(300))")
    }

    @Test("The methods name the rule set's own value beside one that was set, since the source is about that")
    func methods() throws {
        let text = try words(run("summarise --methods", "--set min_rest_days=2"))
        #expect(text.contains("| 2 days instead of 1 | convention | Article 2020: training and rest take turns |"))
        #expect(text.contains("| 48 hours | convention | Article 2020: the same stress"))
    }
}
