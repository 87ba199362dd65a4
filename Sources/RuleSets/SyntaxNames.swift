// The names that an expression mentions.

package import FEEL

extension Syntax {
    /// Every name in the expression.
    package var names: Set<String> {
        var names: Set<String> = []
        collect(into: &names)
        return names
    }

    private func collect(into names: inout Set<String>) {
        switch kind {
        case .null, .boolean, .number, .string: break
        case .name(let name): names.insert(name)
        case .negation(let part): part.collect(into: &names)
        case .arithmetic(_, let a, let b), .comparison(_, let a, let b):
            a.collect(into: &names)
            b.collect(into: &names)
        case .conjunction(let parts), .disjunction(let parts), .list(let parts), .call(_, let parts):
            for part in parts { part.collect(into: &names) }
        case .between(let a, let b, let c), .conditional(let a, let b, let c):
            for part in [a, b, c] { part.collect(into: &names) }
        case .membership(let value, let tests):
            value.collect(into: &names)
            for test in tests {
                switch test {
                case .comparison(_, let side), .value(let side): side.collect(into: &names)
                case .interval(let low, let high, _):
                    low.collect(into: &names)
                    high.collect(into: &names)
                }
            }
        }
    }
}
