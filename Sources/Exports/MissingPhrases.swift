// Labels that say that there is no answer, such as "Prefer not to say": a platform's or a dictionary's own words, never a guess at a number.

package import Codebook

/// Tells labels of options apart that are no answers.
package enum MissingPhrases {
    private static let phrases: [String: MissingKind] = [
        "dontknow": .dontKnow, "donotknow": .dontKnow, "unknown": .dontKnow, "notsure": .dontKnow, "unsure": .dontKnow,
        "unknownnotreported": .dontKnow, "idontknow": .dontKnow, "weissnicht": .dontKnow, "weissichnicht": .dontKnow,
        "nosabe": .dontKnow, "nolose": .dontKnow, "nesaitpas": .dontKnow, "jenesaispas": .dontKnow,
        "refused": .declined, "declined": .declined, "refusedtoanswer": .declined, "declinedtoanswer": .declined,
        "prefernottoanswer": .declined, "prefernottosay": .declined, "iprefernottosay": .declined,
        "iprefernottoanswer": .declined, "keineangabe": .declined, "nocontesta": .declined,
        "prefieronocontestar": .declined, "prefierenocontestar": .declined, "refus": .declined,
        "prefererepasrepondre": .declined, "jepreferenepasrepondre": .declined,
        "notapplicable": .notApplicable, "doesnotapply": .notApplicable, "trifftnichtzu": .notApplicable,
        "nichtzutreffend": .notApplicable, "noaplica": .notApplicable, "nonapplicable": .notApplicable,
        "sansobjet": .notApplicable, "notasked": .notApplicable,
        "missing": .blank, "notanswered": .blank, "noanswer": .blank, "skipped": .blank, "notreported": .blank,
    ]

    /// The kind of missing that a label states; nil where it is an answer.
    package static func kind(of label: String) -> MissingKind? { phrases[normalisedSpelling(label)] }
}
