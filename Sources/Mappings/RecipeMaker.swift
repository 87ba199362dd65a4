// Chooses the recipe of a variable: what has to be done to the cells of its question.

internal import CSVReading
internal import Codebook
internal import Exports
internal import RuleSets

/// Makes recipes for the questions of one file.
struct RecipeMaker {
    let layout: Layout
    let dictionary: DataDictionary?
    /// Whether all numbers have a decimal comma, if a mapping says so.
    let hasDecimalComma: Bool?
    /// How the file writes numbers where nothing else says so.
    let dialect: Dialect

    /// What a question comes to for a variable.
    struct Result {
        /// The variable with the words for missing answers that hold in this file.
        var variable: Variable
        /// What is done to its cells; nil where they are read as they stand.
        var recipe: Recipe?
        /// What a person should know.
        var remarks: [String] = []
        /// Whether a mapping or dictionary settles how its decimals are written.
        var knowsDecimalMark = false
        /// The dictionary's range, where it is narrower than the variable's and holds in its place.
        var narrowerRange: ClosedRange<Double>?
    }

    /// The recipe for a question that answers a variable. `unit` is what the file's own names give where it is not the variable's; what the
    /// mapping says, the treatment, comes before everything else.
    func recipe(
        for question: Question,
        _ variable: Variable,
        unit: MeasurementUnit?,
        _ treatment: Mapping.Treatment?
    ) -> Result {
        var result = Result(variable: variable)
        let field = question.names.first.flatMap { dictionary?.field($0.text) }
        addMissingWords(field, treatment, to: &result)
        if !question.options.isEmpty {
            ticks(question, treatment, &result)
        } else if case .set(_, let separator) = variable.type,
            layout.platform != .plain || field != nil || treatment != nil
        {
            parts(question, field, treatment, separator, &result)
        } else {
            cell(question, field, unit, treatment, &result)
        }
        narrow(field, treatment?.unit ?? unit, question, &result)
        return result
    }

    private func addMissingWords(
        _ field: DataDictionary.Field?,
        _ treatment: Mapping.Treatment?,
        to result: inout Result
    ) {
        for (kind, words) in treatment?.missing ?? [:] { result.variable.missingWords[kind, default: []] += words }
        let known = result.variable.type.codeTable
        for choice in field?.choices ?? [] where known.code(of: choice.label) == nil {
            guard let kind = MissingPhrases.kind(of: choice.label) else { continue }
            result.variable.missingWords[kind, default: []] += [choice.code, choice.label]
        }
    }

    /// Takes over the range of the dictionary, given in the unit of the cells, as far as it is narrower than the variable's.
    private func narrow(
        _ field: DataDictionary.Field?,
        _ unit: MeasurementUnit?,
        _ question: Question,
        _ result: inout Result
    ) {
        let variable = result.variable
        guard case .number = variable.type, let field, field.minimum != nil || field.maximum != nil else { return }
        func own(_ value: Double?) -> Double? {
            guard let unit, let target = variable.unit.flatMap(MeasurementUnit.init(named:)) else { return value }
            return value.map { unit.convert($0, to: target) }
        }
        let known = variable.range ?? -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
        let low = max(own(field.minimum) ?? known.lowerBound, known.lowerBound)
        let high = min(own(field.maximum) ?? known.upperBound, known.upperBound)
        guard low <= high else {
            let bounds = [field.minimum.map { "from \(describe($0))" }, field.maximum.map { "to \(describe($0))" }]
            result.remarks.append(
                "'\(question.title)' goes \(bounds.compactMap(\.self).joined(separator: " ")) by the dictionary, but '\(variable.id)' is plausible from "
                    + "\(describe(known.lowerBound)) to \(describe(known.upperBound)) \(variable.unit ?? ""): if it is in another unit, say so in a mapping "
                    + "file (--map); the dictionary's range is not used"
            )
            return
        }
        guard low...high != known else { return }
        result.variable.range = low...high
        result.narrowerRange = low...high
    }

    // MARK: Several options

    private func ticks(_ question: Question, _ treatment: Mapping.Treatment?, _ result: inout Result) {
        let variable = result.variable
        let codes = codes(nil, treatment, variable)
        var separator = ";"
        if case .set(_, let mark) = variable.type { separator = mark }
        var unchecked = treatment?.unchecked
        let options = question.options.map { option in
            let code: String?
            if case .boolean(let yes, _) = variable.type {
                code = yes.first
            } else {
                code = option.names.lazy.compactMap { codes.code(of: $0) }.first
            }
            return TickRecipe.Option(column: option.column, names: option.names, code: code)
        }
        unchecked = unchecked.flatMap { variable.type.word(ofCode: $0) }
        let open = options.filter { $0.code == nil }.compactMap(\.names.last)
        if !open.isEmpty {
            result.remarks.append(
                "the options \(open.map { "'\($0)'" }.joined(separator: ", ")) of '\(question.title)' are no codes of "
                    + "'\(variable.id)', so answers with them are unparseable; give them codes in a mapping file (--map)"
            )
        }
        result.recipe = .ticks(TickRecipe(options: options, separator: separator, unchecked: unchecked))
    }

    private func parts(
        _ question: Question,
        _ field: DataDictionary.Field?,
        _ treatment: Mapping.Treatment?,
        _ separator: String,
        _ result: inout Result
    ) {
        var separators = treatment?.separators ?? []
        if separators.isEmpty { separators = question.separators }
        if separators.isEmpty { separators = layout.platform.separators }
        if !separators.contains(separator) { separators.append(separator) }
        result.recipe = .parts(
            PartRecipe(
                column: question.column,
                separators: separators,
                codes: codes(field, treatment, result.variable),
                separator: separator
            )
        )
    }

    // MARK: One answer

    private func cell(
        _ question: Question,
        _ field: DataDictionary.Field?,
        _ unit: MeasurementUnit?,
        _ treatment: Mapping.Treatment?,
        _ result: inout Result
    ) {
        let variable = result.variable
        var recipe = CellRecipe(column: question.column)
        var isNumber = false
        if case .number = variable.type { isNumber = true }
        // What the dialect says is known to whoever reads cells as they stand.
        let dialectHasComma = isNumber && dialect.decimalMark(ofColumn: question.column) == .comma
        recipe.target = variable.unit.flatMap(MeasurementUnit.init(named:))
        if isNumber {
            for (value, code) in treatment?.codes ?? [] { recipe.codes.add(value, code) }
            recipe.unit = treatment?.unit ?? unit
            let isCommaField = field?.validation.contains("comma_decimal") == true
            let stated = treatment?.hasDecimalComma ?? hasDecimalComma ?? (isCommaField ? true : nil)
            recipe.hasDecimalComma = stated ?? dialectHasComma
            result.knowsDecimalMark = stated != nil
        } else if treatment?.codes.isEmpty == false || field?.choices.isEmpty == false {
            recipe.codes = codes(field, treatment, variable)
        }
        if let unit = recipe.unit, let target = recipe.target, treatment?.unit == nil {
            result.remarks.append(
                "'\(question.title)' is in \(unit.rawValue) by its name: converted to \(target.rawValue)"
            )
        }
        guard !recipe.codes.isEmpty || recipe.unit != nil || recipe.hasDecimalComma != dialectHasComma else { return }
        result.recipe = .cell(recipe)
    }

    /// The values that stand for codes: the mapping's, then the dictionary's, then the variable's own.
    private func codes(
        _ field: DataDictionary.Field?,
        _ treatment: Mapping.Treatment?,
        _ variable: Variable
    ) -> CodeTable {
        var table = CodeTable()
        let own = variable.type.codeTable
        for (value, code) in treatment?.codes ?? [] { table.add(value, variable.type.word(ofCode: code) ?? code) }
        for choice in field?.choices ?? [] {
            if let code = own.code(of: choice.label) {
                table.add(choice.code, code)
                table.add(choice.label, code)
            } else if variable.type.takesAnyText {
                table.add(choice.code, choice.label)
            }
        }
        switch variable.type {
        case .boolean(let yes, let no):
            for word in yes { table.add(word, yes[0]) }
            for word in no { table.add(word, no[0]) }
        case .category(let codes), .set(let codes, _):
            for code in codes { table.add(code.id, code.id) }
            for code in codes { for spelling in code.spellings { table.add(spelling, code.id) } }
        case .number, .text: break
        }
        return table
    }
}

extension Platform {
    /// What separates several options in one cell, where the sample did not show it.
    fileprivate var separators: [String] {
        switch self {
        case .qualtrics: [","]
        case .kobo: [" "]
        case .plain, .redcap, .surveymonkey, .limesurvey, .googleForms: [";", ", ", "|"]
        }
    }
}
