// The records that a clinician should look at first, with reasons and advice.

internal import Codebook
package import RuleSets

/// A record on the list.
struct WorklistEntry: Sendable {
    /// Its number in the cohort, from 1.
    var number: Int
    /// Its id, or its number where it has none.
    var recordID: String
    /// Its file.
    var path: String
    /// Its first line, from 1.
    var line: Int
    /// Why it is on the list, as places among the reasons, most pressing first.
    var reasons: [Int]
    /// The ids of the red flags that stand.
    var flags: [String]
    /// Why it is on the list, in words.
    var why: String
    /// The answers each of which settles verdicts whatever it is: the variable, and the flags and causes.
    var open: [(variable: Variable, settles: [(id: String, label: String)])]
    /// The ids of the advice that fits it.
    var advice: [String]
}

/// Why a record is on the list.
struct WorklistReason {
    enum Kind {
        case redFlag
        /// The rule set's own, by its place there.
        case rule(Int)
        case openVerdict
    }

    var kind: Kind
    var id: String
    var label: String

    /// The reasons of a rule set, most pressing first.
    static func all(_ ruleSet: RuleSet) -> [WorklistReason] {
        let own = ruleSet.flagSection.worklist.enumerated().map {
            WorklistReason(kind: .rule($0.offset), id: $0.element.id, label: $0.element.label)
        }
        return [WorklistReason(kind: .redFlag, id: "red_flag", label: "Red flag")] + own
            + [WorklistReason(kind: .openVerdict, id: "one_answer", label: "One answer settles an open verdict")]
    }
}

/// The records found, and how many there are besides.
package struct Worklist: Sendable {
    /// Why a record can be on the list, most pressing first.
    let reasons: [WorklistReason]
    /// How many records are kept for each reason, and listed in all.
    let limit: Int
    /// How many records have each reason, whatever else they have.
    var counts: [Int]
    /// How many have it as their most pressing one.
    var firstCounts: [Int]
    /// How many records outside the population carry a red flag. They are not on the list.
    var flaggedOutside = 0
    /// How many records of the population each file has that lacks columns for red flags which other files ask about, by the file's place among the
    /// inputs. What was never asked puts no record on the list.
    var unasked: [Int: Int] = [:]
    /// By most pressing reason the first records, in input order.
    var entries: [[WorklistEntry]]

    /// An empty list of up to `limit` records for a rule set.
    package init(_ ruleSet: RuleSet, limit: Int) {
        reasons = WorklistReason.all(ruleSet)
        self.limit = limit
        counts = reasons.map { _ in 0 }
        firstCounts = counts
        entries = reasons.map { _ in [] }
    }

    /// The records to list: by most pressing reason, then in input order.
    var listed: [WorklistEntry] { Array(entries.joined().prefix(limit)) }

    /// How many records belong on the list.
    var total: Int { firstCounts.reduce(0, +) }

    /// Adds what another worker has found.
    package static func += (left: inout Worklist, right: Worklist) {
        for reason in left.reasons.indices {
            left.counts[reason] += right.counts[reason]
            left.firstCounts[reason] += right.firstCounts[reason]
            let all = (left.entries[reason] + right.entries[reason]).sorted { $0.number < $1.number }
            left.entries[reason] = Array(all.prefix(left.limit))
        }
        left.flaggedOutside += right.flaggedOutside
        left.unasked.merge(right.unasked, uniquingKeysWith: +)
    }
}
