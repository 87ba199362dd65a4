// YAML to a mapping, with every problem reported at its place.

internal import Codebook
internal import FEEL
internal import Mappings
internal import RuleSets
internal import YAMLReading
internal import Yams

/// Reads the parts of a mapping file.
struct MappingReader {
    private let log: ProblemLog
    private let ruleSet: RuleSet
    private var codebook: Codebook { ruleSet.codebook }

    init(_ log: ProblemLog, _ ruleSet: RuleSet) {
        self.log = log
        self.ruleSet = ruleSet
    }

    /// The mapping of a document; parts with problems are left out of it, so it is fit for use only if the log holds no error.
    func mapping(_ fields: Fields, path: String) -> Mapping {
        _ = fields.text("mapping")
        if let node = fields.take("rules"), let id = node.text, id != ruleSet.id {
            log.report(
                at: node.place,
                "the mapping is for the rule set '\(id)', not for '\(ruleSet.id)'; use it with its own (--rules), or change the name here"
            )
        }
        let missing = fields.take("missing").map { missingWords($0, "missing") } ?? [:]
        let hasDecimalComma = hasDecimalComma(fields)
        let columns = fields.entries("columns").compactMap(column)
        let computed = fields.entries("compute").compactMap { computation($0, columns) }
        fields.finish()
        checkOnce(columns, computed)
        return Mapping(
            path: path,
            missing: missing,
            hasDecimalComma: hasDecimalComma,
            columns: columns,
            computed: computed
        )
    }

    private typealias Entry = (key: String, value: Node, place: Place)

    // MARK: Columns

    private func column(_ entry: Entry) -> Mapping.Column? {
        let title = "column \"\(entry.key)\""
        if entry.value.isNull {
            log.report(
                at: entry.value.place,
                "\(title) is still blank; write the variable that it answers, such as '\(example)', or 'ignore'"
            )
            return nil
        }
        if let word = entry.value.text {
            if word == "ignore" {
                return Mapping.Column(header: entry.key, use: .ignored, treatment: .init(), place: entry.place)
            }
            return position(of: word, at: entry.value.place).map {
                Mapping.Column(header: entry.key, use: .variable($0), treatment: .init(), place: entry.place)
            }
        }
        let fields = Fields(entry.value, title, log)
        defer { fields.finish() }
        guard let (use, variable) = use(fields) else {
            for key in ["unit", "decimal", "codes", "yes", "no", "missing", "separator", "unchecked"] {
                _ = fields.take(key)
            }
            return nil
        }
        let treatment = treatment(fields, variable)
        return Mapping.Column(header: entry.key, use: use, treatment: treatment, place: entry.place)
    }

    /// A variable that a message can name for example.
    private var example: String { codebook.variables.first { $0.id != "record_id" }?.id ?? "age_years" }

    /// What a column is used for, and as what its cells are read.
    private func use(_ fields: Fields) -> (Mapping.Use, Variable)? {
        if let node = fields.take("variable") {
            if fields.take("name") != nil {
                log.report(at: node.place, "\(fields.subject) has both 'variable' and 'name'; keep one")
            }
            guard let id = word(node, "variable", fields) else { return nil }
            return position(of: id, at: node.place).map { (.variable($0), codebook.variables[$0]) }
        }
        guard let node = fields.take("name") else {
            log.report(
                at: fields.place,
                "\(fields.subject) has neither 'variable' nor 'name'; add one, or write 'ignore' instead"
            )
            return nil
        }
        guard let name = word(node, "name", fields) else { return nil }
        let isText = fields.take("type").map { type in
            let word = type.text ?? ""
            if !["number", "text"].contains(word) {
                log.report(at: type.place, "'type' of \(fields.subject) is '\(word)'; types are number and text")
            }
            return word == "text"
        }
        guard codebook.position(of: name) == nil, !ruleSet.parameters.contains(where: { $0.id == name }) else {
            log.report(
                at: node.place,
                "'\(name)' is already a name of the rule set; choose another, or write 'variable: \(name)'"
            )
            return nil
        }
        let variable = Variable(id: name, label: name, type: isText == true ? .category([]) : .number)
        return (.named(name, isText: isText == true), variable)
    }

    /// A word that must not be left blank.
    private func word(_ node: Node, _ key: String, _ fields: Fields) -> String? {
        if let text = node.text, !node.isNull { return text }
        let blank = node.isNull ? "still blank" : node.shape
        log.report(
            at: node.place,
            "'\(key)' of \(fields.subject) is \(blank); fill it in, or write 'ignore' for the whole column"
        )
        return nil
    }

    private func position(of id: String, at place: Place) -> Int? {
        if let position = codebook.position(of: id) { return position }
        let hint =
            closestName(to: id, among: codebook.variables.map(\.id) + ["ignore"]).map { "did you mean '\($0)'?" }
            ?? "'lumbar rules list' names them"
        log.report(at: place, "there is no variable '\(id)'; \(hint)")
        return nil
    }

    // MARK: Cells

    private func treatment(_ fields: Fields, _ variable: Variable) -> Mapping.Treatment {
        var treatment = Mapping.Treatment()
        treatment.unit = fields.take("unit").flatMap { unit($0, fields, variable) }
        treatment.hasDecimalComma = hasDecimalComma(fields)
        treatment.codes = codes(fields, variable)
        if let node = fields.take("missing") {
            treatment.missing = missingWords(node, "'missing' of \(fields.subject)")
            let stated = Set(treatment.missing.values.joined().map { $0.lowercased() })
            for (value, code) in treatment.codes where stated.contains(value.lowercased()) {
                log.report(
                    at: node.place,
                    "'\(value)' of \(fields.subject) is both missing and the code '\(code)'; keep one"
                )
            }
        }
        treatment.separators = fields.texts("separator")
        if let node = fields.take("unchecked"), let code = word(node, "unchecked", fields) {
            // 'missing' is what holds anyway; to say so makes a draft complete.
            if code != "missing" { treatment.unchecked = self.code(code, node.place, fields, variable) }
        }
        return treatment
    }

    /// `decimal: comma` or `decimal: point`.
    private func hasDecimalComma(_ fields: Fields) -> Bool? {
        guard let node = fields.take("decimal") else { return nil }
        let word = node.text ?? ""
        if !["comma", "point"].contains(word) {
            log.report(at: node.place, "'decimal' of \(fields.subject) is '\(word)'; write comma or point")
        }
        return word == "comma"
    }

    private func unit(_ node: Node, _ fields: Fields, _ variable: Variable) -> MeasurementUnit? {
        guard let name = word(node, "unit", fields) else { return nil }
        let target = variable.unit.flatMap(MeasurementUnit.init(named:))
        let fitting = MeasurementUnit.allCases.filter { $0.dimension == target?.dimension }
        guard let target else {
            let what = variable.unit.map { "is in \($0), which nothing converts to" } ?? "has no unit"
            log.report(
                at: node.place,
                "'\(variable.id)' \(what); remove 'unit' and compute the value instead ('compute:')"
            )
            return nil
        }
        guard let unit = MeasurementUnit(named: name), unit.dimension == target.dimension else {
            let known = fitting.map(\.rawValue)
            let hint =
                closestName(to: name, among: known).map { "did you mean '\($0)'?" }
                ?? "write \(known.joined(separator: ", "))"
            log.report(
                at: node.place,
                "'\(name)' is no unit of '\(variable.id)', which is in \(target.rawValue); \(hint)"
            )
            return nil
        }
        return unit
    }

    private func codes(_ fields: Fields, _ variable: Variable) -> [(value: String, code: String)] {
        var codes: [(value: String, code: String)] = []
        for (value, node, _) in fields.entries("codes") {
            if node.isNull {
                log.report(
                    at: node.place,
                    "the value '\(value)' of \(fields.subject) is still blank; write its code, or move it to 'missing'"
                )
            } else if let text = node.text, let code = code(text, node.place, fields, variable) {
                codes.append((value, code))
            }
        }
        for key in ["yes", "no"] {
            guard let node = fields.take(key) else { continue }
            guard case .boolean = variable.type else {
                log.report(
                    at: node.place,
                    "'\(key)' of \(fields.subject): '\(variable.id)' is no yes or no; use 'codes'"
                )
                continue
            }
            for value in fields.words(node, key) { codes.append((value, key)) }
        }
        return codes
    }

    /// A code that a variable has.
    private func code(_ text: String, _ place: Place, _ fields: Fields, _ variable: Variable) -> String? {
        let known: [String]
        switch variable.type {
        case .number:
            if Double(text) == nil {
                log.report(
                    at: place,
                    "'\(text)' is no number, as '\(variable.id)' is; write one, or list the value under 'missing'"
                )
                return nil
            }
            return text
        case .boolean: known = ["yes", "no"]
        case .category(let codes), .set(let codes, _): known = codes.map(\.id)
        case .text: return text
        }
        if let word = variable.type.word(ofCode: text) { return word }
        let hint =
            closestName(to: text, among: known).map { "did you mean '\($0)'?" }
            ?? "they are \(known.joined(separator: ", "))"
        log.report(at: place, "'\(text)' is none of the codes of '\(variable.id)'; \(hint)")
        return nil
    }

    private func missingWords(_ node: Node, _ subject: String) -> [MissingKind: [String]] {
        let fields = Fields(node, subject, log)
        var words: [MissingKind: [String]] = [:]
        for kind in MissingKind.worded {
            if let node = fields.take(kind.rawValue) { words[kind] = fields.words(node, kind.rawValue) }
        }
        fields.finish()
        return words
    }

    // MARK: Computed variables

    private func computation(_ entry: Entry, _ columns: [Mapping.Column]) -> Mapping.Computed? {
        guard let position = position(of: entry.key, at: entry.place) else { return nil }
        if entry.value.isNull {
            log.report(
                at: entry.value.place,
                "the expression of '\(entry.key)' is still blank; write it, or remove the line"
            )
            return nil
        }
        // One field of the mapping `compute`, read as an expression.
        guard let value = Fields.expression(entry.value, key: entry.key, "'compute'", log) else { return nil }
        let variable = codebook.variables[position]
        let checked = Computation(
            value: value,
            inputs: names(columns).filter { value.syntax.names.contains($0.id) }.map {
                Computation.Input(name: $0.id, variable: $0, column: 0, recipe: nil)
            }
        )
        for problem in checked.problems(as: variable, texts: ruleSet) {
            let place = Expression.place(
                of: problem.offset,
                in: value.text,
                at: value.place,
                isVerbatim: value.isVerbatim
            )
            log.report(at: place, problem.message)
        }
        return Mapping.Computed(variable: position, value: value)
    }

    /// Everything that an expression can name.
    private func names(_ columns: [Mapping.Column]) -> [Variable] {
        codebook.variables
            + columns.compactMap { column in
                guard case .named(let name, let isText) = column.use else { return nil }
                return Variable(id: name, label: name, type: isText ? .category([]) : .number)
            }
    }

    /// Reports variables and names that are given twice.
    private func checkOnce(_ columns: [Mapping.Column], _ computed: [Mapping.Computed]) {
        var variables: [Int: String] = [:]
        var names: Set<String> = []
        for column in columns {
            switch column.use {
            case .variable(let position):
                let id = codebook.variables[position].id
                if let other = variables.updateValue("\"\(column.header)\"", forKey: position) {
                    log.report(
                        at: column.place,
                        "'\(id)' is answered by \(other) and by \"\(column.header)\"; keep one and 'ignore' the other"
                    )
                }
            case .named(let name, _):
                if !names.insert(name).inserted {
                    log.report(at: column.place, "the name '\(name)' is given to two columns; choose another")
                }
            case .ignored: break
            }
        }
        for computed in computed {
            let id = codebook.variables[computed.variable].id
            if let other = variables.updateValue("an expression", forKey: computed.variable) {
                log.report(at: computed.value.place, "'\(id)' is computed here and answered by \(other); keep one")
            }
            if computed.variable == codebook.recordID {
                log.report(at: computed.value.place, "'\(id)' names records and cannot be computed; map a column to it")
            }
        }
    }
}
