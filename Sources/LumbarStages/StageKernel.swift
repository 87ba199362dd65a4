// Which instructions a stage uses.

package import Columns
package import CSVReading

/// The instructions that a stage is to use. They show in the time only.
public enum StageKernel: String, Sendable, CaseIterable {
    /// What the program chooses on this machine.
    case best
    /// What every processor of this kind can do.
    case portable
    /// No vectors at all: libcsv reads every record, and plain loops every cell.
    case plain

    package var structure: StructureKernel {
        switch self {
        case .best: .best
        case .portable: .portable
        case .plain: .none
        }
    }

    package var column: ColumnKernel {
        switch self {
        case .best: .best
        case .portable: .portable
        case .plain: .plain
        }
    }
}
