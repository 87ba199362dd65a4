// Which columns of a file say how the sample was drawn, by their names in the header.

internal import CSVReading
internal import Codebook
internal import FEEL
package import Prevalence
package import Statistics

/// The columns of weights, strata and sampling units (PSUs) that a run was asked to use.
package struct DesignColumns: Sendable, Hashable {
    /// The name of each, as the user wrote it; nil where there is none.
    package var weights: String?, strata: String?, psu: String?
    /// What is made of records in which a missing answer leaves a cause open.
    package var open = OpenVerdict.excluded
    /// Whether records outside the population are summed up, too.
    package var hasContrast = false
    /// Whether combinations of causes are summed up, too.
    package var hasCombinations = false

    /// Names columns.
    package init(weights: String? = nil, strata: String? = nil, psu: String? = nil, open: OpenVerdict = .excluded) {
        (self.weights, self.strata, self.psu, self.open) = (weights, strata, psu, open)
    }

    /// How the sample was drawn.
    package var design: SurveyDesign { psu == nil ? .records : .clusters }

    /// The most sampling units that a run keeps apart, a million unless tests say otherwise.
    package var mostUnits = 1_000_000

    /// What to say where there are more.
    var tooManyUnits: RunError {
        RunError(
            message:
                "there are more than \(mostUnits) sampling units; '--psu' takes the column of the units that were drawn first, such as places or clinics, and "
                + "none if each record was drawn by itself"
        )
    }

    /// What to say where combinations of causes take too many sums.
    var tooManyCombinations: RunError {
        RunError(
            message:
                "there are too many sampling units for so many combinations of causes: \(DesignCombinationTally.mostSums) at most, multiplied; leave out --combinations, "
                + "or take a rule set of fewer causes"
        )
    }

    /// The columns of a file that its header names, from 0; or the slots in which the reader hands over their cells.
    package struct Places: Sendable {
        /// Each of them.
        package internal(set) var weights: Int?, strata: Int?, psu: Int?

        /// All of them, in this order.
        package var all: [Int] { [weights, strata, psu].compactMap(\.self) }

        init(weights: Int? = nil, strata: Int? = nil, psu: Int? = nil) {
            (self.weights, self.strata, self.psu) = (weights, strata, psu)
        }
    }

    /// Finds the columns in a header. A name counts as it stands, then but for case, spaces, punctuation and accents; `#7` is the seventh column.
    ///
    /// - Throws: A `RunError` at the header's line, with the name that was probably meant.
    func places(in header: Header, _ path: String) throws(RunError) -> Places {
        var found: [(option: String, column: Int)] = []
        func place(_ name: String?, _ option: String) throws(RunError) -> Int? {
            guard let name else { return nil }
            let column = try Self.column(name, option, header, path)
            if let other = found.first(where: { $0.column == column }) {
                throw RunError(
                    path: path,
                    line: header.line,
                    column: column + 1,
                    message:
                        "'\(other.option)' and '\(option)' both name column \(column + 1); each needs one of its own"
                )
            }
            found.append((option, column))
            return column
        }
        return Places(
            weights: try place(weights, "--weights"),
            strata: try place(strata, "--strata"),
            psu: try place(psu, "--psu")
        )
    }

    private static func column(
        _ name: String,
        _ option: String,
        _ header: Header,
        _ path: String
    ) throws(RunError) -> Int {
        func fail(_ message: String) -> RunError {
            RunError(path: path, line: header.line, message: "'\(option) \(name)': \(message)")
        }
        let names = header.names
        for test in [
            { $0 == name }, { !normalisedSpelling(name).isEmpty && normalisedSpelling($0) == normalisedSpelling(name) },
        ] as [(String) -> Bool] {
            let columns = names.indices.filter { test(names[$0]) }
            if columns.count == 1 { return columns[0] }
            if columns.count > 1 {
                let numbers = columns.prefix(5).map { "\"#\($0 + 1)\"" }.joined(separator: " or ")
                throw fail("the file has \(columns.count) columns of that name; write \(numbers) to say which")
            }
        }
        if name.hasPrefix("#"), let number = Int(name.dropFirst()) {
            guard names.indices.contains(number - 1) else {
                throw fail("there is no column \(number); the file has \(names.count)")
            }
            return number - 1
        }
        let hint =
            closestName(to: name, among: names).map { "did you mean \"\($0)\"?" }
            ?? "it has \(names.prefix(12).map { "\"\($0.prefix(40))\"" }.joined(separator: ", "))\(names.count > 12 ? ", …" : "")"
        throw fail("the file has no such column; \(hint)")
    }
}
