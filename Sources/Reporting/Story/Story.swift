// What a report says, before it becomes a page or Markdown: sections that each begin with their main finding.

internal import Charts

/// The whole report.
package struct Story: Sendable {
    /// What it is about.
    var title: String
    /// What everyone must know before reading on: that it is no diagnosis, and what is hidden.
    var warnings: [String]
    /// The report in a few answers.
    var brief: [Answer]
    /// The sections, in order.
    var sections: [Section]

    /// A question that any reader has, with its answer in a sentence or two.
    struct Answer: Sendable {
        var question: String
        var text: String
    }

    /// One part of the story.
    struct Section: Sendable {
        var name: Name
        /// The sentence that says the main finding with numbers.
        var finding: String
        var blocks: [Block]
    }

    /// The sections that a story can have, in order.
    enum Name: String, Sendable, CaseIterable {
        case about, cohort, flow, prevalence, groups, together, main, thresholds, missing, rejected, records,
            definitions, methods
        case provenance

        /// The heading.
        var title: String {
            switch self {
            case .about: "What this is, and what it is not"
            case .cohort: "The cohort"
            case .flow: "From rows to classified records"
            case .prevalence: "How common each cause is"
            case .groups: "Each cause by group"
            case .together: "Causes that occur together"
            case .main: "First matching explanations"
            case .thresholds: "What depends on thresholds"
            case .missing: "What was missing"
            case .rejected: "What was rejected"
            case .records: "Records to look at first"
            case .definitions: "Every definition and threshold"
            case .methods: "Methods"
            case .provenance: "How to make this again"
            }
        }
    }

    /// A piece of a section.
    enum Block: Sendable {
        case paragraph(String)
        /// A heading within the section.
        case heading(String)
        case list([String])
        case chart(Picture)
        case table(StoryTable)
        /// Small tables, next to each other where there is room.
        case tables([StoryTable])
        /// Parts of which a reader may choose one.
        case choice(Choice)
    }

    /// A chart. What it shows is in a table besides.
    struct Picture: Sendable {
        /// How to read it.
        var caption: String
        var draw: @Sendable (ChartOptions) -> Drawing
    }

    /// Parts of which a reader may choose one; all of them are there where nothing can be chosen.
    struct Choice: Sendable {
        /// What is chosen: "cause".
        var subject: String
        var parts: [(title: String, blocks: [Block])]
        /// The part that is shown first.
        var first: Int
    }
}
