// A plain linear programming solver for tests: dense tableau, two phases, doubles. It shares nothing with the program's own.

/// Variables of at least 0 that obey equations, and how small and how large each can be.
struct LinearProgram {
    private var width: Int
    private var tableau: [Double] = []
    private var basis: [Int] = []
    private let variables: Int
    /// Whether anything obeys the equations.
    private(set) var isFeasible = true

    /// Finds a first solution.
    init(variables: Int, equations: [(terms: [(variable: Int, factor: Double)], value: Double)]) {
        self.variables = variables
        width = variables + equations.count + 1
        for (index, equation) in equations.enumerated() {
            var row = [Double](repeating: 0, count: width)
            let sign: Double = equation.value < 0 ? -1 : 1
            for term in equation.terms { row[term.variable] += sign * term.factor }
            row[variables + index] = 1
            row[width - 1] = sign * equation.value
            tableau += row
            basis.append(variables + index)
        }
        // The first phase: the artificial variables, one per equation, are driven out.
        var costs = [Double](repeating: 0, count: width)
        for row in basis.indices {
            for column in 0..<width where column < variables || column == width - 1 {
                costs[column] += tableau[row * width + column]
            }
        }
        _ = optimise(&costs, columns: variables)
        isFeasible = costs[width - 1] < 1e-6
        for row in basis.indices.reversed() where basis[row] >= variables {
            if let column = (0..<variables).first(where: { abs(tableau[row * width + $0]) > 1e-7 }) {
                var none = [Double](repeating: 0, count: width)
                pivot(row, column, &none)
            } else {
                tableau.removeSubrange(row * width..<(row + 1) * width)
                basis.remove(at: row)
            }
        }
    }

    /// The smallest and the largest value of a variable; infinite where there is no limit.
    mutating func range(of variable: Int) -> ClosedRange<Double> {
        let low = value(of: variable, sign: -1) ?? -.infinity
        return low...max(low, value(of: variable, sign: 1) ?? .infinity)
    }

    private mutating func value(of variable: Int, sign: Double) -> Double? {
        var costs = [Double](repeating: 0, count: width)
        if let row = basis.firstIndex(of: variable) {
            for column in 0..<variables where column != variable {
                costs[column] = -sign * tableau[row * width + column]
            }
        } else {
            costs[variable] = sign
        }
        guard optimise(&costs, columns: variables) else { return nil }
        return basis.firstIndex(of: variable).map { tableau[$0 * width + width - 1] } ?? 0
    }

    /// Pivots until no cost is above 0. False if there is no end to it.
    private mutating func optimise(_ costs: inout [Double], columns: Int) -> Bool {
        var steps = 0
        while true {
            let candidates = (0..<columns).lazy.filter { [costs] in costs[$0] > 1e-7 }
            steps += 1
            // The steepest column at first; by Bland's rule, which never cycles, if that takes long.
            let entering = steps < 400 ? candidates.max { [costs] in costs[$0] < costs[$1] } : candidates.first
            guard let column = entering else { return true }
            var best: (row: Int, ratio: Double)?
            for row in basis.indices where tableau[row * width + column] > 1e-7 {
                let ratio = tableau[row * width + width - 1] / tableau[row * width + column]
                if let found = best, ratio > found.ratio - 1e-12 {
                    guard ratio < found.ratio + 1e-12, basis[row] < basis[found.row] else { continue }
                }
                best = (row, ratio)
            }
            guard let row = best?.row else { return false }
            pivot(row, column, &costs)
        }
    }

    private mutating func pivot(_ row: Int, _ column: Int, _ costs: inout [Double]) {
        let (width, rows) = (width, basis.count)
        tableau.withUnsafeMutableBufferPointer { cells in
            let divisor = cells[row * width + column]
            var used: [Int] = []
            for index in 0..<width where cells[row * width + index] != 0 {
                cells[row * width + index] /= divisor
                used.append(index)
            }
            for other in 0..<rows where other != row {
                let factor = cells[other * width + column]
                if factor == 0 { continue }
                for index in used { cells[other * width + index] -= factor * cells[row * width + index] }
                cells[other * width + column] = 0
            }
            let factor = costs[column]
            for index in used { costs[index] -= factor * cells[row * width + index] }
            costs[column] = 0
        }
        basis[row] = column
    }
}
