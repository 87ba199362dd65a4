// Whether a file's numbers have decimal commas, by a sample.

package import CSVReading

/// What a sample says about its numbers.
package struct DecimalSniff: Sendable, Equatable {
    /// The mark before decimals.
    package var mark = DecimalMark.point
    /// Columns, from 0, that have decimal points in a file with decimal commas.
    package var pointColumns: Set<Int> = []
    /// Columns, from 0, in which that is not sure, each with a cell to show.
    package var doubtfulColumns: [Int: String] = [:]

    /// The mark that someone has chosen, without looking.
    package init(chosen mark: DecimalMark) {
        self.mark = mark
    }

    /// Looks at the cells of a sample of whole lines.
    ///
    /// - Complexity: Linear in the sample. Where no number can have a comma, its fields are not read.
    package init(_ text: [UInt8], delimiter: UInt8) {
        // Then numbers have points, and none is doubtful.
        let comma = UsualDelimiter.comma.rawValue
        guard delimiter == comma ? text.mayHaveQuotedCommas : text.has(comma) else { return }
        var columns: [Column] = []
        _ = SampleReading(text, delimiter: delimiter) { column, cell in
            while columns.count <= column { columns.append(Column()) }
            columns[column].add(cell)
        }
        let numeric = columns.enumerated().filter { $0.element.isNumeric }
        let points = numeric.contains { $0.element.decimalPoints > 0 }
        // A slip of the pen is no dialect. Where points or a comma between fields speak for points, it takes a column that has its commas by habit.
        let needsHabit = points || delimiter == UsualDelimiter.comma.rawValue
        let commas = numeric.contains { $0.element.hasDecimalCommas(byHabit: needsHabit) }
        let thousands = numeric.contains { $0.element.hasThousands }
        if commas, !thousands {
            mark = .comma
            let pointed = numeric.filter { $0.element.decimalPoints > 0 && $0.element.decimalCommas == 0 }
            pointColumns = Set(pointed.map(\.offset))
        }
        for (place, column) in numeric {
            guard let cell = column.doubtful, column.decimalCommas + column.decimalPoints == 0, !column.hasThousands
            else { continue }
            // Other columns settle it if they all write decimals in one way.
            if commas ? points || thousands : !points && !thousands { doubtfulColumns[place] = cell }
        }
    }

    /// What was seen in one column.
    private struct Column {
        var cells = 0
        var numbers = 0
        var decimalCommas = 0
        var decimalPoints = 0
        var hasThousands = false
        /// The first cell that may be either, with a comma.
        var doubtful: String?

        /// Whether numbers with decimal commas are found, or even found in every tenth cell and more often than points.
        func hasDecimalCommas(byHabit: Bool) -> Bool {
            decimalCommas > 0 && (!byHabit || decimalCommas > decimalPoints && decimalCommas * 10 >= numbers)
        }

        /// Whether it holds numbers for the most part.
        var isNumeric: Bool { numbers * 2 > cells }

        mutating func add(_ cell: UnsafeBufferPointer<UInt8>) {
            // Most cells are a few digits, perhaps with a point, or a word.
            guard let first = cell.first else { return }
            if isLetter(first) {
                cells += 1
                return
            }
            if cell.count <= 40, let decimals = Self.decimals(of: cell) {
                cells += 1
                numbers += 1
                if decimals > 0 { decimalPoints += 1 }
                return
            }
            // Longer cells are no numbers that anyone measured.
            let bytes = cell.count <= 40 ? trimmed(cell) : cell[...]
            let shape = NumberShape(bytes)
            if shape == .blank { return }
            cells += 1
            if shape == .other || bytes.count > 40 { return }
            numbers += 1
            switch shape {
            case .decimal(UInt8(ascii: ",")): decimalCommas += 1
            case .decimal: decimalPoints += 1
            case .thousands: hasThousands = true
            case .doubtful(UInt8(ascii: ",")): doubtful = doubtful ?? String(decoding: bytes, as: UTF8.self)
            default: break
            }
        }

        /// How many decimals a cell has of which nobody would doubt that it is a number: digits, and perhaps a point with one or two more of them.
        private static func decimals(of cell: UnsafeBufferPointer<UInt8>) -> Int? {
            var whole = 0
            while whole < cell.count, cell[whole] &- UInt8(ascii: "0") <= 9 { whole += 1 }
            if whole == cell.count { return 0 }
            guard whole > 0, cell[whole] == UInt8(ascii: "."), (2...3).contains(cell.count - whole) else { return nil }
            for place in whole + 1..<cell.count where cell[place] &- UInt8(ascii: "0") > 9 { return nil }
            return cell.count - whole - 1
        }

        private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

        private func trimmed(_ cell: UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>> {
            var bytes = cell[...]
            while bytes.first == 0x20 || bytes.first == 0x09 { bytes = bytes.dropFirst() }
            while bytes.last == 0x20 || bytes.last == 0x09 { bytes = bytes.dropLast() }
            return bytes
        }
    }
}
