// The blocks of a section as HTML.

internal import Charts
internal import Markup

/// A text whose lines end nowhere between a number and its percent sign.
func prose(_ text: String) -> String { text.replacing(" %", with: "\u{A0}%") }

/// Writes the blocks of one section, whose ids begin with the section's.
struct BlockWriter {
    let prefix: String

    /// The blocks, headings within them at `level`.
    func nodes(_ blocks: [Story.Block], level: Tag) -> [Node] {
        blocks.enumerated().flatMap { place, block in
            nodes(block, id: "\(prefix)-\(place + 1)", level: level)
        }
    }

    private func nodes(_ block: Story.Block, id: String, level: Tag) -> [Node] {
        switch block {
        case .paragraph(let text): [.element(.p, [:], prose(text))]
        case .heading(let text): [.element(level, [:], text)]
        case .list(let items): [.element(.ul, [:], items.map { .element(.li, [:], prose($0)) })]
        case .chart(let picture): [chart(picture, id: id)]
        case .table(let table): [TableWriter(table, id: id).node]
        case .tables(let tables):
            [.element(.div, [.class: "side"], tables.enumerated().map { TableWriter($1, id: "\(id)-\($0 + 1)").node })]
        case .choice(let choice): self.choice(choice, id: id, level: level)
        }
    }

    /// A chart for wide screens and paper, and one for phones. Of the two only one is shown, or read out.
    private func chart(_ picture: Story.Picture, id: String) -> Node {
        func drawing(_ form: String, width: Double) -> Drawing {
            picture.draw(ChartOptions(width: width, prefix: "\(id)-\(form)", hasHeading: false))
        }
        func node(_ form: String, _ fragment: String) -> Node {
            // Charts escape every text themselves.
            .element(.div, [.class: "chart-\(form)"], [.trusted(StaticText(vouchingFor: fragment))])
        }
        let (wide, narrow) = (drawing("wide", width: 760), drawing("narrow", width: 340))
        return .element(
            .figure,
            [.class: "chart"],
            // Where both have the same marks the script takes their texts from the wide one.
            [node("wide", wide.fragment), node("narrow", narrow.fragment(beside: wide))]
                + (picture.caption.isEmpty ? [] : [.element(.figcaption, [:], picture.caption)])
        )
    }

    private func choice(_ choice: Story.Choice, id: String, level: Tag) -> [Node] {
        let options = choice.parts.enumerated().map { place, part -> Node in
            let selected: [Attribute: String] = place == choice.first ? [.selected: ""] : [:]
            return .element(.option, [.value: "\(id)-part-\(place + 1)"].merging(selected) { $1 }, part.title)
        }
        let select: Node = .element(
            .p,
            [.class: "choose", .data("script"): "", .hidden: ""],
            [
                .element(.label, [.for: "\(id)-select"], "Choose a \(choice.subject): "),
                .element(
                    .select,
                    [.id: "\(id)-select", .data("choice"): id],
                    options + [.element(.option, [.value: "all"], "all of them")]
                ),
            ]
        )
        let parts = choice.parts.enumerated().map { place, part -> Node in
            let own = "\(id)-part-\(place + 1)"
            return .element(
                .section,
                [.id: own, .class: "part", .data("part"): id, .aria("labelledby"): "\(own)-title"],
                [.element(level, [.id: "\(own)-title"], part.title)]
                    + BlockWriter(prefix: own).nodes(part.blocks, level: .h4)
            )
        }
        return [select] + parts
    }
}
