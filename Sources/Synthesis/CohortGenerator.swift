// The generator of synthetic cohorts: people, their causes, answers that fit, and what real surveys do to answers.

/// Writes synthetic cohorts whose causes are known.
///
/// Each record first gets its causes, by probabilities that depend on the person; then answers are drawn that make exactly
/// those definitions of the built-in rule set hold, with the parameters of its `article` profile; last, some answers are
/// left out and a few cells made messy. The truth is what holds before that last step, so a classification that keeps
/// unknown apart from absent never contradicts it. (Overweight is `no` below the age of 18, where the adult
/// body-mass index has no value and a classification says undetermined.)
///
/// A record depends on the seed and its index only, and all arithmetic is on integers: the same bytes on every platform,
/// and from any split of a range, in any order or in parallel.
package struct CohortGenerator: Sendable {
    private let seed: UInt64
    private let missing: Bool
    private let messy: Bool

    // What is drawn from, in the order of drawing. Tables are members rather than statics, whose every use would check
    // whether they have been initialised.
    private let population = Population()
    private let causeDraws = CauseDraws()
    private let body = BodyAnswers()
    private let training = TrainingAnswers()
    private let mood = MoodAnswers()
    private let pain = PainAnswers()
    private let missingness = Missingness()
    private let messyCells = MessyCells()
    private let notes = Notes()
    private let words = Words()

    /// - Parameters:
    ///   - seed: Decides all values.
    ///   - missing: Whether answers are left out. Those that are not left out are the same either way.
    ///   - messy: Whether about one cell in a thousand is odd: `NA`, ` 7 `, `Yes`, an age of 999.
    package init(seed: UInt64, missing: Bool = true, messy: Bool = true) {
        self.seed = seed
        self.missing = missing
        self.messy = messy
    }

    /// The cohort's header line with its line end: the codebook's ids, then `notes`.
    package static let header = Array(
        ((["record_id"] + Variable.columns.map(\.id) + ["notes"]).joined(separator: ",") + "\n").utf8
    )

    /// The truth's header line with its line end: `record_id`, `eligible`, then the causes' ids.
    package static let truthHeader = Array(
        ((["record_id", "eligible"] + Cause.columns.map(\.id)).joined(separator: ",") + "\n").utf8
    )

    /// Appends the records of `range`, without a header. A record takes about 130 bytes.
    ///
    /// - Parameters:
    ///   - range: Indices, none negative; the record of index 0 has the id `P0000001`.
    ///   - csv: Gets the records' lines.
    /// - Complexity: O(`range.count`)
    package func appendRecords(_ range: Range<Int>, to csv: inout [UInt8]) {
        generate(range, to: &csv) { _, _, _ in }
    }

    /// Appends the records of `range` and, for each, a line of `yes` and `no` that says what it has. Records without pain
    /// are not eligible; their causes are empty.
    ///
    /// - Parameters:
    ///   - range: Indices, none negative; the record of index 0 has the id `P0000001`.
    ///   - csv: Gets the records' lines.
    ///   - truth: Gets a line for each record.
    /// - Complexity: O(`range.count`)
    package func appendRecords(_ range: Range<Int>, to csv: inout [UInt8], truth: inout [UInt8]) {
        var lines = RecordWriter(words: words)
        generate(range, to: &csv) { record, person, causes in
            lines.append(truthOf: record, eligible: person.hasPain, causes)
            lines.moveIfFull(to: &truth)
        }
        lines.finish(to: &truth)
    }

    private func generate(
        _ range: Range<Int>,
        to csv: inout [UInt8],
        report: (_ record: Int, Person, CauseSet) -> Void
    ) {
        var lines = RecordWriter(words: words)
        var answers = Answers()
        for record in range {
            var values = RandomStream(seed: seed, record: record, purpose: .values)
            let person = population.person(from: &values)
            let causes = causeDraws.causes(of: person, from: &values)
            body.draw(&answers, of: person, with: causes, from: &values)
            training.draw(&answers, of: person, with: causes, from: &values)
            mood.draw(&answers, with: causes, from: &values)
            pain.draw(&answers, of: person, with: causes, from: &values)

            if missing {
                var stream = RandomStream(seed: seed, record: record, purpose: .missing)
                missingness.leaveOut(&answers, from: &stream)
            }
            var messyCell: MessyCell?
            if messy {
                var stream = RandomStream(seed: seed, record: record, purpose: .messy)
                messyCell = messyCells.cell(of: answers, from: &stream)
            }
            var stream = RandomStream(seed: seed, record: record, purpose: .notes)
            let remarks = notes.draw(hasPain: person.hasPain, from: &stream)
            lines.append(record, answers, messy: messyCell, notes: remarks)

            lines.moveIfFull(to: &csv)
            report(record, person, causes)
        }
        lines.finish(to: &csv)
    }
}
