// Evaluates a computed variable: its inputs are columns of a small batch of their own.

package import Codebook
internal import Columns
internal import FEEL
package import RuleSets

/// One worker's evaluation of one computed variable.
final class ComputationReader {
    private let inputs: [Input]
    private let batch: ColumnBatch
    private let evaluator: Evaluator?
    private let operand: Operand
    private let variable: Variable
    private let column: Int
    /// Reads texts that the expression gives, as it would read cells.
    private let texts: CellReader

    private enum Input {
        case cells(CellReader)
        case recipe(RecipeReader)

        init(_ input: Computation.Input, in codebook: Codebook, column: Int, _ pool: TextPool) {
            // Only texts that the expression names can be told apart, and no others need to be.
            let texts = input.variable.type.takesAnyText ? OpenTexts(pool: pool, room: 0) : nil
            if let recipe = input.recipe {
                self = .recipe(
                    RecipeReader(recipe, input.variable, in: codebook, column: column, pool: pool, openTexts: texts)
                )
            } else {
                let reader = CellReader(
                    input.variable,
                    in: codebook,
                    column: column,
                    pool: pool,
                    openTexts: texts
                )
                reader.readsDecimalCommas = input.hasDecimalComma
                self = .cells(reader)
            }
        }

        var width: Int {
            switch self {
            case .cells: 1
            case .recipe(let reader): reader.width
            }
        }
    }

    /// Makes an evaluation whose result goes to a column of a run's batch.
    init(
        _ computation: Computation,
        _ variable: Variable,
        in codebook: Codebook,
        column: Int,
        pool: TextPool,
        openTexts: OpenTexts?
    ) {
        texts = CellReader(variable, in: codebook, column: column, pool: pool, openTexts: openTexts)
        self.variable = variable
        self.column = column
        let compiled = computation.compiled(texts: pool)
        let program = compiled?.program ?? Program()
        let batch = ColumnBatch(kinds: computation.inputs.map(\.variable.type.columnKind))
        inputs = computation.inputs.enumerated().map { Input($1, in: codebook, column: $0, program.texts) }
        self.batch = batch
        evaluator = compiled.map { Evaluator($0.program, over: batch) }
        operand = compiled?.operand ?? Operand(.null, at: 0)
    }

    /// Reads at most 64 records.
    func read(_ cells: [CellColumn], from start: Int, into target: ColumnBatch, missing: inout MissingTally) {
        guard let count = cells.first?.count else { return }
        batch.start(count: count)
        var kinds = [MissingTally](repeating: MissingTally(), count: inputs.count)
        var place = 0
        for (index, input) in inputs.enumerated() {
            let own = Array(cells[place..<place + input.width])
            switch input {
            case .cells(let reader): reader.read(own[0], from: 0, into: batch, missing: &kinds[index])
            case .recipe(let reader): reader.read(own, from: 0, into: batch, missing: &kinds[index])
            }
            place += input.width
        }
        evaluator?.run()
        for record in 0..<count {
            if let kind = store(record, into: target, at: start + record) { missing.add(kind) }
        }
    }

    /// Reads one record.
    func read(_ cells: [UnsafeBufferPointer<UInt8>], into target: ColumnBatch, record: Int) -> MissingKind? {
        evaluate(cells)
        return store(0, into: target, at: record)
    }

    /// The text that the expression gives for one record; nil if it gives none.
    func text(_ cells: [UnsafeBufferPointer<UInt8>]) -> String? {
        evaluate(cells)
        guard let evaluator, case .text(let identifier)? = evaluator.value(of: operand.position, record: 0) else {
            return nil
        }
        let texts = evaluator.program.texts.texts
        return texts.indices.contains(Int(identifier)) ? texts[Int(identifier)] : nil
    }

    private func evaluate(_ cells: [UnsafeBufferPointer<UInt8>]) {
        batch.start(count: 1)
        var place = 0
        for input in inputs {
            switch input {
            case .cells(let reader): _ = reader.read(cells[place], into: batch, record: 0)
            case .recipe(let reader):
                _ = reader.read(Array(cells[place..<place + input.width]), into: batch, record: 0)
            }
            place += input.width
        }
        evaluator?.run()
    }

    /// Puts a result into the run's batch. Where an input is missing the result is blank; where it is unknown although all are there, not applicable.
    private func store(_ record: Int, into target: ColumnBatch, at place: Int) -> MissingKind? {
        switch evaluator?.value(of: operand.position, record: record) {
        case .number(let value):
            if let range = variable.range, !range.contains(value) { return .implausible }
            target.numbers(column)[place] = value
        case .boolean(let value):
            if value { setBit(target.truths(column), place) }
        case .text(let identifier):
            guard let all = evaluator?.program.texts.texts, all.indices.contains(Int(identifier)) else {
                return .unparseable
            }
            var text = all[Int(identifier)]
            return text.withUTF8 { texts.read($0, into: target, record: place) }
        case nil:
            let isComplete = inputs.indices.allSatisfy { batch.isAnswered($0, record: record) }
            return isComplete ? .notApplicable : .blank
        }
        setBit(target.answered(column), place)
        return nil
    }
}

extension VariableType {
    /// Whether any text is a value.
    var takesAnyText: Bool {
        switch self {
        case .category(let codes): codes.isEmpty
        case .text: true
        default: false
        }
    }
}

extension Computation {
    /// The program and its result, given the texts of the run; nil if it does not compile, which a checked mapping's does.
    func compiled(texts: TextPool) -> (program: Program, operand: Operand)? {
        var compiler = Compiler(program: Program(texts: texts))
        guard let operand = compiler.compile(value.syntax, in: scope), compiler.diagnostics.isEmpty else { return nil }
        return (compiler.program, operand)
    }

    /// What is wrong with the expression as the value of a variable, by offset in its text; `ruleSet` gives the texts that can be compared.
    package func problems(as variable: Variable, texts ruleSet: RuleSet) -> [(offset: Int, message: String)] {
        var texts = TextPool()
        for known in ruleSet.codebook.variables {
            if case .category(let codes) = known.type { for code in codes { _ = texts.intern(code.id) } }
        }
        var compiler = Compiler(program: Program(texts: texts))
        let operand = compiler.compile(value.syntax, in: scope)
        if !compiler.diagnostics.isEmpty {
            return compiler.diagnostics.map { ($0.span.lowerBound, $0.message) }
        }
        if inputs.isEmpty { return [(0, "the expression reads no column; name one that is mapped, or a variable")] }
        if case .set = variable.type {
            return [(0, "'\(variable.id)' is a set, which cannot be computed; recode its options")]
        }
        if let operand, operand.type == .null || operand.type.name == variable.type.valueType.name { return [] }
        let found = operand?.type.name ?? "nothing"
        return [(0, "the expression gives \(found), but '\(variable.id)' is \(variable.type.valueType.name)")]
    }

    /// What the names mean: each is a column of the computation's own batch.
    private var scope: Scope {
        var scope = Scope()
        for (place, input) in inputs.enumerated() {
            scope.meanings[input.name] = .column(place, input.variable.type.valueType)
        }
        return scope
    }
}
