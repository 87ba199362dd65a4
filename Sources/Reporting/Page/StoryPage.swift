// A story as one page of HTML that needs nothing but itself.

internal import Charts
internal import Markup

/// The page. Its style and script are the program's own, and its policy allows nothing else to run or to be fetched.
package struct StoryPage {
    private let story: Story
    private let digest: ([UInt8]) -> [UInt8]

    /// Makes a page.
    ///
    /// - Parameters:
    ///   - story: What it tells.
    ///   - digest: SHA-256, by which the policy knows the page's own style and script.
    package init(_ story: Story, sha256 digest: @escaping ([UInt8]) -> [UInt8]) {
        self.story = story
        self.digest = digest
    }

    /// The page as HTML.
    package var html: String {
        Element(.html, [.lang: "en"], [head, body]).document
    }

    // MARK: Head

    /// The style sheet, and the script without which the page is as complete, but still.
    static let style = StyleSheet.inline + String(decoding: PackageResources.report_css, as: UTF8.self)
    static let script = String(decoding: PackageResources.report_js, as: UTF8.self)

    /// Nothing is fetched, and nothing runs but what has the hash.
    private var policy: String {
        func source(_ text: String) -> String { "'sha256-\(base64(digest(Array(text.utf8))))'" }
        return
            "default-src 'none'; style-src \(source(Self.style)); script-src \(source(Self.script)); base-uri 'none'; form-action 'none'"
    }

    private var head: Node {
        .element(
            .head,
            [:],
            [
                .element(.meta, [.charset: "utf-8"], []),
                .element(.meta, [.httpEquiv: "Content-Security-Policy", .content: policy], []),
                .element(.meta, [.name: "viewport", .content: "width=device-width, initial-scale=1"], []),
                .element(.meta, [.name: "color-scheme", .content: "light dark"], []),
                .element(.meta, [.name: "referrer", .content: "no-referrer"], []),
                .element(.meta, [.name: "generator", .content: "Lumbar"], []),
                .element(.title, [:], "\(story.title) – report"),
                .element(.style, [:], [.trusted(StaticText(vouchingFor: Self.style))]),
            ]
        )
    }

    // MARK: Body

    private var body: Node {
        .element(
            .body,
            [:],
            [
                .element(.a, [.class: "skip", .fragment: "content"], "Skip to the report"),
                .element(.header, [.class: "top"], top),
                .element(
                    .div,
                    [.class: "page"],
                    [
                        contents,
                        .element(
                            .main,
                            [.id: "content", .tabindex: "-1"],
                            [controls] + briefBlock + story.sections.map(section)
                        ),
                    ]
                ),
                .element(
                    .footer,
                    [:],
                    [
                        .element(
                            .p,
                            [:],
                            "Made by Lumbar. It describes answers in a data set, makes no diagnosis, and does not replace a clinician."
                        )
                    ]
                ),
                .element(.script, [:], [.trusted(StaticText(vouchingFor: Self.script))]),
            ]
        )
    }

    private var top: [Node] {
        [.element(.p, [.class: "kind"], "Report on a cohort"), .element(.h1, [:], story.title)]
            + story.warnings.map { .element(.p, [.class: "warning"], $0) }
    }

    private var contents: Node {
        let brief = story.brief.isEmpty ? [] : [("brief", "In short")]
        let entries = brief + story.sections.map { ($0.name.rawValue, $0.name.title) }
        return .element(
            .nav,
            [.aria("label"): "Contents"],
            [
                .element(
                    .ol,
                    [:],
                    entries.map { id, title in .element(.li, [:], [.element(.a, [.fragment: id], title)]) }
                )
            ]
        )
    }

    /// What needs the script to do anything, and is hidden until there is one.
    private var controls: Node {
        let choices = [("both", "shares and counts"), ("shares", "shares"), ("counts", "counts")]
        return .element(
            .fieldset,
            [.class: "controls", .data("script"): "", .hidden: ""],
            [.element(.legend, [:], "Show")]
                + choices.flatMap { value, label -> [Node] in
                    let checked: [Attribute: String] = value == "both" ? [.checked: ""] : [:]
                    return [
                        .element(
                            .input,
                            [.type: "radio", .name: "show", .id: "show-\(value)", .value: value].merging(checked) {
                                $1
                            },
                            []
                        ),
                        .element(.label, [.for: "show-\(value)"], label),
                    ]
                }
        )
    }

    private var briefBlock: [Node] {
        guard !story.brief.isEmpty else { return [] }
        return [
            .element(
                .section,
                [.id: "brief", .aria("labelledby"): "brief-title"],
                [
                    .element(.h2, [.id: "brief-title"], "In short"),
                    .element(
                        .dl,
                        [:],
                        story.brief.flatMap { [.element(.dt, [:], $0.question), .element(.dd, [:], prose($0.text))] }
                    ),
                ]
            )
        ]
    }

    private func section(_ section: Story.Section) -> Node {
        let id = section.name.rawValue
        return .element(
            .section,
            [.id: id, .aria("labelledby"): "\(id)-title"],
            [
                .element(.h2, [.id: "\(id)-title"], section.name.title),
                .element(.p, [.class: "finding"], prose(section.finding)),
            ] + BlockWriter(prefix: id).nodes(section.blocks, level: .h3)
        )
    }
}
