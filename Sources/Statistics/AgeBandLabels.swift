// Age bands as people write them, and bounds that nest in a standard's.

extension AgeBand {
    /// Reads ages such as "20-39", "20–39", "20 to 39", "85+", "<5" or "0", whole years with both ends included.
    ///
    /// - Throws: If the text is none of these, with an example.
    package init(label: String) throws(StatisticsError) {
        let text = label.lowercased().filter { !$0.isWhitespace }.replacing("years", with: "").replacing(
            "to",
            with: "-"
        )
        .replacing("–", with: "-").replacing("andover", with: "+").replacing("andolder", with: "+")
        let unreadable = StatisticsError("\"\(label.prefix(40))\" is no band of ages; write 20-39, 85+, <5 or 0")
        func age(_ part: some StringProtocol) throws(StatisticsError) -> Double {
            guard let age = Double(part), age >= 0, age <= 150 else { throw unreadable }
            return age
        }
        if text.hasSuffix("+") {
            try self.init(from: age(text.dropLast()), to: nil)
        } else if text.hasPrefix("<") {
            try self.init(from: 0, to: age(text.dropFirst()))
        } else {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count <= 2, let first = parts.first, let last = parts.last else { throw unreadable }
            try self.init(from: age(first), to: age(last) + 1)
        }
    }
}

extension StandardPopulation {
    /// Bounds of this population near others, each once, in rising order: bands that begin there are made up of whole bands of its own.
    package func bounds(near others: [Double]) -> [Double] {
        let lowers = bands.map(\.band.lower)
        let nearest = others.compactMap { wanted in
            // Of two that are equally near the lower.
            lowers.min { (abs($0 - wanted), $0) < (abs($1 - wanted), $1) }
        }
        return Set(nearest).sorted()
    }
}
