// How variables of each type stand in batches and conditions.

package import Codebook
package import Columns
package import FEEL

extension VariableType {
    /// How a batch holds values of the type.
    package var columnKind: ColumnKind {
        switch self {
        case .number: .number
        case .boolean: .boolean
        case .category, .text: .text
        case .set: .set
        }
    }

    /// The type of the variable in a condition.
    package var valueType: ValueType {
        switch self {
        case .number: .number
        case .boolean: .boolean
        case .category(let codes): .text(codes: codes.isEmpty ? nil : codes.map(\.id))
        case .set(let codes, _): .set(codes: codes.map(\.id))
        case .text: .text(codes: nil)
        }
    }
}
