// Options of other commands that a report says no to, with what to do instead.

import ArgumentParser

/// The options of `summarise` that weight records or standardise, which a report refuses by name.
struct UnweightedOnly: ParsableArguments {
    @Option(help: .hidden) var weights: String?
    @Option(help: .hidden) var strata: String?
    @Option(help: .hidden) var psu: String?
    @Option(name: .customLong("lonely-psu"), help: .hidden) var lonelyPSU: String?
    @Option(help: .hidden) var standardise: String?
    @Option(name: .customLong("age-bands"), help: .hidden) var ageBands: String?

    func validate() throws {
        let designs = [
            (weights, "--weights"), (strata, "--strata"), (psu, "--psu"), (lonelyPSU, "--lonely-psu"),
        ]
        if let name = designs.first(where: { $0.0 != nil })?.1 {
            throw ValidationError(
                "a report counts every record once, so '\(name)' would change only a part of it; for weighted figures use 'lumbar summarise \(name) …', with --format markdown for a page of text"
            )
        }
        let standards = [(standardise, "--standardise"), (ageBands, "--age-bands")]
        if let name = standards.first(where: { $0.0 != nil })?.1 {
            throw ValidationError(
                "a report shows crude prevalence by group, not '\(name)'; for standardised figures use 'lumbar summarise --standardise …'"
            )
        }
    }
}
