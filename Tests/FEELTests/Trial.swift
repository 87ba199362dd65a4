// Runs one expression over one record: what every test of the condition language needs.

import Columns
import FEEL

/// An answer in a test's record; a name that is not given has no answer.
enum Answer {
    case number(Double)
    case boolean(Bool)
    case text(String)
    case set([String])
}

/// The names that tests use, with the types of columns.
struct Trial {
    static let numbers = ["x", "y", "height", "weight"]
    static let booleans = ["p", "q"]
    static let sports = ["running", "yoga", "other"]
    static let spine = ["none", "scoliosis", "osteoarthritis"]

    static let kinds: [ColumnKind] =
        numbers.map { _ in .number } + booleans.map { _ in .boolean } + [.text, .set]

    static var scope: Scope {
        var meanings: [String: Meaning] = ["limit": .constant(30)]
        for (column, name) in (numbers + booleans).enumerated() {
            meanings[name] = .column(column, column < numbers.count ? .number : .boolean)
        }
        meanings["sport"] = .column(numbers.count + booleans.count, .text(codes: sports))
        meanings["spine"] = .column(numbers.count + booleans.count + 1, .set(codes: spine))
        return Scope(meanings)
    }

    /// The value of an expression as JSON would write it.
    static func evaluate(_ text: String, _ answers: [String: Answer] = [:], strict: Bool = false) throws -> String {
        var compiler = Compiler(program: Program(), typeMismatchIsNull: !strict)
        let operand = compiler.compile(try Parser.parse(text), in: scope)
        if let problem = compiler.diagnostics.first { throw problem }
        guard let operand else { throw Diagnostic(at: 0..<0, "nothing was compiled") }
        if operand.type == .null { return "null" }
        let batch = ColumnBatch(kinds: kinds)
        batch.start(count: 1)
        for (name, answer) in answers {
            guard case .column(let column, _) = scope.meanings[name] else { continue }
            setBit(batch.answered(column), 0)
            switch answer {
            case .number(let value): batch.numbers(column)[0] = value
            case .boolean(let value): if value { setBit(batch.truths(column), 0) }
            case .text(let value): batch.texts(column)[0] = compiler.program.texts.intern(value)
            case .set(let codes):
                batch.sets(column)[0] = codes.compactMap(spine.firstIndex).reduce(0) { $0 | 1 << UInt64($1) }
            }
        }
        let evaluator = Evaluator(compiler.program, over: batch)
        evaluator.run()
        switch evaluator.value(of: operand.position, record: 0) {
        case nil: return "null"
        case .boolean(let value): return "\(value)"
        case .number(let value): return value == value.rounded() ? "\(Int(value))" : "\(value)"
        case .text(let identifier): return "\"\(compiler.program.texts.texts[Int(identifier)])\""
        }
    }
}
