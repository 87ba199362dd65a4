// The elements and attributes that documents may have. What is not here cannot be written.

/// The name of an element.
package enum Tag: String, Sendable, CaseIterable {
    case html, head, meta, title, style, script, body
    case header, nav, main, footer, section, aside, figure, figcaption, div
    case h1, h2, h3, h4, p, ul, ol, li, dl, dt, dd, details, summary
    case table, caption, thead, tbody, tr, th, td, colgroup, col
    case a, abbr, b, bdi, br, code, em, small, span, strong, wbr
    case button, fieldset, input, label, legend, option, select, output

    /// Whether it has neither contents nor an end.
    package var isVoid: Bool { [.meta, .br, .wbr, .col, .input].contains(self) }

    /// Whether spaces around it do not show, so that a line may end there.
    var isBlock: Bool {
        switch self {
        case .a, .abbr, .b, .bdi, .br, .code, .em, .small, .span, .strong, .wbr, .button, .input, .label, .option,
            .output:
            false
        default: true
        }
    }
}

/// The name of an attribute. There is none for an address outside the document, a style or an event: `href` takes a place in the same document.
package enum Attribute: Sendable, Hashable, Comparable {
    case id, `class`, lang, charset, name, content, httpEquiv, tabindex, role, scope, colspan, rowspan, headers
    case type, value, `for`, hidden, checked, selected, open, title
    /// `href`, with the id of an element of the document.
    case fragment
    case aria(String)
    case data(String)

    /// The name as it is written.
    package var text: String {
        switch self {
        case .httpEquiv: "http-equiv"
        case .fragment: "href"
        case .aria(let name): "aria-\(name)"
        case .data(let name): "data-\(name)"
        default: "\(self)"
        }
    }

    package static func < (left: Attribute, right: Attribute) -> Bool { left.text < right.text }
}
