// Which causes read what decides who belongs to the population.

internal import FEEL

extension RuleSet {
    /// The ids of the causes that read a variable which the population's condition reads, directly, through derived variables or through earlier causes.
    package var causesReadingPopulation: Set<String> {
        func collected(_ names: Set<String>) -> Set<String> {
            var (all, open) = (names, names)
            while let name = open.popFirst() {
                guard let variable = derived.first(where: { $0.id == name }) else { continue }
                let read = variable.value.syntax.names.subtracting(all)
                all.formUnion(read)
                open.formUnion(read)
            }
            return all
        }
        let decisive = collected(population?.syntax.names ?? []).subtracting(parameters.map(\.id))
        var found: Set<String> = []
        for cause in causes {
            let names = cause.rules.reduce(into: Set<String>()) {
                $0.formUnion(collected($1.namesRead).union($1.noneOf))
            }
            if !names.isDisjoint(with: decisive.union(found)) { found.insert(cause.id) }
        }
        return found
    }
}
