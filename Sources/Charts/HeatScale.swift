// The scale of a heat map's colours, for drawings and for tables.

/// Even steps of colour from 0 to a round share.
package struct HeatScale: Sendable, Hashable {
    /// Where the scale ends, from 0 to 1: at a round share that none exceeds; 1 where there is none above 0.
    package let end: Double

    /// Makes the scale of shares from 0 to 1. O(shares).
    package init(_ shares: some Sequence<Double>) {
        let greatest = shares.max() ?? 0
        end = greatest > 0 ? LinearScale(greatest: greatest * 100, limit: 100, count: 8, places: 0...1).end / 100 : 1
    }

    /// The step of a share, from 0.
    package func step(of share: Double) -> Int {
        min(Ink.heatSteps - 1, max(0, Int(share / end * Double(Ink.heatSteps))))
    }

    /// The end as text: `60 %`.
    package var endText: String {
        let scale = LinearScale(greatest: end * 100, count: 8, places: 0...1)
        return scale.text(scale.end) + " %"
    }
}
