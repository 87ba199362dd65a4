// Free text that some records carry: what makes a CSV file hard to read.

/// Draws notes.
struct Notes {
    /// The text of one record, in parts: none in 92 of 100.
    func draw(hasPain: Bool, from stream: inout RandomStream) -> [StaticString] {
        guard stream.below(100) < 8 else { return [] }
        var parts = [stream.pick(hasPain ? pain : painFree)]
        for _ in 0..<stream.below(9) {
            parts.append(stream.pick(joints))
            parts.append(stream.pick(remarks))
        }
        return parts
    }

    // Sentences end without a full stop; a joint brings it.
    private let pain: [StaticString] = [
        "Lower back was stiff the next morning",
        "Pain on the left side, not down the leg",
        "Started during the last set of deadlifts, 3 x 5 at 80 kg",
        "Felt a \"pull\" when I bent down",
        "Sore all over after the first class of the year",
        "Worse when sitting, better when walking",
        "Came back after the holidays",
        "Had this on and off since 2019",
        "Douleur légère après l’entraînement",
        "Rücken tut beim Bücken weh",
        "Dolor en la zona lumbar, sobre todo por la mañana",
        "Physio calls it \"non-specific\", no scan so far",
    ]
    private let painFree: [StaticString] = [
        "No complaints",
        "Feeling fine, thanks",
        "Had a sore back last year, all good now",
        "Pas de douleur, tout va bien",
        "Nothing to report",
    ]
    private let joints: [StaticString] = [". ", ". ", ", and: ", "; ", "\n", "\n", "\r\n", "\r\n- "]
    private let remarks: [StaticString] = [
        "Trainer said \"keep moving\"",
        "Slept badly, long drive the day before",
        "New shoes, new programme",
        "I did not warm up, it was late",
        "Third session this week",
        "Took one ibuprofen, it helped",
        "See Dr. Müller’s letter",
        "Café job, on my feet all day",
        "Desk job, 9 hours a day",
        "Would like to know which exercises are safe",
        "Please call me back",
        "Session was with Zoë, she corrected my form",
    ]
}
