// Linear programs over counts, in whole numbers throughout.

/// The values that counts can take which obey some equations and limits: a simplex tableau of integers over one common denominator, with bounded
/// variables (Dantzig GB, 1955, Econometrica 23:174–183). A variable at its upper limit is replaced by what it lacks to it, so that every variable
/// that is not basic is 0.
///
/// Pivots divide exactly (Edmonds J, 1967, J Res Nat Bur Stand 71B:241–245; Bareiss EH, 1968), so nothing is rounded. In two-way tables, and in
/// all other systems whose matrix is totally unimodular, the denominator stays 1 and every vertex is a table of whole counts. Rows that a pivot does not
/// change keep the denominator that they had until they are next changed: most rows of a table are untouched by most pivots.
struct IntegerSimplex {
    /// A number outgrew its word; what was found before that still holds.
    struct Overflow: Error {}

    /// How far a variable can go.
    enum Extreme: Equatable {
        /// To the numerator over the denominator, the denominator being above 0.
        case value(Int, over: Int)
        /// Without end.
        case unbounded
    }

    /// What a basic variable lets another do.
    private struct Limit {
        /// Its row.
        var row: Int
        /// Whether it falls to 0 rather than rises to its size.
        var isFalling: Bool
        /// How far that is, over the row's denominator.
        var room: Int
        /// How fast it goes there, over the same.
        var speed: Int

        /// Whether the other can go so far.
        func isBeyond(_ distance: Int) throws(Overflow) -> Bool { try product(speed, distance) <= room }
    }

    private let variables: Int
    /// The largest value of each variable; nil for no limit.
    private let sizes: [Int?]
    /// For each variable whether the tableau holds, in its place, what it lacks to its largest value.
    private var isFlipped: [Bool]
    /// One row per independent equation; entries over the row's own denominator.
    private var rows: [[Int]] = []
    /// What each row's entries and value are over: the denominator when the row was last changed.
    private var denominators: [Int] = []
    /// The basic variable of each row.
    private var basis: [Int] = []
    /// The value of each row's basic variable, over the row's own denominator.
    private var values: [Int] = []
    /// The denominator of the rows that the last pivot changed.
    private var denominator = 1
    /// The row of each variable that is basic.
    private var rowOf: [Int?]
    /// For each variable that is not basic, its value: 0 once `moveToVertex` is done.
    private var point: [Int]

    /// Starts from a solution.
    ///
    /// - Parameters:
    ///   - equations: Coefficients by variable; the right sides follow from the solution.
    ///   - solution: Counts from 0 to their sizes that obey the equations.
    ///   - sizes: The largest value of each variable; nil for no limit.
    /// - Throws: `Overflow`.
    init(
        equations: [[(variable: Int, factor: Int)]],
        solution: [Int],
        sizes: [Int?]
    ) throws(Overflow) {
        variables = solution.count
        self.sizes = sizes
        isFlipped = Array(repeating: false, count: solution.count)
        point = solution
        rowOf = Array(repeating: nil, count: solution.count)
        for equation in equations {
            var row = [Int](repeating: 0, count: variables)
            for (variable, factor) in equation { row[variable] += factor }
            rows.append(row)
        }
        try chooseBasis()
    }

    /// Calls `visit` with how far single columns let variables go from the solution, in whole steps, before anything has moved.
    ///
    /// Each column that is not basic is a direction in which all equations hold; most of what an attack has to prove is found along these, at
    /// the cost of a single pivot. A change of nil is one without end.
    /// - Throws: `Overflow`.
    func alongColumns(_ visit: (_ variable: Int, _ fall: Int, _ rise: Int?) -> Void) throws(Overflow) {
        for column in 0..<variables where rowOf[column] == nil {
            let room = sizes[column].map { ($0 - point[column]) / denominator }
            let up = try [steps(column, sign: 1), room].compactMap(\.self).min()
            let down = min(try steps(column, sign: -1) ?? .max, point[column] / denominator)
            visit(column, down * denominator, up.map { $0 * denominator })
            for row in rows.indices where rows[row][column] != 0 {
                let entry = rows[row][column]
                let fall = entry > 0 ? entry * (up ?? 0) : -entry * down
                let rise = entry > 0 ? entry * down : up.map { -entry * $0 }
                visit(basis[row], fall, rise)
            }
        }
    }

    /// How many whole steps of `denominator` a column's variable can rise (sign 1) or fall (−1) before a basic variable leaves its limits.
    private func steps(_ column: Int, sign: Int) throws(Overflow) -> Int? {
        var fewest: Int?
        for row in rows.indices where rows[row][column] != 0 {
            let isFalling = rows[row][column].signum() == sign
            guard let room = try room(row, isFalling: isFalling) else { continue }
            let steps = room / denominator / Int(rows[row][column].magnitude)
            fewest = min(fewest ?? steps, steps)
        }
        return fewest
    }

    /// How far a row's basic variable can fall or rise, over the row's denominator; nil for no limit.
    private func room(_ row: Int, isFalling: Bool) throws(Overflow) -> Int? {
        if isFalling { return values[row] }
        guard let size = sizes[basis[row]] else { return nil }
        return try Self.sum(try Self.product(size, denominators[row]), -values[row])
    }

    /// Makes one variable of each independent equation basic, those with much room in both directions first, and drops the other equations.
    private mutating func chooseBasis() throws(Overflow) {
        basis = Array(repeating: -1, count: rows.count)
        values = Array(repeating: 0, count: rows.count)
        denominators = Array(repeating: 1, count: rows.count)
        let room = zip(point, sizes).map { value, size in min(value, (size ?? .max) - value) }
        for row in rows.indices {
            let candidates = (0..<variables).filter { rows[row][$0] != 0 }
            // Ties go to the first.
            guard let column = candidates.max(by: { room[$0] < room[$1] }) else { continue }
            try pivot(row, column)
        }
        let independent = rows.indices.filter { basis[$0] >= 0 }
        for row in independent { try bringUpToDate(row) }
        rows = independent.map { rows[$0] }
        basis = independent.map { basis[$0] }
        denominators = independent.map { denominators[$0] }
        values = []
        for (row, variable) in basis.enumerated() {
            rowOf[variable] = row
            values.append(try Self.product(point[variable], denominator))
            point[variable] = 0
        }
    }

    /// Must come before any extreme is asked for. Moves every variable that is not basic to 0, or makes it basic, through points that all obey the equations.
    mutating func moveToVertex() throws(Overflow) {
        for column in 0..<variables where rowOf[column] == nil && point[column] > 0 {
            let limit = try limit(column, isRising: false)
            let distance = point[column]
            var isBlocked = false
            if let limit { isBlocked = try !limit.isBeyond(distance) }
            for row in rows.indices where rows[row][column] != 0 {
                values[row] = try Self.sum(values[row], try Self.product(rows[row][column], distance))
            }
            point[column] = 0
            if isBlocked, let limit {
                if !limit.isFalling { try flipBasic(limit.row) }
                try pivot(limit.row, column)
            }
        }
    }

    /// The current values of all variables, if they are whole numbers.
    var wholeSolution: [Int]? {
        var solution = [Int](repeating: 0, count: variables)
        for (row, variable) in basis.enumerated() {
            let (quotient, remainder) = values[row].quotientAndRemainder(dividingBy: denominators[row])
            guard remainder == 0 else { return nil }
            solution[variable] = quotient
        }
        for variable in 0..<variables where isFlipped[variable] {
            solution[variable] = (sizes[variable] ?? 0) - solution[variable]
        }
        return solution
    }

    /// Moves to the vertex at which a variable is largest. `visit` is called at every vertex on the way and ends the search with false.
    mutating func largest(_ variable: Int, visit: (borrowing IntegerSimplex) -> Bool) throws(Overflow) -> Extreme {
        try extreme(variable, isLargest: true, visit)
    }

    /// Moves to the vertex at which a variable is smallest.
    mutating func smallest(_ variable: Int, visit: (borrowing IntegerSimplex) -> Bool) throws(Overflow) -> Extreme {
        try extreme(variable, isLargest: false, visit)
    }

    private mutating func extreme(
        _ variable: Int,
        isLargest: Bool,
        _ visit: (borrowing IntegerSimplex) -> Bool
    ) throws(Overflow) -> Extreme {
        if sizes[variable] == 0 { return .value(0, over: 1) }
        while true {
            // Whether what stands in the tableau for the variable is to rise.
            let isRising = isLargest != isFlipped[variable]
            let entering: Int
            if let row = rowOf[variable] {
                guard let column = helpfulColumn(row, sign: isRising ? -1 : 1) else { return try value(variable) }
                entering = column
            } else {
                guard isRising else { return try value(variable) }
                entering = variable
            }
            let limit = try limit(entering, isRising: true)
            if let size = sizes[entering], try limit?.isBeyond(size) ?? true {
                try flipColumn(entering, size)
            } else {
                guard let limit else { return .unbounded }
                if !limit.isFalling { try flipBasic(limit.row) }
                try pivot(limit.row, entering)
            }
            if !visit(self) { return try value(variable) }
        }
    }

    /// The current value of a variable.
    private func value(_ variable: Int) throws(Overflow) -> Extreme {
        let (value, denominator) = rowOf[variable].map { (values[$0], denominators[$0]) } ?? (0, denominator)
        guard isFlipped[variable] else { return .value(value, over: denominator) }
        return .value(try Self.sum(try Self.product(sizes[variable] ?? 0, denominator), -value), over: denominator)
    }

    /// The column to bring in so that a row's variable moves, falling for entries of sign 1 and rising for those of −1: the first that helps
    /// (Bland's rule), so that no basis ever comes back. Taking the largest entry instead measured far slower: these tables are degenerate.
    private func helpfulColumn(_ row: Int, sign: Int) -> Int? {
        for column in 0..<variables
        where rows[row][column].signum() == sign && rowOf[column] == nil && sizes[column] != 0 {
            return column
        }
        return nil
    }

    /// What keeps a column's variable from rising or falling further: the row whose basic variable reaches 0 or its size first, with how far that is
    /// and how fast it goes there; the one of the lowest variable among equals.
    private func limit(_ column: Int, isRising: Bool) throws(Overflow) -> Limit? {
        var best: Limit?
        for row in rows.indices {
            let entry = rows[row][column]
            if entry == 0 { continue }
            let isFalling = (entry > 0) == isRising
            guard let room = try room(row, isFalling: isFalling) else { continue }
            let speed = abs(entry)
            guard let current = best else {
                best = Limit(row: row, isFalling: isFalling, room: room, speed: speed)
                continue
            }
            let (mine, others) = (
                room.multipliedFullWidth(by: current.speed), current.room.multipliedFullWidth(by: speed)
            )
            if mine < others || (mine == others && basis[row] < basis[current.row]) {
                best = Limit(row: row, isFalling: isFalling, room: room, speed: speed)
            }
        }
        return best
    }

    /// Puts what a variable that is not basic lacks to its size in its place, which moves it there.
    private mutating func flipColumn(_ column: Int, _ size: Int) throws(Overflow) {
        for row in rows.indices where rows[row][column] != 0 {
            values[row] = try Self.sum(values[row], -(try Self.product(rows[row][column], size)))
            rows[row][column] = -rows[row][column]
        }
        isFlipped[column].toggle()
    }

    /// Puts what a row's basic variable lacks to its size in its place, without moving it.
    private mutating func flipBasic(_ row: Int) throws(Overflow) {
        let variable = basis[row]
        values[row] = try Self.sum(try Self.product(sizes[variable] ?? 0, denominators[row]), -values[row])
        for column in 0..<variables where column != variable && rows[row][column] != 0 {
            rows[row][column] = -rows[row][column]
        }
        isFlipped[variable].toggle()
    }

    /// Makes a column's variable basic in a row.
    private mutating func pivot(_ row: Int, _ column: Int) throws(Overflow) {
        try bringUpToDate(row)
        if rows[row][column] < 0 {
            // The row stands for an equation, which may be negated.
            for index in rows[row].indices { rows[row][index] = -rows[row][index] }
            values[row] = -values[row]
        }
        let pivotRow = rows[row]
        let step = Step(
            pivot: pivotRow[column],
            denominator: denominator,
            entries: pivotRow.indices.compactMap { pivotRow[$0] == 0 ? nil : (index: $0, value: pivotRow[$0]) },
            value: values[row]
        )
        for other in rows.indices where other != row {
            let factor = rows[other][column]
            if factor == 0 { continue }
            try bringUpToDate(other)
            values[other] = try step.changed(values[other], rows[other][column], step.value)
            try step.change(&rows[other], column)
            denominators[other] = step.pivot
        }
        denominator = step.pivot
        denominators[row] = denominator
        if basis[row] >= 0 { rowOf[basis[row]] = nil }
        basis[row] = column
        rowOf[column] = row
    }

    /// Puts a row over the current denominator.
    private mutating func bringUpToDate(_ row: Int) throws(Overflow) {
        let old = denominators[row]
        if old == denominator { return }
        for index in rows[row].indices where rows[row][index] != 0 {
            rows[row][index] = try Self.scaled(rows[row][index], denominator, over: old)
        }
        values[row] = try Self.scaled(values[row], denominator, over: old)
        denominators[row] = denominator
    }

    /// What a pivot does to the rows that have its column.
    private struct Step {
        /// The pivot, which is the next denominator.
        let pivot: Int
        let denominator: Int
        /// The entries of its row that are not 0, and its value.
        let entries: [(index: Int, value: Int)]
        let value: Int

        /// A number of a row with `factor` in the pivot's column, where the pivot's row has `entry`.
        @inline(__always)
        func changed(_ number: Int, _ factor: Int, _ entry: Int) throws(Overflow) -> Int {
            let scaled = pivot == denominator ? (number, false) : number.multipliedReportingOverflow(by: pivot)
            var product = factor.multipliedReportingOverflow(by: entry)
            if pivot == denominator, denominator != 1, !product.overflow { product.partialValue /= denominator }
            let (difference, underflows) = scaled.0.subtractingReportingOverflow(product.partialValue)
            if scaled.1 || product.overflow || underflows || difference == .min {
                return try IntegerSimplex.combined(number, pivot, factor, entry, over: denominator)
            }
            return pivot == denominator || denominator == 1 ? difference : difference / denominator
        }

        /// Changes a row. Where the denominator stays as it is, numbers do where the pivot's row has 0.
        func change(_ row: inout [Int], _ column: Int) throws(Overflow) {
            let factor = row[column]
            // Every index is one of a row of the tableau, and all rows are as long as this.
            try row.withUnsafeMutableBufferPointer { (row) throws(Overflow) in
                if pivot == denominator {
                    for (index, entry) in entries { row[index] = try changed(row[index], factor, entry) }
                    return
                }
                var place = 0
                for index in row.indices {
                    var entry = 0
                    if place < entries.count, entries[place].index == index {
                        entry = entries[place].value
                        place += 1
                    }
                    if entry != 0 || row[index] != 0 { row[index] = try changed(row[index], factor, entry) }
                }
            }
        }
    }

    /// (a·b − c·d) / denominator, which divides evenly.
    private static func combined(_ a: Int, _ b: Int, _ c: Int, _ d: Int, over denominator: Int) throws(Overflow) -> Int
    {
        // Products of two words fit in two words, and so does their difference.
        let result = (Int128(a) * Int128(b) - Int128(c) * Int128(d)) / Int128(denominator)
        // The smallest word has no negative.
        guard let word = Int(exactly: result), word != .min else { throw Overflow() }
        return word
    }

    /// number · factor / denominator, which divides evenly.
    private static func scaled(_ number: Int, _ factor: Int, over denominator: Int) throws(Overflow) -> Int {
        let (product, overflows) = number.multipliedReportingOverflow(by: factor)
        if overflows || product == .min { return try combined(number, factor, 0, 0, over: denominator) }
        return denominator == 1 ? product : product / denominator
    }

    private static func product(_ a: Int, _ b: Int) throws(Overflow) -> Int {
        let (result, overflows) = a.multipliedReportingOverflow(by: b)
        if overflows || result == .min { throw Overflow() }
        return result
    }

    private static func sum(_ a: Int, _ b: Int) throws(Overflow) -> Int {
        let (result, overflows) = a.addingReportingOverflow(b)
        if overflows || result == .min { throw Overflow() }
        return result
    }
}
