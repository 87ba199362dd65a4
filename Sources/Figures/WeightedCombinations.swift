// The weighted shares of combinations of causes.

package import Prevalence
package import Statistics

extension CombinationFigures {
    /// The same figures with weighted shares beside the counts, under the design of `sums`.
    ///
    /// With a smallest cell they are shown where the counts are, and only if every record of the population has a weight: then they are of the very records that are
    /// counted.
    ///
    /// - Throws: A `StatisticsError` if a stratum has a single PSU, or a single complete record, and that is to be an error.
    package func weighted(
        _ sums: DesignCombinations,
        _ tally: CombinationTally
    ) throws(StatisticsError) -> CombinationFigures {
        guard let weighting = choices.weighting else { return self }
        let estimators = try sums.estimators(singlePSU: weighting.singlePSU)
        let bits = Dictionary(uniqueKeysWithValues: tally.causes.enumerated().map { ($1, UInt64(1) << UInt64($0)) })
        func mask(_ causes: [Int]) -> UInt64 { causes.reduce(0) { $0 | bits[$1, default: 0] } }
        let told = mask(causes)
        let listed = Set(events(.combination).map { mask($0.causes) })
        let pairs = Dictionary(
            uniqueKeysWithValues: CombinationTally.pairs(tally.causes.count).enumerated().map { number, pair in
                ([tally.causes[pair.first], tally.causes[pair.second]], number)
            }
        )
        var figures = self
        figures.events = try events.map { event throws(StatisticsError) in
            var event = event
            let mayShow = !hidesWeighted && !event.complete.isHidden && !event.completeWith.isHidden
            var estimate: WeightedEstimate?
            if mayShow {
                let own = mask(event.causes)
                let number = event.number ?? 0
                estimate =
                    switch event.kind {
                    case .combination: try estimators.share { $0 & told == own }
                    case .otherCombinations: try estimators.share { !listed.contains($0 & told) }
                    case .alone: try estimators.share { $0 & told == own }
                    case .withOthers: try estimators.share { $0 & own != 0 && $0 & told != own }
                    case .number: try estimators.share { $0.nonzeroBitCount == number }
                    case .atLeast: try estimators.share { $0.nonzeroBitCount >= number }
                    case .pair: try estimators.share(pair: pairs[event.causes] ?? 0, event: 0)
                    case .firstOnly: try estimators.share(pair: pairs[event.causes] ?? 0, event: 1)
                    case .secondOnly: try estimators.share(pair: pairs[event.causes] ?? 0, event: 2)
                    }
            }
            event.weighted = WeightedFigure(estimate, choices, weighting, isByDefinition: false, mayShow: mayShow)
            event.reliability = event.completeWith.value.flatMap { with in
                event.complete.value.flatMap {
                    choices.reliability(events: with, records: $0, weighted: event.weighted)
                }
            }
            return event
        }
        return figures
    }
}
