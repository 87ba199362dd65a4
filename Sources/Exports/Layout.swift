// How an export is laid out: what its header rows mean, which columns make one question, which rows are no answers.

package import CSVReading
package import Codebook

/// The layout of one file.
package struct Layout: Sendable {
    /// The platform whose export it is.
    package let platform: Platform
    /// How many rows the header has.
    package let headerRows: Int
    /// The questions, in the order of their first columns. Every column belongs to one.
    package private(set) var questions: [Question]
    /// Which rows are left out unless they are asked for.
    package let exclusions: [RowExclusion]
    /// The words with which the platform marks a missing answer in any column.
    package let missingWords: [MissingKind: [String]]
    /// By what the platform was recognised, for a person; nil where it was named, or is none.
    package let evidence: String?

    init(
        _ platform: Platform,
        headerRows: Int = 1,
        questions: [Question],
        exclusions: [RowExclusion] = [],
        missingWords: [MissingKind: [String]] = [:],
        evidence: String?
    ) {
        self.platform = platform
        self.headerRows = headerRows
        self.questions = questions.sorted { $0.column < $1.column }
        self.exclusions = exclusions
        self.missingWords = missingWords
        self.evidence = evidence
    }

    /// The layout of a plain file with a header.
    package static func plain(_ header: [String]) -> Layout {
        Layout(.plain, questions: Question.plain(header), evidence: nil)
    }

    /// Recognises the layout of a file by its first records, or reads them as those of a platform that is named.
    ///
    /// - Complexity: Linear in the cells of the sample.
    package init(_ first: FirstRecords, platform: Platform? = nil) {
        let sample = Sample(first)
        guard let platform else {
            // Those that take rows for the header first: their marks are the surest.
            let known = [
                QualtricsLayout.recognise, SurveyMonkeyLayout.recognise, LimeSurveyLayout.recognise,
                KoboLayout.recognise, RedcapLayout.recognise, GoogleFormsLayout.recognise,
            ]
            for recognise in known {
                if let evidence = recognise(sample) {
                    self = evidence.platform.layout(of: sample, evidence: evidence.text)
                    return
                }
            }
            self = .plain(first.rows.first ?? [])
            return
        }
        self = platform.layout(of: sample, evidence: nil)
    }

    /// The questions with several options to choose from.
    package var multipleChoices: [Question] { questions.filter(\.takesSeveral) }

    /// Makes a question of its own of a column that is one of a question's options.
    package mutating func isolate(_ column: Int, name: String) {
        for index in questions.indices { questions[index].options.removeAll { $0.column == column } }
        questions.removeAll { $0.column == column && $0.options.isEmpty }
        for index in questions.indices where questions[index].column == column {
            questions[index].column = questions[index].options.first?.column ?? column
        }
        questions.append(Question(column: column, names: [Question.Name(name, .header)]))
        questions.sort { $0.column < $1.column }
    }

    /// Gives the questions what a data dictionary knows about them.
    mutating func updateQuestions(_ update: (inout Question) -> Void) {
        for index in questions.indices { update(&questions[index]) }
    }
}

/// What a platform was recognised by.
struct Evidence {
    var platform: Platform
    /// What a person sees of it: `the column '_submission_time'`.
    var text: String

    init(_ platform: Platform, _ text: String) {
        (self.platform, self.text) = (platform, text)
    }
}

extension Platform {
    /// The layout of a file of the platform.
    fileprivate func layout(of sample: Sample, evidence: String?) -> Layout {
        switch self {
        case .plain: Layout(.plain, questions: Question.plain(sample.header), evidence: evidence)
        case .redcap: RedcapLayout.layout(of: sample, evidence: evidence)
        case .qualtrics: QualtricsLayout.layout(of: sample, evidence: evidence)
        case .surveymonkey: SurveyMonkeyLayout.layout(of: sample, evidence: evidence)
        case .limesurvey: LimeSurveyLayout.layout(of: sample, evidence: evidence)
        case .googleForms: GoogleFormsLayout.layout(of: sample, evidence: evidence)
        case .kobo: KoboLayout.layout(of: sample, evidence: evidence)
        }
    }
}
