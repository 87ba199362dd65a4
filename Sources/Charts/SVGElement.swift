// SVG elements as values, and how they are written.

/// An element: its name, its attributes in the order in which they are written, and what stands in it.
struct SVGElement: Sendable {
    /// The elements that charts are made of. There is none for scripts, links, images or foreign content.
    enum Name: String, Sendable {
        case svg, g, defs, pattern, title, desc, style, rect, line, circle, path, text
    }

    /// What stands in an element.
    enum Node: Sendable {
        case element(SVGElement)
        case text(String)
    }

    var name: Name
    var attributes: [SVGAttribute]
    var children: [Node]

    /// Makes an element with elements in it.
    init(_ name: Name, _ attributes: [SVGAttribute] = [], _ children: [SVGElement] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children.map(Node.element)
    }

    /// Makes an element with a text in it.
    init(_ name: Name, _ attributes: [SVGAttribute] = [], text: String) {
        self.name = name
        self.attributes = attributes
        children = [.text(text)]
    }

    /// Appends the element to a document. Every text and every attribute's value is escaped here and nowhere else.
    ///
    /// - Parameters:
    ///   - document: What it is appended to.
    ///   - keepsFallbacks: Whether colours stand in attributes too, for readers without the style sheet.
    ///   - keepsDetails: Whether marks have the text that a pointer over them shows.
    func append(to document: inout String, keepsFallbacks: Bool, keepsDetails: Bool = true) {
        document += "<" + name.rawValue
        for attribute in attributes where keepsFallbacks || !attribute.isFallback {
            document += " " + attribute.name + "=\"" + escapedXML(attribute.value) + "\""
        }
        guard !children.isEmpty else {
            document += "/>"
            return
        }
        document += ">"
        for child in children {
            switch child {
            case .element(let element) where name == .g && element.name == .title && !keepsDetails: continue
            case .element(let element):
                element.append(to: &document, keepsFallbacks: keepsFallbacks, keepsDetails: keepsDetails)
            case .text(let text): document += escapedXML(text)
            }
        }
        document += "</" + name.rawValue + ">"
    }
}
