// One worker's part of a cohort's profile.

internal import CSVReading
internal import Codebook
internal import Columns
internal import Exports
internal import FEEL
internal import Mappings
internal import RuleSets

/// Adds batches to a profile. One worker uses one.
final class ProfileTally {
    private(set) var profile: CohortProfile
    private let plan: Plan
    private let secondLook: SecondLook
    private let needs: NeedTrace
    private let watch: Watch?
    private var answerSlots: [Int: [Int]] = [:]

    /// What all workers look for repeats in.
    struct Watch: Sendable {
        let subjects = RepeatWatch<SubjectKey>()
        let records = RepeatWatch<UInt64>()
    }

    init(_ batch: ClassifiedBatch, _ watch: Watch?) {
        plan = batch.plan
        secondLook = SecondLook(batch.plan)
        needs = NeedTrace(batch.evaluator, over: batch.evaluator.batch)
        self.watch = watch
        profile = .empty(plan)
    }

    func add(_ batch: ClassifiedBatch) {
        for slot in plan.neededColumns.indices { addAnswers(batch, slot) }
        addVerdicts(batch)
        if let watch { addRepeats(batch, watch) }
    }

    // MARK: Answers

    private func addAnswers(_ batch: ClassifiedBatch, _ slot: Int) {
        let columns = batch.evaluator.batch
        let column = plan.neededColumns[slot]
        let answered = columns.answered(column)
        let variable = plan.ruleSet.codebook.variables[plan.columnVariables[column]]
        let kind = columns.kinds[column]
        for record in 0..<batch.count {
            if hasBit(answered, record) {
                profile.variables[slot].answered += 1
                switch kind {
                case .number: profile.variables[slot].add(number: columns.numbers(column)[record])
                case .boolean: profile.variables[slot].count(hasBit(columns.truths(column), record) ? 1 : 0)
                case .text: profile.variables[slot].count(Double(columns.texts(column)[record]))
                case .set:
                    var left = columns.sets(column)[record]
                    while left != 0 {
                        profile.variables[slot].count(Double(left.trailingZeroBitCount))
                        left &= left &- 1
                    }
                }
            } else if !batch.cell(record, slot: slot).isEmpty || batch.file.slots.recipes[slot] != nil {
                addUnread(batch, record, slot, variable)
            }
        }
    }

    private func addUnread(_ batch: ClassifiedBatch, _ record: Int, _ slot: Int, _ variable: Variable) {
        guard let kind = secondLook.kind(batch, record, slot: slot), kind == .unparseable || kind == .implausible
        else { return }
        let text = String(decoding: batch.cell(record, slot: slot).prefix(200), as: UTF8.self)
        var unit: MeasurementUnit?
        if case .cell(let recipe)? = batch.file.intake.recipes[plan.columnVariables[plan.neededColumns[slot]]] {
            unit = recipe.unit
        }
        profile.variables[slot].add(kind, text, variable, readIn: unit) { example(batch, record, text) }
    }

    private func example(_ batch: ClassifiedBatch, _ record: Int, _ text: String) -> CellExample {
        CellExample(
            record: batch.number(of: record),
            path: batch.path,
            line: batch.run.line(of: batch.first + record),
            text: String(text.prefix(60))
        )
    }

    // MARK: Verdicts

    private func addVerdicts(_ batch: ClassifiedBatch) {
        let evaluator = batch.evaluator
        let words = evaluator.batch.wordCount
        func eligible(_ word: Int) -> UInt64 {
            let present = evaluator.batch.present(inWord: word)
            return plan.population.map { evaluator.truth(of: $0)[word] & present } ?? present
        }
        func decided(_ position: Int, _ word: Int) -> UInt64 {
            evaluator.truth(of: position)[word] | evaluator.falsity(of: position)[word]
        }
        var settling = Array(repeating: Array(repeating: UInt64(0), count: words), count: plan.neededColumns.count)
        var all = (0..<words).map(eligible)
        for word in 0..<words { profile.eligible += eligible(word).nonzeroBitCount }
        for (index, cause) in plan.causes.enumerated() {
            guard let position = cause.position else { continue }
            needs.start()
            for word in 0..<words {
                profile.decidedCauses[index] += (decided(position, word) & eligible(word)).nonzeroBitCount
                all[word] &= decided(position, word)
                for (rule, step) in cause.rules.enumerated() {
                    guard let step else { continue }
                    profile.decidedRules[index][rule] += (decided(step, word) & eligible(word)).nonzeroBitCount
                }
                needs.need(position, word: word, mask: eligible(word))
            }
            needs.follow()
            for word in 0..<words {
                let masks = plan.neededColumns.map { needs.needed(column: $0)[word] }
                // The records that wait for one answer, and those that wait for more.
                var (once, more): (UInt64, UInt64) = (0, 0)
                for mask in masks { (once, more) = (once | mask, more | (once & mask)) }
                for (slot, mask) in masks.enumerated() where mask != 0 {
                    profile.waiting[index][slot] += mask.nonzeroBitCount
                    profile.waitingOnly[index][slot] += (mask & ~more).nonzeroBitCount
                    settling[slot][word] |= mask & ~more
                }
            }
        }
        for word in 0..<words { profile.decidedRecords += all[word].nonzeroBitCount }
        for slot in settling.indices { profile.settling[slot] += settling[slot].reduce(0) { $0 + $1.nonzeroBitCount } }
    }

    // MARK: Repeats

    private func addRepeats(_ batch: ClassifiedBatch, _ watch: Watch) {
        let slots = answerSlots(batch)
        // Taken out of the batch, all of which would be copied, reference counts and all, for each record's name.
        let (run, first, idSlot, fileIndex) = (batch.run, batch.first, batch.file.slots.id, batch.fileIndex)
        for record in 0..<batch.count {
            let place = RowPlace(file: fileIndex, line: run.line(of: first + record))
            let id = idSlot.map { trimmed(run.cell(record: first + record, slot: $0)) }
            func name() -> String { id.map { String(decoding: $0.prefix(60), as: UTF8.self) } ?? "" }
            if let id, !id.isEmpty { watch.subjects.add(SubjectKey(id), at: place, name: name) }
            var (whole, isBlank) = (UInt64(0), true)
            for slot in slots {
                let cell = trimmed(run.cell(record: first + record, slot: slot))
                if !cell.isEmpty { isBlank = false }
                whole = (whole << 7 | whole >> 57) ^ murmurHash(cell).first
                whole = whole &* 0x9E37_79B9_7F4A_7C15 &+ 1
            }
            // The empty rows at a spreadsheet's end are no answers given twice.
            if isBlank { profile.blankRecords += 1 } else { watch.records.add(whole, at: place, name: name) }
        }
    }

    /// The slots of what subjects answered: all columns but the id's and the platform's own, each once, in the file's order. Where rows belong to events or
    /// instruments, these tell rows apart. Of n rows two are taken for equal with a probability of about n² / 2^65, which is 3 in 10^8 for a million.
    private func answerSlots(_ batch: ClassifiedBatch) -> [Int] {
        if let known = answerSlots[batch.fileIndex] { return known }
        let columns = batch.file.slots.columns
        var others = Set(batch.file.slots.id.map { [columns[$0]] } ?? [])
        if !batch.file.hasInstruments {
            for question in batch.file.layout.questions where question.isPlatforms {
                others.formUnion(question.columns)
            }
        }
        // A column can have several slots; files can have a million columns.
        let firstSlots = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
        let slots = Set(columns).subtracting(others).sorted().compactMap { firstSlots[$0] }
        answerSlots[batch.fileIndex] = slots
        return slots
    }
}
