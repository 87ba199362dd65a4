// Runs the examples inside a rule set.

internal import Codebook

/// The outcome of one example.
package struct TestOutcome: Sendable {
    /// The example.
    package var test: RuleSetTest
    /// What did not come out as expected, one sentence each; empty if the example passed.
    package var failures: [String]
}

extension RuleSet {
    /// Runs all examples, with every variable collected; O(examples). Throws if the rule set does not compile.
    package func runTests() throws(RuleSetError) -> [TestOutcome] {
        var trials: [String: RecordTrial] = [:]
        var outcomes: [TestOutcome] = []
        for test in tests {
            let profile = test.profile ?? Self.defaultProfile
            do throws(RuleSetError) {
                let trial: RecordTrial
                if let known = trials[profile] { trial = known } else { trial = try makeTrial(profile: test.profile) }
                trials[profile] = trial
                try trial.run(test.given.map { ($0.variable, $0.answer) })
                outcomes.append(TestOutcome(test: test, failures: test.expect.failures(in: trial)))
            } catch {
                outcomes.append(TestOutcome(test: test, failures: [error.message]))
            }
        }
        return outcomes
    }

    /// A trial of all variables; without a profile with the values in force.
    package func makeTrial(profile: String? = nil) throws(RuleSetError) -> RecordTrial {
        let ruleSet = try profile.map { name throws(RuleSetError) in try applying(profile: name) } ?? self
        return RecordTrial(try ruleSet.plan(collected: Set(codebook.variables.indices), withFlags: true))
    }
}

extension RuleSetTest.Expectation {
    /// What of this a trial's last record does not meet.
    fileprivate func failures(in trial: RecordTrial) -> [String] {
        var failures: [String] = []
        let eligibility = trial.eligibility
        let verdicts = trial.verdicts
        let causes = trial.plan.ruleSet.causes
        if let eligible, eligible != eligibility {
            failures.append("eligible is \(eligibility.rawValue), not \(eligible.rawValue)")
        }
        for (id, verdict) in self.verdicts {
            guard let position = causes.firstIndex(where: { $0.id == id }) else {
                failures.append("there is no cause '\(id)'")
                continue
            }
            if eligibility != .yes {
                failures.append("\(id) has no verdict, since eligible is \(eligibility.rawValue)")
            } else if verdicts[position] != verdict {
                failures.append("\(id) is \(verdicts[position].rawValue), not \(verdict.rawValue)")
            }
        }
        let raised = trial.flagVerdicts
        for (id, verdict) in flags {
            guard let position = trial.plan.ruleSet.flags.firstIndex(where: { $0.id == id }) else {
                failures.append("there is no flag '\(id)'")
                continue
            }
            if raised[position] != verdict {
                failures.append("the flag \(id) is \(raised[position].rawValue), not \(verdict.rawValue)")
            }
        }
        let main = MainCause.of(verdicts, contributing: trial.plan.contributing)
        let name = eligibility == .yes ? main.cause.name(in: causes) : ""
        if let mainCause, mainCause != name {
            failures.append("the main cause is \(name.isEmpty ? "not sought" : name), not \(mainCause)")
        }
        if let isCertain, eligibility != .yes || isCertain != main.isCertain {
            failures.append("the main cause is \(main.isCertain ? "certain" : "not certain")")
        }
        return failures
    }
}
