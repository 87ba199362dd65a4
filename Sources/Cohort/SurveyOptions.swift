// What a run is told about the survey that its files were exported from.

package import Exports
package import Mappings

/// The choices about layouts, dictionaries and mappings.
package struct SurveyOptions: Sendable {
    /// The platform; nil: it is recognised, file by file.
    package var platform: Platform?
    /// The project's data dictionary.
    package var dictionary: DataDictionary?
    /// The project's mapping.
    package var mapping: Mapping?
    /// Whether to keep the rows that a platform marks as previews, unfinished or unsubmitted.
    package var keepsExcluded = false

    /// Recognises everything.
    package init() {}
}

/// How many rows were left out for a reason.
package struct ExcludedCount: Sendable, Hashable {
    /// The reason.
    package var reason: ExclusionReason
    /// How many.
    package var records: Int
}
