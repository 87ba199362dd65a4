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
    func append(to document: inout String) {
        document += "<" + name.rawValue
        for attribute in attributes { document += " " + attribute.name + "=\"" + escapedXML(attribute.value) + "\"" }
        guard !children.isEmpty else {
            document += "/>"
            return
        }
        document += ">"
        for child in children {
            switch child {
            case .element(let element): element.append(to: &document)
            case .text(let text): document += escapedXML(text)
            }
        }
        document += "</" + name.rawValue + ">"
    }
}
