// Which code looks for fields: a choice that shows in the time only.

internal import CStructure

/// What finds the fields of plain records; libcsv reads the others, and all of them with `none`.
package enum StructureKernel: String, Sendable, CaseIterable {
    case none, portable, avx2, avx512, neon

    /// The fastest that this processor supports.
    package static let best: StructureKernel = [.avx512, .avx2, .neon].first(where: \.isSupported) ?? .portable

    /// Whether this processor supports it.
    package var isSupported: Bool { code.map { structure_is_supported($0) } ?? true }

    /// What the scanner calls it; nil for `none`.
    var code: structure_kernel? {
        switch self {
        case .none: nil
        case .portable: STRUCTURE_PORTABLE
        case .avx2: STRUCTURE_AVX2
        case .avx512: STRUCTURE_AVX512
        case .neon: STRUCTURE_NEON
        }
    }
}
