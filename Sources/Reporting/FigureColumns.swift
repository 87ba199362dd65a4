// A figure as columns of a page, for the commands that set several side by side.

internal import Figures
internal import Prevalence
internal import Statistics

/// Prevalence, interval, n/N and the share open.
enum FigureColumns {
    /// The header of `text`.
    static func header(_ choices: StatisticsChoices) -> String {
        "prevalence".padded(fromLeftTo: 10) + " \(choices.level.percentage) % CI".padded(fromLeftTo: 13)
            + "n/N".padded(fromLeftTo: 16) + "open".padded(fromLeftTo: 6)
    }

    /// A figure in the columns of a terminal.
    static func text(_ figure: Figure) -> String {
        // One sign says it for the whole line.
        let cells = figure.isHidden && figure[.records].isHidden ? [hiddenSign, "", "", ""] : cells(figure)
        return zip(cells, [10, 13, 16, 6]).map { $0.inColumn($1) }.joined()
    }

    /// The lines above the rows of a Markdown table.
    static func markdownHeader(_ first: String, _ choices: StatisticsChoices) -> [String] {
        [
            "| \(escapedMarkdown(first)) | Prevalence | \(choices.level.percentage) % CI | n/N | Open |",
            "| ---: | ---: | --- | ---: | ---: |",
        ]
    }

    /// A figure as cells.
    static func cells(_ figure: Figure) -> [String] {
        [
            Reporting.text(figure.prevalenceShown, percent) + figure.mark,
            Reporting.text(figure.intervalShown) {
                "\(oneDecimal($0.lowerBound * 100))–\(oneDecimal($0.upperBound * 100))"
            },
            share(figure),
            Reporting.text(open(figure), wholePercent),
        ]
    }

    /// n/N.
    static func share(_ figure: Figure) -> String {
        "\(Reporting.text(figure.events, grouped))/\(Reporting.text(figure.total, grouped))"
    }

    private static func open(_ figure: Figure) -> Shown<Double> {
        figure[.undetermined].map { undetermined in
            figure[.records].value.flatMap { $0 == 0 ? nil : Double(undetermined) / Double($0) }
        }
    }
}
