// Cells given by hand, laid out as a file's column is.

import Codebook
import Columns

extension CellReader {
    /// Reads cells as a column, with other bytes around them that must not matter.
    func read(_ cells: [[UInt8]], into batch: ColumnBatch, missing: inout MissingTally) {
        var bytes: [UInt8] = []
        var slices: [CellSlice] = []
        for (index, cell) in cells.enumerated() {
            slices.append(CellSlice(offset: UInt32(bytes.count), length: UInt32(cell.count)))
            bytes += cell + [UInt8(truncatingIfNeeded: index &* 37)]
        }
        bytes += Array(repeating: UInt8(ascii: "7"), count: CellColumn.readableBytesBehind)
        bytes.withUnsafeBufferPointer { bytes in
            slices.withUnsafeBufferPointer { slices in
                guard let base = bytes.baseAddress, let first = slices.baseAddress else { return }
                for start in stride(from: 0, to: cells.count, by: 64) {
                    let count = min(64, cells.count - start)
                    let column = CellColumn(bytes: base, first: first + start, stride: 1, count: count)
                    read(column, from: start, into: batch, missing: &missing)
                }
            }
        }
    }
}
