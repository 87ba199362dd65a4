// A tree of HTML or SVG elements, which is text only at the very end: nothing in it can become markup by accident.

/// A piece of a document.
package enum Node: Sendable {
    /// Text of any origin. It is escaped when the document is written.
    case text(String)
    case element(Element)
    /// The contents of a `style` or `script` element or a drawing: bytes of this program, never of its users.
    case trusted(StaticText)
}

/// Text that is part of the program, and so is written as it stands.
package struct StaticText: Sendable, Hashable {
    /// The text.
    package let text: String

    /// Vouches for a text. It must not hold anything that a file, a rule set or a command line said, unless that was escaped.
    package init(vouchingFor text: String) { self.text = text }
}

/// An element with its attributes and what is in it.
package struct Element: Sendable {
    /// Its name.
    package let tag: Tag
    /// Its attributes, in the order in which they are written; each at most once.
    package private(set) var attributes: [(name: Attribute, value: String)] = []
    /// What is in it; nothing for a void element.
    package private(set) var children: [Node] = []

    /// Makes an element.
    package init(_ tag: Tag, _ attributes: [Attribute: String] = [:], _ children: [Node] = []) {
        self.tag = tag
        self.children = tag.isVoid ? [] : children
        self.attributes = attributes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension Node {
    /// An element.
    package static func element(_ tag: Tag, _ attributes: [Attribute: String] = [:], _ children: [Node] = []) -> Node {
        .element(Element(tag, attributes, children))
    }

    /// An element that holds one text.
    package static func element(_ tag: Tag, _ attributes: [Attribute: String] = [:], _ text: String) -> Node {
        .element(Element(tag, attributes, [.text(text)]))
    }
}
