// Which delimiter a file has, by how a sample reads with each.

/// The delimiters that are looked for.
package enum UsualDelimiter: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case semicolon = 0x3B
    case tab = 0x09
    case pipe = 0x7C

    /// The name that `--delimiter` takes.
    package var name: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        case .pipe: "pipe"
        }
    }
}

/// What a sample says about its delimiter.
package enum DelimiterSniff: Sendable, Equatable {
    /// A delimiter, and how many columns the header then has.
    case sure(UInt8, columns: Int)
    /// None of the usual delimiters is in the header: there is one column.
    case oneColumn
    /// Several delimiters would do.
    case unsure([Candidate])

    /// A delimiter that may be the one.
    package struct Candidate: Sendable, Equatable {
        /// The delimiter.
        package var delimiter: UsualDelimiter
        /// How many columns the header has with it.
        package var columns: Int
    }

    /// Tries the usual delimiters on a sample of whole lines.
    ///
    /// - Complexity: Linear in the sample, and once more for each delimiter where several are in the header.
    package init(_ text: [UInt8]) {
        let candidates = UsualDelimiter.allCases.compactMap { delimiter -> Candidate? in
            guard text.has(delimiter.rawValue), let header = SampleHeader(text, delimiter: delimiter.rawValue),
                header.columns > 1
            else { return nil }
            return Candidate(delimiter: delimiter, columns: header.columns)
        }
        if candidates.count == 1 {
            self = .sure(candidates[0].delimiter.rawValue, columns: candidates[0].columns)
            return
        }
        let trials = candidates.compactMap { candidate in
            SampleReading(text, delimiter: candidate.delimiter.rawValue).map {
                Trial(delimiter: candidate.delimiter, columns: candidate.columns, share: $0.share)
            }
        }
        let unbeaten = trials.filter { trial in !trials.contains { $0.beats(trial) } }
        if trials.isEmpty {
            self = .oneColumn
        } else if unbeaten.count == 1,
            trials.allSatisfy({ $0.delimiter == unbeaten[0].delimiter || unbeaten[0].beats($0) })
        {
            self = .sure(unbeaten[0].delimiter.rawValue, columns: unbeaten[0].columns)
        } else {
            self = .unsure(unbeaten.map { Candidate(delimiter: $0.delimiter, columns: $0.columns) })
        }
    }

    private struct Trial {
        var delimiter: UsualDelimiter
        var columns: Int
        /// The share of the records that fit the header.
        var share: Double

        /// Whether this delimiter is so much better than another that nobody would ask: far more records fit the header, or about as many
        /// do and they have at least twice the columns.
        func beats(_ other: Trial) -> Bool {
            if share > 2 * other.share { return true }
            return share >= 0.8 * other.share && columns >= 2 * other.columns
        }
    }

    /// What to say of an unsure one.
    static func question(_ candidates: [Candidate]) -> String {
        let ways = candidates.map { "--delimiter \($0.delimiter.name) (\($0.columns) columns)" }
        return "the delimiter cannot be told; pass \(ways.joined(separator: " or "))"
    }
}
