// What trees of elements are written as, and that no text becomes markup.

import Markup
import Testing

@Suite("Documents")
struct DocumentTextTests {
    @Test("Elements with attributes in order of their names, void elements without an end")
    func elements() {
        let table = Element(
            .table,
            [.id: "t", .class: "heat", .data("sortable"): ""],
            [.element(.tr, [:], [.element(.th, [.scope: "col"], "a & b"), .element(.td, [:], [])])]
        )
        #expect(
            table.text
                == "<table class=\"heat\" data-sortable=\"\" id=\"t\"><tr><th scope=\"col\">a &amp; b</th>\n<td></td>\n</tr>\n</table>\n"
        )
        #expect(
            Element(.input, [.type: "radio", .checked: ""], [.text("lost")]).text == "<input checked type=\"radio\">"
        )
        #expect(Element(.a, [.fragment: "x\"y"], [.text("z")]).text == "<a href=\"#x&quot;y\">z</a>")
        #expect(Element(.html, [.lang: "en"], []).document == "<!DOCTYPE html>\n<html lang=\"en\"></html>\n\n")
    }

    @Test(
        "Text stays text",
        arguments: [
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("</td><svg onload=x>", "&lt;/td&gt;&lt;svg onload=x&gt;"),
            ("\" onfocus=\"x", "\" onfocus=\"x"),
            ("&lt;", "&amp;lt;"),
            ("a\u{0}b\u{7}\u{1B}[1m\u{85}", "a\u{FFFD}b\u{FFFD}\u{FFFD}[1m\u{FFFD}"),
            ("left \u{202E}thgir\u{202C}", "left \u{FFFD}thgir\u{FFFD}"),
            ("line\nend\t\r", "line\nend\t\u{FFFD}"),
            ("e\u{301} שלום 😀 \u{FFFE}", "e\u{301} שלום 😀 \u{FFFD}"),
        ]
    )
    func escaping(_ text: String, _ written: String) {
        #expect(Node.text(text).text == written)
        let attribute = Element(.span, [.title: text], []).text
        #expect(attribute == "<span title=\"\(written.replacing("\"", with: "&quot;"))\"></span>")
    }
}
