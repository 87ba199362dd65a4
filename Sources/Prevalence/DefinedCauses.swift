// Which causes are defined by the variable that forms groups: in its groups they are present or absent by construction.

internal import Codebook
internal import FEEL
package import RuleSets

extension RuleSet {
    /// The ids of the causes whose rules come down to one variable and nothing else, parameters aside.
    ///
    /// Derived variables are followed to what their values are made of. Where a condition only decides whether there is a value, as in
    /// `if age >= 18 then bmi else null`, the value is that of `bmi`: a cause that reads it is defined by `bmi`, and not by `age`.
    package func causesDefined(by variable: String) -> Set<String> {
        let defining = Defining(self, variable)
        return Set(causes.filter { defining.makings(of: $0) == [defining.end] }.map(\.id))
    }

    /// The ids of the causes whose rules come down to the variable and others.
    package func causesPartlyDefined(by variable: String) -> Set<String> {
        let defining = Defining(self, variable)
        return Set(
            causes.filter {
                let makings = defining.makings(of: $0)
                return makings.count > 1 && makings.contains(defining.end)
            }.map(\.id)
        )
    }
}

/// Follows names to the variable that forms the groups, or to collected ones.
private struct Defining {
    private let derived: [String: Syntax]
    private let causes: [String: Cause]
    private let parameters: Set<String>
    /// The variable that forms the groups, or the one whose value it has.
    let end: String

    init(_ ruleSet: RuleSet, _ variable: String) {
        derived = Dictionary(ruleSet.derived.map { ($0.id, $0.value.syntax) }) { first, _ in first }
        causes = Dictionary(ruleSet.causes.map { ($0.id, $0) }) { first, _ in first }
        parameters = Set(ruleSet.allParameters.map(\.id))
        var end = variable
        while let other = derived[end]?.soleName, derived[other] != nil || ruleSet.codebook.position(of: other) != nil {
            end = other
        }
        self.end = end
    }

    /// The variables that decide whether a record has a cause. O(names in what it reads), since each is followed once however often it is named.
    func makings(of cause: Cause) -> Set<String> {
        var (makings, met) = (Set<String>(), Set<String>())
        var next = Self.names(in: cause)
        while let name = next.popFirst() {
            guard !parameters.contains(name), met.insert(name).inserted else { continue }
            if name != end, let value = derived[name] {
                next.formUnion(value.valueNames)
            } else if let cause = causes[name] {
                next.formUnion(Self.names(in: cause))
            } else {
                makings.insert(name)
            }
        }
        return makings
    }

    private static func names(in cause: Cause) -> Set<String> {
        cause.rules.reduce(into: []) { $0.formUnion($1.namesRead.union($1.noneOf)) }
    }
}

extension Syntax {
    /// The one branch that has a value, where the other is `null`.
    private var soleBranch: Syntax? {
        guard case .conditional(_, let then, let otherwise) = kind, then.isNull != otherwise.isNull else { return nil }
        return then.isNull ? otherwise : then
    }

    /// The names that its value is made of.
    fileprivate var valueNames: Set<String> { soleBranch?.valueNames ?? names }

    /// The name whose value it has wherever it has one.
    fileprivate var soleName: String? {
        if case .name(let name) = kind { return name }
        return soleBranch?.soleName
    }
}
