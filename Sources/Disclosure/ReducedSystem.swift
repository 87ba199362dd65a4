// Fewer variables and equations for the same system.

/// A system of hidden counts in which every two that an equation ties to each other are one variable.
///
/// Where records with a cause and those without are hidden and the records are not, the one is what the other leaves: x and n − x are a single
/// variable from 0 to n. That halves the variables of an attack and spares an equation per cell.
struct ReducedSystem {
    /// A hidden count in terms of its variable.
    struct Member {
        /// The number of the count.
        var index: Int
        /// 1 if the count rises with the variable, −1 if it falls.
        var sign: Int
    }

    /// What one or several counts follow from.
    struct Variable {
        /// The counts.
        var members: [Member]
        /// Its value in the solution, at least 0: 0 is where the first count that falls with it is 0.
        var value: Int
        /// The largest value it may have; nil for no limit.
        var size: Int?
    }

    /// The variables, in the order of their first counts.
    let variables: [Variable]
    /// Coefficients, none of them 0, by variable; no equation is empty.
    let equations: [[(variable: Int, factor: Int)]]
    private let solution: [Int]

    /// Reduces.
    ///
    /// - Parameters:
    ///   - equations: Coefficients of 1 and −1 by count; the right sides follow from the solution.
    ///   - solution: Counts of at least 0 that obey the equations.
    /// - Complexity: O(coefficients × rounds); tables take two or three rounds.
    init(equations: [[(variable: Int, sign: Int)]], solution: [Int]) {
        // Each count's representative and whether it rises or falls with it.
        var links = solution.indices.map { Member(index: $0, sign: 1) }
        func root(_ count: Int) -> Member {
            var (index, sign) = (count, 1)
            while links[index].index != index { (index, sign) = (links[index].index, sign * links[index].sign) }
            return Member(index: index, sign: sign)
        }
        /// An equation in terms of representatives, those first that come first.
        func terms(_ equation: [(variable: Int, sign: Int)]) -> [(root: Int, factor: Int)] {
            let all = equation.map { count, sign in
                let root = root(count)
                return (root: root.index, factor: sign * root.sign)
            }
            return all.sorted { $0.root < $1.root }.reduce(into: [(root: Int, factor: Int)]()) { terms, term in
                if let last = terms.last, last.root == term.root {
                    terms[terms.count - 1].factor += term.factor
                } else {
                    terms.append(term)
                }
            }
            .filter { $0.factor != 0 }
        }
        var isDone = false
        while !isDone {
            isDone = true
            for equation in equations {
                let terms = terms(equation)
                guard terms.count == 2, terms.allSatisfy({ abs($0.factor) == 1 }) else { continue }
                // x + y stays the same if both have the same sign: the one falls as the other rises.
                let sign = terms[0].factor == terms[1].factor ? -1 : 1
                links[terms[1].root] = Member(index: terms[0].root, sign: sign)
                isDone = false
            }
        }
        var members: [Int: [Member]] = [:]
        for count in solution.indices {
            let root = root(count)
            members[root.index, default: []].append(Member(index: count, sign: root.sign))
        }
        let roots = members.keys.sorted()
        variables = roots.map { root in
            let members = members[root] ?? []
            let falling = members.filter { $0.sign > 0 }.map { solution[$0.index] }.min() ?? 0
            let rising = members.filter { $0.sign < 0 }.map { solution[$0.index] }.min()
            return Variable(members: members, value: falling, size: rising.map { falling + $0 })
        }
        let number = Dictionary(uniqueKeysWithValues: roots.enumerated().map { ($1, $0) })
        self.equations = equations.compactMap { equation in
            let terms = terms(equation).compactMap { term in
                number[term.root].map { (variable: $0, factor: term.factor) }
            }
            return terms.isEmpty ? nil : terms
        }
        self.solution = solution
    }

    /// The ranges of the counts, given those of the variables.
    func ranges(_ found: [CountRange]) -> [CountRange] {
        var ranges = solution.map { CountRange(lower: 0, upper: nil, provenLower: $0, provenUpper: $0) }
        for (variable, range) in zip(variables, found) {
            for member in variable.members {
                let count = solution[member.index]
                func at(_ value: Int) -> Int { count + member.sign * (value - variable.value) }
                if member.sign > 0 {
                    ranges[member.index] = CountRange(
                        lower: at(range.lower),
                        upper: range.upper.map(at),
                        provenLower: at(range.provenLower),
                        provenUpper: range.provenUpper.map(at)
                    )
                } else if let upper = range.upper, let provenUpper = range.provenUpper {
                    ranges[member.index] = CountRange(
                        lower: at(upper),
                        upper: at(range.lower),
                        provenLower: at(provenUpper),
                        provenUpper: at(range.provenLower)
                    )
                }
            }
        }
        return ranges
    }
}
