// Inputs that nobody means well with, or that something broke: they end soon, cost little, and lose no good record.

import Foundation
import Testing

@Suite("Hostile inputs")
struct HostileInputTests {
    static let header = "record_id,age_years,pain_severity,sex,notes\n"

    @Test("A quote left open that meets a fitting one thousands of lines later costs one line")
    func openQuote() throws {
        let folder = try ScratchFolder()
        var text = Self.header
        for number in 1...5000 {
            text += number == 10 || number == 4000 ? "\(number),30,4,f,\"open\n" : "\(number),30,4,f,fine\n"
        }
        try folder.write(text.utf8, to: "in.csv")
        let run = try CommandLine("lumbar classify $TMP/in.csv --rejects $TMP/r.csv --quiet", in: folder)
        #expect(run.code == 0)
        #expect(run.lines.count == 1 + 4998)
        let rejects = try folder.read("r.csv").split(separator: "\n")
        #expect(rejects.count == 3)
        #expect(rejects.dropFirst().map { $0.split(separator: ",")[1] } == ["11", "4001"])
    }

    @Test("A field of three mebibytes is one rejected record, unless longer ones are allowed")
    func longField() throws {
        let folder = try ScratchFolder()
        let line = #"""
            { printf '\#(Self.header.replacing("\n", with: "\\n"))1,30,4,f,"'; head -c 3145728 /dev/zero | tr '\0' x
            printf '"\n2,61,4,f,\n'; } > $TMP/in.csv
            lumbar classify $TMP/in.csv --quiet --rejects $TMP/r.csv
            """#
        let run = try CommandLine(line, in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.lines.dropFirst().map { $0.prefix(2) } == ["2,"])
        let reject = try folder.read("r.csv").split(separator: "\n").dropFirst().joined()
        #expect(reject.contains(",2,44,1,record_too_long,"))
        #expect(reject.utf8.count < 5000)
        let allowed = try CommandLine("lumbar classify $TMP/in.csv --quiet --max-record-bytes 4000000", in: folder)
        #expect(allowed.lines.count == 3)
    }

    @Test("A million columns")
    func columns() throws {
        let run = try CommandLine(
            """
            { printf 'age_years,pain_severity'; awk 'BEGIN { for (i = 0; i < 1000000; i++) printf ",c" i; print "" }'
            printf '61,4'; awk 'BEGIN { for (i = 0; i < 1000000; i++) printf ",1"; print "" }'; echo 1,2; } |
            lumbar classify --quiet
            """
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(run.lines.count == 2)
        #expect(run.lines.last?.hasPrefix("1,yes,contributing_only,") == true)
    }

    @Test("A line of 100 megabytes from a pipe is one rejected record, in little memory")
    func longLine() throws {
        let run = try CommandLine(
            """
            ulimit -v 4000000
            { printf 'age_years,pain_severity\\n'; head -c 100000000 /dev/zero | tr '\\0' 7; printf '\\n61,4\\n'; } |
            lumbar classify
            """
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(run.lines.dropFirst().map { $0.prefix(6) } == ["2,yes,"])
        #expect(run.error.contains("-:2: 1 record rejected for record_too_long"))
        #expect(run.seconds < 30)
    }

    @Test("A header without end is refused")
    func endlessHeader() throws {
        let run = try CommandLine("head -c 40000000 /dev/zero | tr '\\0' x | lumbar classify")
        #expect(run.code == 65)
        #expect(run.error.contains("the header cannot be read"))
    }

    @Test("Line ends between quotes without end are read in linear time")
    func endlessRecord() throws {
        let run = try CommandLine(
            """
            { printf '\(Self.header.replacing("\n", with: "\\n"))'; yes '",
            "' | head -c 4000000; } | lumbar summarise --format json --quiet
            """
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(run.seconds < 30)
        let records = try #require(SummaryJSON(run).object["records"] as? [String: Int])
        #expect(records["read"] == records["rejected"])
    }

    @Test(
        "Noise is rejected, not trusted",
        arguments: [
            "\"\"\"\"\"\"\"\"\"", "\"", "\"\n\"\n\"", ",,,,,,,,", "\r\r\r\r", "\u{0}\u{0}\u{0}", "\"\r\n", "a\"b",
            "\"a\"b", "\"a\" \"b\"",
        ]
    )
    func noise(_ text: String) throws {
        let folder = try ScratchFolder()
        try folder.write((Self.header + text + "\n1,61,4,f,last\n").utf8, to: "in.csv")
        let run = try CommandLine("lumbar classify $TMP/in.csv --quiet", in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.lines.last?.hasPrefix("1,yes,contributing_only,") == true, "\(run.text)")
    }

    @Test("Every broken piece of a good file is read without a crash, and each record is accounted for")
    func mutations() throws {
        let folder = try ScratchFolder()
        let good = Array(try packageFile("SampleData/cohort.csv").prefix(40_000))
        var random = SeededRandom(seed: 7)
        let alphabet = Array("\"\",\n\r\u{0} x;'é".utf8) + [0xFF, 0xFE, 0x80]
        for round in 0..<12 {
            var bytes = good
            for _ in 0..<40 {
                let place = Int.random(in: 300..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1..<300, using: &random)))
                }
            }
            try folder.write(bytes, to: "in.csv")
            let run = try CommandLine("lumbar summarise $TMP/in.csv --quiet --format json", in: folder)
            #expect(run.code == 0, "round \(round): \(run.error)")
            try SummaryJSON(run).expectAccounted()
        }
    }
}

/// A generator with a seed: the same numbers in every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
