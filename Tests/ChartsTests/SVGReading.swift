// A drawing read back by an XML parser: what is really in it.

import Foundation
import Testing

@testable import Charts

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The elements, attributes and texts of a document.
final class SVGReading: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    private(set) var attributes: [(name: String, value: String)] = []
    private(set) var texts: [String] = []

    init(_ document: String, sourceLocation: SourceLocation = #_sourceLocation) {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        #expect(parser.parse(), "it is not well formed", sourceLocation: sourceLocation)
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes attributeDict: [String: String]
    ) {
        elements.append(name)
        attributes += attributeDict.map { ($0.key, $0.value) }
        texts.append("")
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if !texts.isEmpty { texts[texts.count - 1] += string }
    }

    /// The ids.
    var ids: [String] { attributes.filter { $0.name == "id" }.map(\.value) }
}

/// Expects that a document and the fragment of it are plain drawings: nothing that runs, loads, or styles by attribute, and no id twice.
func expectHarmless(_ drawing: Drawing, sourceLocation: SourceLocation = #_sourceLocation) {
    let allowed: Set = [
        "svg", "g", "defs", "pattern", "title", "desc", "style", "rect", "line", "circle", "path", "text",
    ]
    for (document, isStandalone) in [(drawing.document, true), (drawing.fragment, false)] {
        let reading = SVGReading(document, sourceLocation: sourceLocation)
        #expect(Set(reading.elements).isSubset(of: allowed), sourceLocation: sourceLocation)
        #expect(reading.elements.count { $0 == "style" } == (isStandalone ? 1 : 0), sourceLocation: sourceLocation)
        #expect(Set(reading.ids).count == reading.ids.count, sourceLocation: sourceLocation)
        for (name, value) in reading.attributes {
            #expect(name != "style" && !name.hasPrefix("on") && !name.contains("href"), sourceLocation: sourceLocation)
            if value.contains("url(") {
                let target = value.dropFirst("url(#".count).dropLast()
                #expect(reading.ids.contains(String(target)), sourceLocation: sourceLocation)
            }
            #expect(name == "xmlns" || !value.contains("//"), "\(name)=\(value)", sourceLocation: sourceLocation)
        }
        #expect(!reading.texts.contains { $0.contains("@import") }, sourceLocation: sourceLocation)
    }
}
