// How one file answers the variables of a codebook: its layout, dictionary and mapping brought together.

package import CSVReading
package import Codebook
package import Exports
internal import FEEL
package import RuleSets

/// Everything that it takes to read one file's records as answers.
package struct Intake: Sendable {
    /// The layout, with the labels of the dictionary.
    package let layout: Layout
    /// Which question answers which variable, and why.
    package let binding: Binding
    /// The codebook with the words for missing answers that platform, dictionary and mapping add.
    package let codebook: Codebook
    /// For variables whose cells are not read as they stand, by position, what is done to them.
    package let recipes: [Int: Recipe]
    /// What a person should know: options without a code, units that are converted, columns that were passed over.
    package let remarks: [String]

    /// The variables whose decimal mark a mapping or dictionary settles, by position.
    private let decimalMarksKnown: Set<Int>

    /// Whether a mapping or dictionary says how a variable's decimals are written.
    package func knowsDecimalMark(of variable: Int) -> Bool { decimalMarksKnown.contains(variable) }

    /// The columns, from 0, that answer a variable; nil where there is none.
    package func columns(of variable: Int) -> [Int]? {
        recipes[variable]?.columns ?? binding.matches[variable].map { [$0.column] }
    }

    /// The columns, from 0, that no variable takes anything from, of `count` in all.
    package func unboundColumns(of count: Int) -> [Int] {
        var used = Set(binding.matches.indices.flatMap { columns(of: $0) ?? [] })
        for case .some(let match) in binding.matches {
            guard let question = match.question.map({ layout.questions[$0] }) else { continue }
            used.formUnion(question.columns + [question.column])
        }
        return (0..<count).filter { !used.contains($0) }
    }

    /// Reads a plain header, without a dictionary or mapping. Throws what `Binding` throws.
    package init(plain header: [String], codebook: Codebook) throws(BindingError) {
        layout = .plain(header)
        binding = try Binding(header: header, codebook: codebook)
        self.codebook = codebook
        recipes = [:]
        remarks = []
        decimalMarksKnown = []
    }

    /// Brings together what is known of a file.
    ///
    /// - Parameters:
    ///   - header: The names of its columns.
    ///   - layout: Its layout, without the labels of the dictionary.
    ///   - dictionary: The data dictionary of the project, if there is one.
    ///   - mapping: The project's mapping, if there is one.
    ///   - dialect: How the file writes numbers, as far as is known without a mapping.
    ///   - codebook: The rule set's variables.
    ///   - keepsConflicts: Whether columns that cannot be told apart stay unbound, to be named in a draft, instead of being an error.
    /// - Throws: ``IntakeError``.
    package init(
        header: [String],
        layout: Layout,
        dictionary: DataDictionary? = nil,
        mapping: Mapping? = nil,
        dialect: Dialect = Dialect(delimiter: UInt8(ascii: ",")),
        codebook: Codebook,
        keepsConflicts: Bool = false
    ) throws(IntakeError) {
        var layout = layout
        if let dictionary {
            if let mismatch = dictionary.mismatch(with: layout) { throw IntakeError(message: mismatch) }
            layout.add(dictionary)
        }
        let finder = try ColumnFinder(mapping, header, layout)
        layout = finder.layout
        let binding: Binding
        do {
            binding = try Binding(
                header: header,
                questions: layout.questions,
                codebook: codebook,
                decisions: try Self.decisions(finder, mapping, codebook),
                keepsConflicts: keepsConflicts
            )
        } catch let error as BindingError {
            if case .nothing = error, DataDictionary.isDictionary(header) {
                throw IntakeError(
                    message:
                        "this is a REDCap data dictionary, not data; name the project's data file, and this one with --dictionary"
                )
            }
            throw IntakeError(column: error.column, message: error.message)
        } catch let error as IntakeError {
            throw error
        } catch {
            throw IntakeError(message: "\(error)")
        }
        // An id alone says nothing about anyone.
        if !keepsConflicts, binding.collected == Set([codebook.recordID].compactMap(\.self)) {
            let column = codebook.recordID.flatMap { binding.matches[$0] }.map { header[$0.column] }
            let nothing = BindingError.nothing(
                names: header,
                expected: codebook.variables.map(\.id),
                recordID: column
            )
            throw IntakeError(message: nothing.message)
        }
        let maker = RecipeMaker(
            layout: layout,
            dictionary: dictionary,
            hasDecimalComma: mapping?.hasDecimalComma,
            dialect: dialect
        )
        var variables = codebook.variables
        var recipes: [Int: Recipe] = [:]
        var decimalMarksKnown: Set<Int> = []
        var remarks = binding.passedOver.map { passed -> String in
            let id = codebook.variables[passed.variable].id
            let column = "column \(passed.column + 1) (\"\(passed.name.prefix(60))\")"
            return passed.isItem
                ? "\(column) is called like '\(id)', but looks like one of several numbered items, so it is not taken for the total; "
                    + "a mapping file (--map) can say that it is, or compute '\(id)' from the items"
                : "\(column) could answer '\(id)', too, but another column says more; a mapping file (--map) can choose"
        }
        var narrower: [String] = []
        for (position, match) in binding.matches.enumerated() {
            guard let match, let place = match.question, position != codebook.recordID else { continue }
            let treatment = finder.uses[place]?.treatment
            let result = maker.recipe(
                for: layout.questions[place],
                codebook.variables[position],
                unit: match.unit,
                treatment
            )
            variables[position] = result.variable
            recipes[position] = result.recipe
            remarks += result.remarks
            if result.knowsDecimalMark { decimalMarksKnown.insert(position) }
            if let range = result.narrowerRange {
                narrower.append("\(result.variable.id) \(describe(range.lowerBound)) to \(describe(range.upperBound))")
            }
        }
        if !narrower.isEmpty {
            remarks.append(
                "the dictionary's ranges are narrower than the rule set's, and values outside are implausible: \(narrower.joined(separator: ", "))"
            )
        }
        if let mapping {
            let computer = ComputationMaker(
                codebook: codebook,
                mapping: mapping,
                finder: finder,
                maker: maker,
                variables: variables,
                recipes: recipes,
                binding: binding
            )
            for computed in mapping.computed {
                recipes[computed.variable] = .computed(try computer.computation(computed))
            }
        }
        self.layout = layout
        self.binding = binding
        self.codebook = Self.codebook(variables, codebook, layout, mapping)
        self.recipes = recipes
        self.remarks = remarks
        self.decimalMarksKnown = decimalMarksKnown
    }

    /// What the mapping settles before anything is bound.
    private static func decisions(
        _ finder: ColumnFinder,
        _ mapping: Mapping?,
        _ codebook: Codebook
    ) throws(IntakeError) -> Binding.Decisions {
        var decisions = Binding.Decisions()
        for (place, use) in finder.uses.sorted(by: { $0.key < $1.key }) {
            switch use.use {
            case .ignored, .named: decisions.ignored.insert(place)
            case .variable(let position):
                let question = finder.layout.questions[place]
                let variable = codebook.variables[position]
                guard variable.type.takes(question) else {
                    throw IntakeError(
                        at: use.place,
                        message:
                            "\"\(use.header)\" has \(question.options.count) columns of options, which '\(variable.id)' cannot hold; "
                            + "name one of them, such as \"#\(question.column + 1)\""
                    )
                }
                decisions.bound[position] = (
                    place, "line \(use.place.line) of the mapping says so", use.treatment.unit != nil
                )
            }
        }
        for computed in mapping?.computed ?? [] {
            decisions.computed[computed.variable] = (0, "the mapping computes it as \(computed.value.text)")
        }
        return decisions
    }

    /// The codebook with the words for missing answers that hold in this file.
    private static func codebook(
        _ variables: [Variable],
        _ codebook: Codebook,
        _ layout: Layout,
        _ mapping: Mapping?
    ) -> Codebook {
        var words = codebook.missingWords
        for added in [mapping?.missing ?? [:], layout.missingWords] {
            for (kind, more) in added { words[kind, default: []] += more }
        }
        return Codebook(variables: variables, missingWords: words)
    }
}

/// Why a file cannot be read as its mapping, dictionary or header have it.
package struct IntakeError: Error, Sendable {
    /// The place in the mapping file that is to blame; nil where the header is.
    package var mappingPlace: Place?
    /// The column to blame, from 1.
    package var column: Int?
    /// One sentence: what is wrong and what to do.
    package var message: String

    init(at place: Place? = nil, column: Int? = nil, message: String) {
        (mappingPlace, self.column, self.message) = (place, column, message)
    }
}
