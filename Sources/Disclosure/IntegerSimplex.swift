// Linear programs over counts, in whole numbers throughout.

/// The values that counts can take which obey some equations: a simplex tableau of integers over one common denominator.
///
/// Pivots divide exactly (Edmonds J, 1967, J Res Nat Bur Stand 71B:241–245; Bareiss EH, 1968), so nothing is rounded. In two-way tables, and in
/// all other systems whose matrix is totally unimodular, the denominator stays 1 and every vertex is a table of whole counts.
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

    private let variables: Int
    /// One row per independent equation; entries over `denominator`.
    private var rows: [[Int]] = []
    /// The basic variable of each row.
    private var basis: [Int] = []
    /// The value of each row's basic variable, over `denominator`.
    private var values: [Int] = []
    private var denominator = 1
    /// The row of each variable that is basic.
    private var rowOf: [Int?]
    /// For each variable that is not basic, its value: 0 once `moveToVertex` is done.
    private var point: [Int]

    /// Starts from a solution.
    ///
    /// - Parameters:
    ///   - equations: Coefficients of 1 and −1 by variable; the right sides follow from the solution.
    ///   - solution: Counts of at least 0 that obey the equations.
    /// - Throws: `Overflow`.
    init(equations: [[(variable: Int, sign: Int)]], solution: [Int]) throws(Overflow) {
        variables = solution.count
        point = solution
        rowOf = Array(repeating: nil, count: solution.count)
        for equation in equations {
            var row = [Int](repeating: 0, count: variables)
            for (variable, sign) in equation { row[variable] += sign }
            rows.append(row)
        }
        try chooseBasis()
    }

    /// Calls `visit` with how far single columns let variables go from the solution, in whole steps, before anything has moved.
    ///
    /// Each column that is not basic is a direction in which all equations hold; most of what an attack has to prove is found along these, at
    /// the cost of a single pivot. A change of nil is one without end.
    func alongColumns(_ visit: (_ variable: Int, _ fall: Int, _ rise: Int?) -> Void) {
        for column in 0..<variables where rowOf[column] == nil {
            let (up, down) = (steps(column, sign: 1), min(steps(column, sign: -1) ?? .max, point[column] / denominator))
            visit(column, down * denominator, up.map { $0 * denominator })
            for row in rows.indices where rows[row][column] != 0 {
                let entry = rows[row][column]
                let fall = entry > 0 ? entry * (up ?? 0) : -entry * down
                let rise = entry > 0 ? entry * down : up.map { -entry * $0 }
                visit(basis[row], fall, rise)
            }
        }
    }

    /// How many whole steps of `denominator` a column's variable can rise (sign 1) or fall (−1) before a basic variable falls below 0.
    private func steps(_ column: Int, sign: Int) -> Int? {
        var fewest: Int?
        for row in rows.indices where rows[row][column].signum() == sign {
            let steps = values[row] / denominator / Int(rows[row][column].magnitude)
            fewest = min(fewest ?? steps, steps)
        }
        return fewest
    }

    /// Makes one variable of each independent equation basic, those with large counts first, and drops the other equations.
    private mutating func chooseBasis() throws(Overflow) {
        basis = Array(repeating: -1, count: rows.count)
        values = Array(repeating: 0, count: rows.count)
        for row in rows.indices {
            let candidates = (0..<variables).filter { rows[row][$0] != 0 }
            // Ties go to the first.
            guard let column = candidates.max(by: { point[$0] < point[$1] }) else { continue }
            try pivot(row, column)
        }
        let independent = rows.indices.filter { basis[$0] >= 0 }
        rows = independent.map { rows[$0] }
        basis = independent.map { basis[$0] }
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
            // Going down by t changes each basic variable by t times its entry.
            let leaving = try limitingRow { rows[$0][column] < 0 ? -rows[$0][column] : nil }
            let distance = point[column]
            var isBlocked = false
            if let leaving {
                isBlocked = try Self.product(-rows[leaving][column], distance) > values[leaving]
            }
            for row in rows.indices where rows[row][column] != 0 {
                values[row] = try Self.sum(values[row], try Self.product(rows[row][column], distance))
            }
            point[column] = 0
            if isBlocked, let leaving { try pivot(leaving, column) }
        }
    }

    /// The current values of all variables, if they are whole numbers.
    var wholeSolution: [Int]? {
        var solution = [Int](repeating: 0, count: variables)
        for (row, variable) in basis.enumerated() {
            let (quotient, remainder) = values[row].quotientAndRemainder(dividingBy: denominator)
            guard remainder == 0 else { return nil }
            solution[variable] = quotient
        }
        return solution
    }

    /// Moves to the vertex at which a variable is largest. `visit` is called at every vertex on the way and ends the search with false.
    mutating func maximise(_ variable: Int, visit: (borrowing IntegerSimplex) -> Bool) throws(Overflow) -> Extreme {
        while true {
            let entering: Int
            if let row = rowOf[variable] {
                guard let column = helpfulColumn(row, sign: -1) else {
                    return .value(values[row], over: denominator)
                }
                entering = column
            } else {
                entering = variable
            }
            let leaving = try limitingRow { rows[$0][entering] > 0 ? rows[$0][entering] : nil }
            guard let leaving else { return .unbounded }
            try pivot(leaving, entering)
            if !visit(self) {
                return rowOf[variable].map { .value(values[$0], over: denominator) } ?? .value(0, over: 1)
            }
        }
    }

    /// Moves to the vertex at which a variable is smallest.
    mutating func minimise(_ variable: Int, visit: (borrowing IntegerSimplex) -> Bool) throws(Overflow) -> Extreme {
        while let row = rowOf[variable] {
            guard let column = helpfulColumn(row, sign: 1) else { return .value(values[row], over: denominator) }
            // There is a limit: the variable itself cannot go below 0.
            guard let leaving = try limitingRow({ rows[$0][column] > 0 ? rows[$0][column] : nil }) else { break }
            try pivot(leaving, column)
            if !visit(self) {
                return rowOf[variable].map { .value(values[$0], over: denominator) } ?? .value(0, over: 1)
            }
        }
        return .value(0, over: 1)
    }

    /// The column to bring in so that a row's variable moves, falling for entries of sign 1 and rising for those of −1: the first that helps
    /// (Bland's rule), so that no basis ever comes back. Taking the largest entry instead measured far slower: these tables are degenerate.
    private func helpfulColumn(_ row: Int, sign: Int) -> Int? {
        (0..<variables).first { rows[row][$0].signum() == sign && rowOf[$0] == nil }
    }

    /// The row whose basic variable reaches 0 first, when it falls at the speed given; the one of the lowest variable among equals.
    private func limitingRow(_ speed: (Int) -> Int?) throws(Overflow) -> Int? {
        var best: (row: Int, speed: Int)?
        for row in rows.indices {
            guard let speed = speed(row) else { continue }
            guard let current = best else {
                best = (row, speed)
                continue
            }
            let (mine, others) = (
                Int128(values[row]) * Int128(current.speed), Int128(values[current.row]) * Int128(speed)
            )
            if mine < others || (mine == others && basis[row] < basis[current.row]) { best = (row, speed) }
        }
        return best?.row
    }

    /// Makes a column's variable basic in a row.
    private mutating func pivot(_ row: Int, _ column: Int) throws(Overflow) {
        if rows[row][column] < 0 {
            // The row stands for an equation, which may be negated.
            for index in rows[row].indices { rows[row][index] = -rows[row][index] }
            values[row] = -values[row]
        }
        let pivot = rows[row][column]
        let (pivotRow, pivotValue, denominator) = (rows[row], values[row], denominator)
        let entries = pivotRow.indices.filter { pivotRow[$0] != 0 }
        for other in rows.indices where other != row {
            let factor = rows[other][column]
            if pivot == denominator {
                guard factor != 0 else { continue }
                for index in entries {
                    try Self.reduce(&rows[other][index], factor, pivotRow[index], over: denominator)
                }
                try Self.reduce(&values[other], factor, pivotValue, over: denominator)
            } else {
                for index in 0..<variables where rows[other][index] != 0 || (factor != 0 && pivotRow[index] != 0) {
                    rows[other][index] =
                        try Self.combined(rows[other][index], pivot, factor, pivotRow[index], over: denominator)
                }
                values[other] = try Self.combined(values[other], pivot, factor, pivotValue, over: denominator)
            }
        }
        self.denominator = pivot
        if basis[row] >= 0 { rowOf[basis[row]] = nil }
        basis[row] = column
        rowOf[column] = row
    }

    /// Takes factor · entry / denominator, which divides evenly with what it is taken from, where the denominator stays as it is.
    private static func reduce(_ target: inout Int, _ factor: Int, _ entry: Int, over denominator: Int) throws(Overflow)
    {
        guard denominator == 1 else {
            target = try combined(target, denominator, factor, entry, over: denominator)
            return
        }
        let (product, overflows) = factor.multipliedReportingOverflow(by: entry)
        let (difference, underflows) = target.subtractingReportingOverflow(product)
        if overflows || underflows { throw Overflow() }
        target = difference
    }

    /// (a·b − c·d) / denominator, which divides evenly.
    private static func combined(_ a: Int, _ b: Int, _ c: Int, _ d: Int, over denominator: Int) throws(Overflow) -> Int
    {
        // Products of two words fit in two words, and so does their difference.
        let result = (Int128(a) * Int128(b) - Int128(c) * Int128(d)) / Int128(denominator)
        guard let word = Int(exactly: result) else { throw Overflow() }
        return word
    }

    private static func product(_ a: Int, _ b: Int) throws(Overflow) -> Int {
        let (result, overflows) = a.multipliedReportingOverflow(by: b)
        if overflows { throw Overflow() }
        return result
    }

    private static func sum(_ a: Int, _ b: Int) throws(Overflow) -> Int {
        let (result, overflows) = a.addingReportingOverflow(b)
        if overflows { throw Overflow() }
        return result
    }
}
