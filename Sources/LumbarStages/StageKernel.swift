// Which instructions a stage uses.

package import Columns
package import CSVReading

/// The instructions that a stage is to use. They show in the time only.
public enum StageKernel: String, Sendable, CaseIterable {
    /// What the program chooses on this machine.
    case best
    /// AVX2, whatever else there is: the yardstick for a bare scan.
    case avx2
    /// What every processor of this kind can do.
    case portable
    /// No vectors at all: libcsv reads every record, and plain loops every cell.
    case plain

    package var structure: StructureKernel {
        switch self {
        case .best: .best
        case .avx2: .avx2
        case .portable: .portable
        case .plain: .none
        }
    }

    package var column: ColumnKernel {
        switch self {
        case .best: .best
        case .avx2: .avx2
        case .portable: .portable
        case .plain: .plain
        }
    }
}
