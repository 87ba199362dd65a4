// Style sheets for drawings: one that a standalone drawing carries, one for the page that holds several.

/// The style sheets of charts.
package enum StyleSheet {
    /// The class of every chart's root.
    package static let rootClass = "lumbar-chart"

    /// For a standalone drawing: on a dark screen the dark colours. Light ones are attributes, so that programs without style sheets show them.
    static var standalone: String {
        "." + rootClass + "{font-variant-numeric:tabular-nums}"
            + "@media screen and (prefers-color-scheme:dark){" + rules { $0.dark.hex } + "}"
    }

    /// For a page with inline drawings: every colour is a custom property such as `--lc-accent`, that the page may set anew, on the chart or anything
    /// around it. Without that they are light, dark where the reader prefers it, and light in print.
    package static var inline: String {
        "." + rootClass + "{display:block;max-width:100%;height:auto;font-variant-numeric:tabular-nums}\n"
            + ":root{" + properties { $0.light.hex } + "}\n"
            + "@media screen and (prefers-color-scheme:dark){:root{" + properties { $0.dark.hex } + "}}\n"
            + rules { "var(--lc-" + $0.name + ")" } + "\n"
    }

    /// The custom properties of light ground, for a page that lets its reader choose: `--lc-accent:#0b5394;…`.
    package static var lightProperties: String { properties { $0.light.hex } }
    /// Those of dark ground.
    package static var darkProperties: String { properties { $0.dark.hex } }

    private static func properties(_ value: (Ink) -> String) -> String {
        Ink.all.map { "--lc-" + $0.name + ":" + value($0) }.joined(separator: ";")
    }

    private static func rules(_ value: (Ink) -> String) -> String {
        Ink.all.map { ink in
            ".lc-f-" + ink.name + "{fill:" + value(ink) + "}.lc-s-" + ink.name + "{stroke:" + value(ink) + "}"
        }
        .joined()
    }
}
