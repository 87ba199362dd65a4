// Reads the cells of a variable that has a recipe into a column of a batch.

package import Codebook
package import Columns

/// One worker's reader of one variable of one file. It works cell by cell on texts, for columns that are not read as they stand.
package final class RecipeReader {
    private let recipe: Recipe
    private let reader: CellReader
    private let computation: ComputationReader?
    private let missingWords: [(word: String, kind: MissingKind)]
    /// How many columns of cells it takes.
    package let width: Int
    /// How many answers were read in a unit that the cell names and the column does not have, by that unit.
    package private(set) var ownUnits: [MeasurementUnit: Int] = [:]

    /// Makes a reader for a batch column, as `CellReader` is made.
    package init(
        _ recipe: Recipe,
        _ variable: Variable,
        in codebook: Codebook,
        column: Int,
        pool: TextPool,
        openTexts: OpenTexts?
    ) {
        self.recipe = recipe
        width = recipe.columns.count
        reader = CellReader(variable, in: codebook, column: column, pool: pool, openTexts: openTexts)
        missingWords = [variable.missingWords, codebook.missingWords].flatMap { words in
            MissingKind.allCases.flatMap { kind in (words[kind] ?? []).map { ($0.lowercased(), kind) } }
        }
        if case .computed(let computation) = recipe {
            self.computation = ComputationReader(
                computation,
                variable,
                in: codebook,
                column: column,
                pool: pool,
                openTexts: openTexts
            )
        } else {
            computation = nil
        }
    }

    /// Reads the cells of at most 64 records, as `CellReader` does; one column of cells for each of the recipe's.
    package func read(
        _ cells: [CellColumn],
        from start: Int,
        into batch: ColumnBatch,
        missing: inout MissingTally
    ) {
        precondition(cells.count == width && start % 64 == 0)
        if let computation {
            computation.read(cells, from: start, into: batch, missing: &missing)
            return
        }
        guard let count = cells.first?.count else { return }
        for record in 0..<count {
            let kind = read(cells.map { $0[record] }, into: batch, record: start + record)
            if let kind { missing.add(kind) }
        }
    }

    /// Reads the cells of one record; returns why there is no answer, or nil.
    package func read(_ cells: [UnsafeBufferPointer<UInt8>], into batch: ColumnBatch, record: Int) -> MissingKind? {
        if let computation { return computation.read(cells, into: batch, record: record) }
        var own: MeasurementUnit?
        switch outcome(cells, onOwnUnit: { own = $0 }) {
        case .missing(let kind): return kind
        case .text(var text):
            let kind = text.withUTF8 { reader.read($0, into: batch, record: record) }
            if let own, kind == nil { ownUnits[own, default: 0] += 1 }
            return kind
        }
    }

    /// What the cells of one record are read as; of an expression the text that it gives. Nil where there is no such text.
    package func text(_ cells: [UnsafeBufferPointer<UInt8>]) -> String? {
        if let computation { return computation.text(cells) }
        guard case .text(let text) = outcome(cells) else { return nil }
        return text
    }

    private func outcome(
        _ cells: [UnsafeBufferPointer<UInt8>],
        onOwnUnit: (MeasurementUnit) -> Void = { _ in }
    ) -> CellOutcome {
        switch recipe {
        case .cell(let recipe): return outcome(cells[0]) { recipe.outcome($0, onOwnUnit: onOwnUnit) }
        case .parts(let recipe): return outcome(cells[0], recipe.outcome)
        case .ticks(let recipe):
            guard let texts = texts(cells) else { return .missing(.unparseable) }
            return recipe.outcome(texts, missingKind)
        case .computed: return .missing(.blank)
        case .absent: return .missing(.notCollected)
        }
    }

    /// A single cell: a missing word means nothing else.
    private func outcome(_ cell: UnsafeBufferPointer<UInt8>, _ recipe: (String) -> CellOutcome) -> CellOutcome {
        guard let text = texts([cell])?.first else { return .missing(.unparseable) }
        return missingKind(text).map { CellOutcome.missing($0) } ?? recipe(text)
    }

    /// The cells as texts; nil if one is not UTF-8 or longer than any code or number.
    private func texts(_ cells: [UnsafeBufferPointer<UInt8>]) -> [String]? {
        var texts: [String] = []
        for cell in cells {
            let bytes = trimmed(cell)
            guard bytes.count <= 1 << 14, let text = String(validating: bytes, as: UTF8.self) else { return nil }
            texts.append(text)
        }
        return texts
    }

    private func missingKind(_ text: String) -> MissingKind? {
        if text.isEmpty { return .blank }
        let word = text.lowercased()
        return missingWords.first { $0.word == word }?.kind
    }
}
