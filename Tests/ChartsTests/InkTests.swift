// Colours that people can tell apart and read.

import Testing

@testable import Charts

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Colours")
struct InkTests {
    /// Relative luminance, and the ratio of two (WCAG 2.2, 1.4.3 and its definition of contrast ratio).
    static func luminance(_ colour: Colour) -> Double {
        let channels = [colour.red, colour.green, colour.blue].map { channel in
            let share = Double(channel) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    static func contrast(_ first: Colour, _ second: Colour) -> Double {
        let (a, b) = (luminance(first), luminance(second))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test("The formula gives the known ratios")
    func formula() {
        #expect(Self.contrast(Colour(0x000000), Colour(0xFFFFFF)) == 21)
        // #777 on white is the well-known near miss, 4.48.
        #expect(abs(Self.contrast(Colour(0x777777), Colour(0xFFFFFF)) - 4.48) < 0.005)
    }

    @Test("Text reaches 4.5:1 on every ground it stands on, light and dark")
    func text() {
        for (ground, inks) in [(Ink.paper, [Ink.text, .muted]), (.soft, [.text, .muted])] {
            for ink in inks {
                #expect(Self.contrast(ink.light, ground.light) >= 4.5, "\(ink) on \(ground)")
                #expect(Self.contrast(ink.dark, ground.dark) >= 4.5, "\(ink) on \(ground), dark")
            }
        }
        for step in 0..<Ink.heatSteps {
            #expect(Self.contrast(Ink.onHeat(step).light, Ink.heat(step).light) >= 4.5, "step \(step)")
            #expect(Self.contrast(Ink.onHeat(step).dark, Ink.heat(step).dark) >= 4.5, "step \(step), dark")
        }
    }

    @Test("Marks reach 3:1 on the ground")
    func marks() {
        for ink in [Ink.accent, .bound, .edge] {
            #expect(Self.contrast(ink.light, Ink.paper.light) >= 3, "\(ink)")
            #expect(Self.contrast(ink.dark, Ink.paper.dark) >= 3, "\(ink), dark")
        }
        #expect(Self.contrast(Ink.accent.light, Ink.bound.light) >= 1.5)
    }

    @Test("The heat map's steps differ in lightness alone, in one direction")
    func steps() {
        let light = (0..<Ink.heatSteps).map { Self.luminance(Ink.heat($0).light) }
        let dark = (0..<Ink.heatSteps).map { Self.luminance(Ink.heat($0).dark) }
        #expect(light == light.sorted(by: >) && Set(light).count == light.count)
        #expect(dark == dark.sorted() && Set(dark).count == dark.count)
    }

    @Test("Every ink has a rule in each style sheet, and a name of its own")
    func rules() {
        #expect(Set(Ink.all.map(\.name)).count == Ink.all.count)
        for ink in Ink.all {
            #expect(StyleSheet.inline.contains(".lc-f-\(ink.name){fill:var(--lc-\(ink.name))}"))
            #expect(StyleSheet.inline.contains("--lc-\(ink.name):\(ink.dark.hex)"))
            #expect(StyleSheet.standalone.contains(".lc-s-\(ink.name){stroke:\(ink.dark.hex)}"))
        }
        #expect(Colour(0x00_0A_0B).hex == "#000a0b")
    }
}
