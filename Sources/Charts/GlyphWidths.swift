// How wide a text is at most, in whatever sans-serif font a reader's system has.

/// Advance widths in thousandths of the font size. A drawing cannot know its reader's font, so the widest common ones count: for ASCII the larger of
/// DejaVu Sans and Liberation Sans (which has Arial's and Helvetica's widths), for bold DejaVu Sans Bold. Segoe UI, Roboto and San Francisco are
/// narrower.
private let asciiWidths: [Int] = [
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637,
    637,
    637, 637, 337, 337, 838, 838, 838, 557, 1016, 685, 687, 723, 771, 667, 611, 778, 752, 295, 500, 667, 558, 863, 749,
    788,
    667, 788, 723, 667, 611, 732, 685, 989, 686, 667, 686, 391, 337, 391, 838, 557, 500, 613, 635, 550, 635, 616, 353,
    635,
    634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838,
]
private let boldWidths: [Int] = [
    349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366, 696, 696, 696, 696, 696, 696, 696,
    696,
    696, 696, 400, 400, 838, 838, 838, 581, 1016, 774, 763, 734, 831, 684, 684, 821, 837, 373, 500, 775, 638, 996, 837,
    851,
    733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838, 557, 500, 675, 716, 593, 716, 679, 436,
    716,
    712, 343, 343, 666, 343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712, 366, 712, 838,
]

/// The width of a text in user units, at most. Beyond ASCII every character counts as wide as the widest of its script. O(characters).
func textWidth(_ text: String, size: Double, isBold: Bool = false) -> Double {
    let thousandths = text.reduce(0) { sum, character in sum + width(of: character, isBold: isBold) }
    return Double(thousandths) * size / 1000
}

private func width(of character: Character, isBold: Bool) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    let table = isBold ? boldWidths : asciiWidths
    switch scalar.value {
    case 0x20...0x7E: return table[Int(scalar.value) - 0x20]
    case 0xA0, 0xB7, 0x2009, 0x202F: return 400
    case 0x2010...0x2013, 0x2018...0x2022, 0x2039...0x203A: return 650
    // Small letters with accents are as wide as the widest of them.
    case 0xDF...0xFF, 0x100...0x17F: return isBold ? 1200 : 1080
    case 0x1F000...0x1FAFF: return 1450
    default: return 1250
    }
}
