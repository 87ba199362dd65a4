// Sampling units are numbered as a dictionary of trimmed texts would number them.

import Codebook
import Columns
import Testing

@testable import Cohort

@Suite("Sampling units by their cells")
struct UnitTableTests {
    @Test(
        "short and long ones, blank ones, and those with blanks around them",
        arguments: ColumnKernel.allCases.filter(\.isSupported),
        [(true, true), (true, false), (false, true)]
    )
    func numbers(kernel: ColumnKernel, _ has: (strata: Bool, psus: Bool)) {
        var random = SystemRandomNumberGenerator()
        var table = UnitTable(kernel)
        var expected: [[String]: Int32] = [:]
        let alphabet = Array("ab1 \t\u{0}".utf8)
        for _ in 0..<60 {
            let cells = (0..<128).map { _ in
                let length = Int.random(in: 0...(Int.random(in: 0..<4, using: &random) == 0 ? 12 : 3), using: &random)
                return (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            }
            var bytes: [UInt8] = []
            var slices: [CellSlice] = []
            for cell in cells {
                slices.append(CellSlice(offset: UInt32(bytes.count), length: UInt32(cell.count)))
                bytes += cell + [UInt8.random(in: 0 ... .max, using: &random)]
            }
            bytes += Array(repeating: 0x20, count: CellColumn.readableBytesBehind)
            let wanted = UInt64.random(in: 0 ... .max, using: &random)
            var numbers = [Int32](repeating: -7, count: 64)
            bytes.withUnsafeBufferPointer { bytes in
                slices.withUnsafeBufferPointer { slices in
                    guard let base = bytes.baseAddress, let first = slices.baseAddress else { return }
                    let strata = CellColumn(bytes: base, first: first, stride: 2, count: 64)
                    let psus = strata.column(1)
                    var new = table.find(has.strata ? strata : nil, has.psus ? psus : nil, wanted, into: &numbers)
                    #expect(new & ~wanted == 0)
                    while new != 0 {
                        let record = new.trailingZeroBitCount
                        new &= new &- 1
                        let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
                        let stratum = has.strata ? trimmed(strata[record]) : none
                        let psu = has.psus ? trimmed(psus[record]) : none
                        if let known = table.number(stratum, psu) {
                            numbers[record] = known
                        } else {
                            numbers[record] = Int32(expected.count)
                            table.insert(numbers[record], stratum, psu)
                        }
                        let key = key(cells, record, has)
                        #expect(expected[key] ?? numbers[record] == numbers[record])
                        expected[key] = numbers[record]
                    }
                }
            }
            for record in 0..<64 {
                let isWanted = wanted >> UInt64(record) & 1 == 1
                #expect(numbers[record] == (isWanted ? expected[key(cells, record, has)] : -7))
            }
        }
        #expect(Set(expected.values).count == expected.count)
    }

    private func key(_ cells: [[UInt8]], _ record: Int, _ has: (strata: Bool, psus: Bool)) -> [String] {
        [has.strata ? cells[2 * record] : [], has.psus ? cells[2 * record + 1] : []].map { cell in
            let blanks: Set<UInt8> = [0x20, 0x09]
            let start = cell.firstIndex { !blanks.contains($0) } ?? cell.count
            let end = cell.lastIndex { !blanks.contains($0) } ?? -1
            return start <= end ? String(decoding: cell[start...end], as: UTF8.self) : ""
        }
    }
}
