// One worker's reading of weights, strata and sampling units, beside the variables of the rule set.

internal import CSVReading
internal import Codebook
internal import Columns
internal import FEEL
internal import Mappings
internal import Prevalence
internal import RuleSets
internal import Statistics

/// Reads the design's columns of each batch and adds its records, weighted.
final class DesignReader {
    /// The weighted sums of the records so far.
    private(set) var tally: DesignTally
    /// As `tally`, by bands of age, if the run standardises by them.
    private(set) var tallyByAge: DesignTally?
    /// The weighted sums of the population and of the records outside it, if the run contrasts them.
    private(set) var contrast: DesignTally?
    /// The weighted sums of combinations of causes, if the run counts them.
    private(set) var combinations: DesignCombinationTally?

    private let columns: DesignColumns
    private let kernel: ColumnKernel
    /// A single column: the weights.
    private let batch = ColumnBatch(kinds: [.number])
    private let zero: UnsafeMutablePointer<UInt64>
    private let units: UnsafeMutablePointer<Int32>
    private var table: UnitTable
    /// The readers of weights of the files met so far, and the words for a missing code, by the files' places among the inputs.
    private var files: [Int: (weights: CellReader, missingWords: Set<String>)] = [:]
    /// The reader of the file met last: it is asked for every 64 records.
    private var lastReader: (file: Int, reader: CellReader)?

    init(_ plan: Plan, _ columns: DesignColumns, kernel: ColumnKernel) {
        self.columns = columns
        self.kernel = kernel
        table = UnitTable(kernel)
        tally = DesignTally(plan, design: columns.design, open: columns.open, kernel: kernel)
        tallyByAge = plan.ageGroup.map { _ in
            DesignTally(plan, design: columns.design, open: columns.open, kernel: kernel)
        }
        if columns.hasContrast {
            contrast = DesignTally(plan, design: columns.design, open: columns.open, kernel: kernel)
        }
        if columns.hasCombinations {
            combinations = DesignCombinationTally(plan, design: columns.design, kernel: kernel)
        }
        zero = .allocate(capacity: ColumnBatch.words)
        zero.initialize(repeating: 0, count: ColumnBatch.words)
        units = .allocate(capacity: ColumnBatch.capacity)
        units.initialize(repeating: 0, count: ColumnBatch.capacity)
    }

    deinit {
        zero.deallocate()
        units.deallocate()
    }

    /// Starts with a batch of so many records.
    func start(count: Int) {
        batch.start(count: count)
        zero.update(repeating: 0, count: ColumnBatch.words)
    }

    /// Reads the weights and sampling units of at most 64 records of a batch, from `start` on (a multiple of 64), whose other cells were just read.
    ///
    /// - Throws: A `RunError` at a cell that is no weight, or where a stratum or PSU is missing.
    func read(_ classified: ClassifiedBatch, from start: Int) throws {
        let few = min(64, classified.count - start)
        try readWeights(classified, start, few)
        try readUnits(classified, start, few)
    }

    /// Adds the records of the batch that was read, whose facts `cells` has kept, and whose places in it are given.
    func add(_ classified: ClassifiedBatch, _ cells: Tally, places: UnsafePointer<Int32>) {
        tally.add(classified.evaluator, classified.evaluator.batch, weights, cells, places: places)
        contrast?.addBothSides(classified.evaluator, classified.evaluator.batch, weights, cells)
        combinations?.add(classified.evaluator, weights)
    }

    /// As `add`, for the tally by bands of age, which the places are of.
    func addByAge(_ classified: ClassifiedBatch, _ cells: Tally, places: UnsafePointer<Int32>) {
        tallyByAge?.add(classified.evaluator, classified.evaluator.batch, weights, cells, places: places)
    }

    private var weights: DesignTally.Weights {
        DesignTally.Weights(positive: batch.answered(0), zero: zero, values: batch.numbers(0), units: units)
    }

    // MARK: Weights

    /// Fills the column of weights, those above 0 as answered, and the mask of those of 0.
    private func readWeights(_ classified: ClassifiedBatch, _ start: Int, _ few: Int) throws {
        let (answered, values) = (batch.answered(0) + start / 64, batch.numbers(0) + start)
        guard let slot = classified.file.slots.design.weights else {
            answered.pointee = batch.present(inWord: start / 64)
            for record in 0..<few { values[record] = 1 }
            return
        }
        let reader: CellReader
        if let lastReader, lastReader.file == classified.fileIndex {
            reader = lastReader.reader
        } else {
            reader = file(classified).weights
            lastReader = (classified.fileIndex, reader)
        }
        var missing = MissingTally()
        let range = SamplingWeight.range
        let cells = classified.run.column(slot, from: classified.first + start, count: few)
        reader.read(cells, from: start, into: batch, missing: &missing)
        answered.pointee &=
            kernel.compare(.all(range.lowerBound), .lessOrEqual, .each(values), from: 0)
            & kernel.compare(.each(values), .lessOrEqual, .all(range.upperBound), from: 0)
        var odd = batch.present(inWord: start / 64) & ~answered.pointee
        while odd != 0 {
            let record = start + odd.trailingZeroBitCount
            odd &= odd &- 1
            try look(at: record, slot, reader, classified)
        }
    }

    /// Says why a record has no weight above 0.
    private func look(at record: Int, _ slot: Int, _ reader: CellReader, _ classified: ClassifiedBatch) throws {
        let cell = trimmed(classified.run.cell(record: classified.first + record, slot: slot))
        let kind = reader.read(cell, into: batch, record: record)
        batch.answered(0)[record / 64] &= ~(1 << UInt64(record % 64))
        let problem: SamplingWeight.Problem
        switch kind {
        case .unparseable: problem = .notANumber
        case .implausible: problem = .outOfRange
        case nil:
            do {
                _ = try SamplingWeight(batch.numbers(0)[record])
                return
            } catch {
                problem = error
            }
        default: return
        }
        if problem == .zero { setBit(zero, record) }
        guard problem.isError else { return }
        throw error(classified, record, slot, problem.message)
    }

    private func error(_ classified: ClassifiedBatch, _ record: Int, _ slot: Int, _ message: String) -> RunError {
        let place = classified.first + record
        let column = classified.file.slots.columns[slot - classified.file.slots.first]
        let text = String(decoding: trimmed(classified.run.cell(record: place, slot: slot)).prefix(60), as: UTF8.self)
        return RunError(
            path: classified.path,
            line: classified.run.line(of: place),
            column: column + 1,
            message: "\"\(classified.file.header.names[column].prefix(60))\" is \"\(text)\": \(message)"
        )
    }

    private func file(_ classified: ClassifiedBatch) -> (weights: CellReader, missingWords: Set<String>) {
        if let known = files[classified.fileIndex] { return known }
        let codebook = classified.file.intake.codebook
        let reader = CellReader(
            Variable(id: "weight", label: "Weight", type: .number),
            in: codebook,
            column: 0,
            pool: classified.plan.program.texts,
            openTexts: nil,
            kernel: kernel
        )
        if let slot = classified.file.slots.design.weights {
            let column = classified.file.slots.columns[slot - classified.file.slots.first]
            reader.readsDecimalCommas = classified.file.header.dialect.decimalMark(ofColumn: column) == .comma
        }
        let words = Set(codebook.missingWords.values.joined().map { $0.lowercased() } + [""])
        files[classified.fileIndex] = (reader, words)
        return (reader, words)
    }

    // MARK: Sampling units

    /// Numbers the sampling unit of every record that has a weight, 0 or more.
    private func readUnits(_ classified: ClassifiedBatch, _ start: Int, _ few: Int) throws {
        let slots = classified.file.slots.design
        guard slots.strata != nil || slots.psu != nil else {
            if tally.unitCount == 0 { _ = number(of: SamplingUnit()) }
            return
        }
        let run = classified.run
        let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        let weighted = batch.answered(0)[start / 64] | zero[start / 64]
        let strata = slots.strata.map { run.column($0, from: classified.first + start, count: few) }
        let psus = slots.psu.map { run.column($0, from: classified.first + start, count: few) }
        var new = table.find(strata, psus, weighted, into: units + start)
        while new != 0 {
            let index = new.trailingZeroBitCount
            new &= new &- 1
            let stratum = strata.map { trimmed($0[index]) } ?? none
            let psu = psus.map { trimmed($0[index]) } ?? none
            if let known = table.number(stratum, psu) {
                units[start + index] = known
                continue
            }
            let number = Int32(try newUnit(stratum, psu, classified, start + index))
            table.insert(number, stratum, psu)
            units[start + index] = number
        }
    }

    /// The number of a unit, which is the same in all tallies.
    private func number(of unit: SamplingUnit) -> Int {
        _ = tallyByAge?.number(of: unit)
        _ = contrast?.number(of: unit)
        _ = combinations?.number(of: unit)
        return tally.number(of: unit)
    }

    @inline(never)
    private func newUnit(
        _ stratum: UnsafeBufferPointer<UInt8>,
        _ psu: UnsafeBufferPointer<UInt8>,
        _ classified: ClassifiedBatch,
        _ record: Int
    ) throws -> Int {
        let slots = classified.file.slots.design
        let unit = SamplingUnit(
            stratum: String(decoding: stratum, as: UTF8.self),
            psu: String(decoding: psu, as: UTF8.self)
        )
        let words = file(classified).missingWords
        for (slot, code, name) in [(slots.strata, unit.stratum, "stratum"), (slots.psu, unit.psu, "PSU")] {
            guard let slot, words.contains(code.lowercased()) else { continue }
            throw error(
                classified,
                record,
                slot,
                "the \(name) is missing: without it nobody can tell how the record was drawn; fill it in, or leave the record's weight blank "
                    + "to keep it out of weighted figures"
            )
        }
        let number = number(of: unit)
        guard number < columns.mostUnits else { throw columns.tooManyUnits }
        return number
    }
}
