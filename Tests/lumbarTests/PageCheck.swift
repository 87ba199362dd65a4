// A reader of the pages that the program writes, strict enough to find what is wrong with them.

import Foundation

/// An element of a page, with where it stands.
struct PageElement {
    let name: String
    let attributes: [String: String]
    /// The names of the elements that it is in, the outermost first.
    let path: [String]
    /// The text in it, that of the elements in it included.
    fileprivate(set) var text: String
}

/// A page as its elements. Every element must be closed, and every `<`, `>` and `&` of a text escaped; anything else is an error.
struct Page {
    /// The elements in the order in which they begin.
    private(set) var elements: [PageElement] = []

    /// What makes a page unreadable.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private static let void: Set<String> = ["meta", "br", "wbr", "col", "input"]

    init(_ html: String) throws {
        guard html.hasPrefix("<!DOCTYPE html>\n") else { throw Malformed(description: "no doctype") }
        var rest = html.dropFirst("<!DOCTYPE html>\n".count)
        var open: [Int] = []
        func add(_ text: Substring, to elements: inout [PageElement]) throws {
            guard !text.contains(">") else { throw Malformed(description: "a bare > in: \(text.prefix(80))") }
            let plain = try Self.unescaped(text)
            for index in open { elements[index].text += plain }
        }
        while let start = rest.firstIndex(of: "<") {
            try add(rest[..<start], to: &elements)
            rest = rest[start...]
            guard let end = rest.firstIndex(of: ">") else { throw Malformed(description: "an unfinished tag") }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                guard let last = open.popLast(), elements[last].name == tag.dropFirst() else {
                    throw Malformed(description: "</\(tag.dropFirst())> closes nothing")
                }
                continue
            }
            let element = try Self.element(tag, path: open.map { elements[$0].name })
            elements.append(element)
            guard !Self.void.contains(element.name), !tag.hasSuffix("/") else { continue }
            open.append(elements.count - 1)
            // Style and script are text up to their own end.
            guard ["style", "script"].contains(element.name), let close = rest.range(of: "</\(element.name)>") else {
                continue
            }
            elements[elements.count - 1].text = String(rest[..<close.lowerBound])
            rest = rest[close.lowerBound...]
        }
        guard open.isEmpty else { throw Malformed(description: "<\(elements[open[0]].name)> is not closed") }
    }

    private static func element(_ tag: Substring, path: [String]) throws -> PageElement {
        let pattern = /([a-zA-Z][-a-zA-Z0-9:]*)(?:="([^"<>]*)")?/
        let name = tag.prefix { !$0.isWhitespace && $0 != "/" }
        var rest = tag.dropFirst(name.count)
        var attributes: [String: String] = [:]
        while true {
            rest = rest.drop { $0.isWhitespace }
            guard !rest.isEmpty, rest != "/" else { break }
            guard let match = rest.prefixMatch(of: pattern) else {
                throw Malformed(description: "a bad attribute: \(rest.prefix(80))")
            }
            guard attributes.updateValue(try unescaped(match.2 ?? ""), forKey: String(match.1)) == nil else {
                throw Malformed(description: "\(match.1) twice in <\(tag.prefix(80))>")
            }
            rest = rest[match.range.upperBound...]
        }
        return PageElement(name: String(name), attributes: attributes, path: path, text: "")
    }

    private static func unescaped(_ text: Substring) throws -> String {
        let known = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
        var plain = ""
        var rest = text
        while let start = rest.firstIndex(of: "&") {
            plain += rest[..<start]
            guard let (escape, character) = known.first(where: { rest[start...].hasPrefix($0.key) }) else {
                throw Malformed(description: "a bare & in: \(rest[start...].prefix(40))")
            }
            plain += character
            rest = rest[start...].dropFirst(escape.count)
        }
        return plain + rest
    }

    /// The elements of a name.
    func all(_ names: String...) -> [PageElement] { elements.filter { names.contains($0.name) } }

    /// The page without its texts: names, attributes that are no text of anyone's, and how elements nest. Of charts, which are laid out by the widths of their
    /// texts, only that they are there.
    var structure: [String] {
        elements.filter { !$0.path.contains("svg") }.map { element in
            let isText = { (name: String) in ["content", "value", "data-key"].contains(name) || element.name == "svg" }
            let attributes = element.attributes.filter { !isText($0.key) }.sorted { $0.key < $1.key }
            return (element.path + [element.name]).joined(separator: ">") + " "
                + attributes.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }
    }

    /// What charts are made of: the names of their elements, and of the attributes of each.
    var chartParts: Set<String> {
        Set(
            elements.filter { $0.path.contains("svg") || $0.name == "svg" }.flatMap { element in
                [element.name] + element.attributes.keys.map { "\(element.name) \($0)" }
            }
        )
    }
}
