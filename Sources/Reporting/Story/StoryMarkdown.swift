// A report as Markdown: the same story for a notebook, an issue or a wiki.

extension Story {
    /// The story as Markdown (CommonMark with the tables of GitHub).
    package var markdown: String {
        var lines = ["# \(escapedMarkdown(title))", ""]
        for warning in warnings { lines += ["> " + escapedMarkdown(warning), ">"] }
        if !warnings.isEmpty { lines.removeLast() }
        if !brief.isEmpty {
            lines += ["", "## In short", ""]
            lines += brief.map { "- **\(escapedMarkdown($0.question))** \(escapedMarkdown($0.text))" }
        }
        for section in sections {
            lines += ["", "## \(section.name.title)", "", "**\(escapedMarkdown(section.finding))**"]
            lines += Self.lines(section.blocks)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ blocks: [Block]) -> [String] {
        blocks.map(lines).filter { !$0.isEmpty }.flatMap { [""] + $0 }
    }

    private static func lines(_ block: Block) -> [String] {
        switch block {
        // What it shows is in a table as well.
        case .chart: []
        case .paragraph(let text): [escapedMarkdown(text)]
        case .heading(let text): ["### \(escapedMarkdown(text))"]
        case .list(let items): items.map { "- \(escapedMarkdown($0))" }
        case .table(let table): table.markdown
        case .tables(let tables): Array(tables.map(\.markdown).joined(separator: [""]))
        case .choice(let choice):
            Array(
                choice.parts.map { part in
                    ["### \(escapedMarkdown(part.title))"] + lines(part.blocks)
                }
                .joined(separator: [""])
            )
        }
    }
}

extension StoryTable {
    fileprivate var markdown: [String] {
        let kept = columns.indices.filter { !columns[$0].isPicture }
        let header = "| " + kept.map { escapedMarkdown(columns[$0].title) }.joined(separator: " | ") + " |"
        let alignment = "|" + kept.map { columns[$0].isNumber ? " ---: |" : " --- |" }.joined()
        let lines = rows.map { row in "| " + kept.map { row[$0].markdown }.joined(separator: " | ") + " |" }
        return ["\(escapedMarkdown(caption)):", "", header, alignment] + lines
    }
}

extension StoryCell {
    fileprivate var markdown: String {
        let counts = counts.map { " (\($0))" } ?? ""
        return style == .code ? Self.code(text) : escapedMarkdown(text + counts)
    }

    /// A text as code. In a cell of a table a bar ends the cell even within code; and code ends at as many backticks as it began with.
    private static func code(_ text: String) -> String {
        text.isEmpty || text.contains("`") || text.contains("|") || text.contains("\\")
            ? escapedMarkdown(text) : "`\(text.split(whereSeparator: \.isNewline).joined(separator: " "))`"
    }
}
