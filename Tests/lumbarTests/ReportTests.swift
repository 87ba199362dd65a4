// The report: a page that stands by itself, the same story as text, and nothing hidden that shows through.

import Crypto
import Foundation
import Testing

@Suite("Report")
struct ReportTests {
    /// The page of a report, read.
    static func page(_ options: String, in folder: ScratchFolder? = nil) throws -> Page {
        let run = try CommandLine("lumbar report \(options) --quiet", in: folder)
        #expect(run.code == 0, "\(run.error)")
        return try Page(run.text)
    }

    private static let cohorts = [
        "SampleData/cohort.csv", "SampleData/cohort.csv --min-cell 0",
        "SampleData/cohort.csv --min-cell 11 --profile literature",
        "SampleData/boundaries.csv", "SampleData/malformed.csv --min-cell 0",
        "SampleData/cohort.csv SampleData/cohort.csv --by sex",
        "SampleData/cohort.csv --by age_years,distracted --bands age_years=25,45",
        "SampleData/cohort.csv --by none",
        "SampleData/clinic.csv --rules SampleData/clinic.yaml",
        "SampleData/clinic.csv --rules SampleData/clinic.yaml --min-cell 0",
        "SampleData/exports/qualtrics.csv --min-cell 0",
        "SampleData/flags.csv --min-cell 0 --include-records",
        "\(ReportSurveyTests.design) --weights w --strata region --psu clinic --lonely-psu adjust --reliability nchs",
        "SampleData/cohort.csv --by age_group,sex --standardise who2000 --age-bands 0,20,40,60",
    ]

    @Test(
        "The story as text",
        arguments: [
            Golden("report-cohort.md", "lumbar report SampleData/cohort.csv --quiet --format markdown"),
            Golden(
                "report-clinic.md",
                "lumbar report SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --format markdown --min-cell 0"
            ),
            Golden(
                "report-flags.md",
                "lumbar report SampleData/flags.csv --quiet --format markdown --min-cell 0 --include-records --limit 15"
            ),
            Golden("help-report.txt", "lumbar help report"),
        ]
    )
    func golden(_ golden: Golden) throws { try golden.check() }

    // MARK: The page

    @Test(
        "Every page is well-formed, with the headings in order, ids once, and tables that say what they are",
        arguments: cohorts
    )
    func structure(_ options: String) throws {
        let page = try Self.page(options)
        #expect(page.elements.first?.attributes["lang"] == "en")
        #expect(page.all("h1").count == 1)
        #expect(page.all("main").count == 1)
        var level = 0
        for heading in page.all("h1", "h2", "h3", "h4") {
            let own = Int(heading.name.dropFirst()) ?? 0
            #expect(own <= level + 1, "\(heading.name) \(heading.text) after h\(level)")
            #expect(!heading.text.isEmpty)
            level = own
        }
        let ids = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        for element in page.elements {
            for name in ["aria-labelledby", "aria-describedby", "for"] {
                for id in (element.attributes[name] ?? "").split(separator: " ") {
                    #expect(ids.contains(String(id)), "\(name)=\(id)")
                }
            }
            if let place = element.attributes["href"] { #expect(ids.contains(String(place.dropFirst())), "\(place)") }
        }
        #expect(page.all("table").count == page.all("caption").count)
        #expect(!page.all("caption").contains { $0.text.isEmpty })
        for heading in page.all("th") {
            #expect(heading.attributes["scope"] == (heading.path.contains("thead") ? "col" : "row"), "\(heading.text)")
        }
    }

    @Test("The page fetches nothing, and its policy lets nothing but its own style and script work", arguments: cohorts)
    func policy(_ options: String) throws {
        let page = try Self.page(options)
        let policies = page.all("meta").filter { $0.attributes["http-equiv"] == "Content-Security-Policy" }
        #expect(policies.count == 1)
        func source(_ name: String) throws -> String {
            #expect(page.all(name).count == 1)
            let hash = SHA256.hash(data: Data(try #require(page.all(name).first).text.utf8))
            return "\(name)-src 'sha256-\(Data(hash).base64EncodedString())'"
        }
        #expect(
            policies.first?.attributes["content"]
                == "default-src 'none'; \(try source("style")); \(try source("script")); base-uri 'none'; form-action 'none'"
        )
        for element in page.elements {
            for (name, value) in element.attributes {
                #expect(
                    !name.hasPrefix("on") && !["src", "style", "srcset", "action", "data"].contains(name),
                    "\(name)"
                )
                if name == "href" { #expect(value.hasPrefix("#"), "\(value)") }
            }
        }
        let text = try #require(page.all("style").first).text + (try #require(page.all("script").first)).text
        for word in ["url(", "@import", "fetch", "XMLHttpRequest", "import(", "innerHTML", "eval"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test("A long word of a label makes no table wider than the page, and stays the word that it is")
    func longWords() throws {
        let word = String(repeating: "Unbroken", count: 12)
        let shown = try CommandLine("lumbar rules show")
        let folder = try ScratchFolder()
        let rules = shown.text.replacing("    label: Insufficient warm-up", with: "    label: \(word)")
        try folder.write(rules.utf8, to: "rules.yaml")
        let run = try CommandLine("lumbar report SampleData/cohort.csv --rules $TMP/rules.yaml --quiet", in: folder)
        let page = try Page(run.text)
        #expect(page.all("th").contains { $0.text == word })
        for cell in run.text.matches(of: /<t[hd][ >][^\n]*<\/t[hd]>/).map(\.output) {
            // What stands between two places where a line may end.
            let runs = cell.replacing(/<wbr>/, with: " ").replacing(/<[^>]*>/, with: "").split(separator: " ")
            #expect(runs.allSatisfy { $0.replacing(/&[a-z]+;/, with: "&").count <= 30 }, "\(cell.prefix(200))")
        }
    }

    @Test("Headings of columns of long texts and of tables with many numbers say so to the style")
    func columnKinds() throws {
        let page = try Self.page("SampleData/cohort.csv --min-cell 0")
        let headings = page.all("th").filter { $0.attributes["class"] == "text" }.map(\.text)
        for title in ["Source", "Present where", "Because"] { #expect(headings.contains(title)) }
        for title in ["Cause", "Evidence", "Category", "Name"] { #expect(!headings.contains(title)) }
        let dense = page.all("table").filter { $0.attributes["class"]?.contains("dense") == true }
        #expect(dense.contains { $0.text.contains("Pairs of causes") })
        #expect(!dense.contains { $0.text.contains("Prevalence of each cause") })
    }

    @Test("The page of the sample is below 500 KB, whatever is hidden", arguments: ["", " --min-cell 0"])
    func size(_ option: String) throws {
        let run = try CommandLine("lumbar report SampleData/cohort.csv --quiet\(option)")
        #expect(run.code == 0)
        #expect((1..<500_000).contains(run.output.count), "\(run.output.count) bytes")
    }

    @Test("The same page for any number of threads, from a file or a pipe", arguments: ["html", "markdown"])
    func sameBytes(_ format: String) throws {
        let one = try CommandLine("lumbar report - --quiet --threads 1 --format \(format) < SampleData/cohort.csv")
        let three = try CommandLine(
            "cat SampleData/cohort.csv | lumbar report - --threads 3 --format \(format) 2>/dev/null"
        )
        #expect(one.code == 0)
        #expect(one.output == three.output)
    }

    @Test("The extension sets the format, and the output appears whole")
    func output() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            "lumbar report SampleData/cohort.csv -q -o $TMP/a.html && lumbar report SampleData/cohort.csv -q -o $TMP/a.md",
            in: folder
        )
        #expect(run.code == 0)
        #expect(run.output.isEmpty)
        #expect(try folder.read("a.html").hasPrefix("<!DOCTYPE html>"))
        #expect(try folder.read("a.md").hasPrefix("# Back pain after training"))
        #expect(folder.names == ["a.html", "a.md"])
    }

    // MARK: Colours

    @Test("Colours are far enough apart to be read, light and dark (WCAG 2.2, 1.4.3 and 1.4.11)")
    func contrast() throws {
        let style = try #require(Self.page("SampleData/boundaries.csv").all("style").first).text
        // The colours of light ground, and those that dark ground has instead.
        var schemes: [[String: String]] = [[:], [:]]
        var blocks = [0, 0]
        for block in style.matches(of: /(dark\)\s*\{\s*)?:root\s*\{([^}]*)\}/) {
            let scheme = block.1 == nil ? 0 : 1
            blocks[scheme] += 1
            for colour in block.2.matches(of: /--([a-z0-9-]+):\s*(#[0-9a-f]{6})/) {
                schemes[scheme][String(colour.1).replacing("lc-", with: "")] = String(colour.2)
            }
        }
        #expect(blocks == [2, 2])
        var pairs = [
            ("text", "paper", 4.5), ("muted", "paper", 4.5), ("accent", "paper", 4.5), ("text", "soft", 4.5),
            ("muted", "soft", 4.5),
            ("warn-text", "warn", 4.5), ("edge", "paper", 3), ("warn-edge", "warn", 3),
        ]
        pairs += (0...8).map { ("on\($0)", "heat\($0)", 4.5) }
        for scheme in schemes {
            for (text, ground, least) in pairs {
                let ratio = Self.contrast(try #require(scheme[text]), try #require(scheme[ground]))
                #expect(ratio >= least, "\(text) on \(ground): \(ratio)")
            }
        }
    }

    /// The contrast ratio of two colours (WCAG 2.2).
    private static func contrast(_ first: String, _ second: String) -> Double {
        func luminance(_ colour: String) -> Double {
            let value = Int(colour.dropFirst(), radix: 16) ?? 0
            let parts = [16, 8, 0].map { shift -> Double in
                let part = Double(value >> shift & 255) / 255
                return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (a, b) = (luminance(first), luminance(second))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    // MARK: Text from anyone

    /// A rule set and a cohort whose every text is `payload` where it may be any text.
    private static func write(_ payload: String, to folder: ScratchFolder) throws {
        let text = payload.replacing("'", with: "''")
        let rules = """
            ruleset: hostile
            version: '\(text)'
            title: '\(text)'
            parameters:
              cut: {label: '\(text)', value: 3, unit: '\(text)', strength: '\(text)', source: '\(text)'}
            profiles:
              other: {cut: 5}
            variables:
              record_id: {type: text}
              pain: {label: '\(text)', type: number, unit: '\(text)', range: [0, 10]}
              score: {label: '\(text)', type: number, range: [0, 10]}
              sort: {label: '\(text)', type: category}
            derived:
              double: {label: '\(text)', unit: '\(text)', value: score * 2, range: [0, 20]}
            population: {label: '\(text)', when: pain > 0}
            causes:
              - {id: high, label: '\(text) ', category: primary, when: score > cut, because: '\(text)'}
              - {id: low, label: '\(text)', category: contributing, when: double < cut, because: '\(text)'}
            groups:
              sort: {label: '\(text)', of: sort}
              pain_group: {label: '\(text)', of: pain, bands: [5], labels: ['\(text)', '\(text)x']}
            summarise_by: [sort, pain_group]

            """
        try folder.write(rules.utf8, to: "rules.yaml")
        let cell = "\"" + payload.replacing("\"", with: "\"\"") + "\""
        var csv = "record_id,pain,score,sort,\(cell)\n"
        for record in 0..<60 {
            let score = record % 11 == 0 ? cell : "\(record % 9)"
            csv += "\(cell),\(record % 10),\(score),\(record % 2 == 0 ? cell : "😀"),\(cell)\n"
        }
        csv += "\(cell),too,few\n"
        try folder.write(csv.utf8, to: "cohort.csv")
    }

    @Test(
        "A cohort and a rule set whose every text is an attack make the same page as harmless ones",
        arguments: [
            "<script>alert(1)</script>", "</title></style></script><script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>", "' onmouseover='alert(1)", "]]><!-- --> <![CDATA[", "&lt;script&gt;&#60;b&#62;",
            "=HYPERLINK(\"http://x\",\"y\")",
            "javascript:alert(1)", "|a|`b`|<b>*c*", "\u{202E}gnp.exe",
        ],
        [" --min-cell 0", ""]
    )
    func hostileText(_ payload: String, _ option: String) throws {
        func page(_ text: String) throws -> Page {
            let folder = try ScratchFolder()
            try Self.write(text, to: folder)
            return try Self.page("$TMP/cohort.csv --rules $TMP/rules.yaml\(option)", in: folder)
        }
        // Of the same length and with the same spaces, since long words get places to break at.
        let shape = String(payload.map { $0 == " " ? " " : "h" })
        let (attacked, harmless) = (try page(payload), try page(shape))
        #expect(attacked.structure.count == harmless.structure.count)
        let difference = zip(attacked.structure, harmless.structure).first { $0 != $1 }
        #expect(difference == nil)
        #expect(attacked.chartParts.subtracting(Self.chartParts) == [])
    }

    /// What charts may be made of: nothing that runs, fetches or leads anywhere.
    private static let chartParts: Set<String> = {
        let painted = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "class", "transform"]
        let attributes: [String: [String]] = [
            "svg": [
                "class", "viewBox", "width", "height", "role", "aria-labelledby", "aria-hidden", "font-family",
                "font-size",
            ],
            "title": ["id"], "desc": ["id"], "defs": [],
            "g": painted + ["font-size", "font-weight", "text-anchor"],
            "pattern": ["id", "width", "height", "patternUnits", "patternTransform"],
            "line": ["x1", "y1", "x2", "y2"] + painted, "rect": ["x", "y", "width", "height", "rx"] + painted,
            "circle": ["cx", "cy", "r"] + painted, "path": ["d"] + painted,
            "text": ["x", "y", "font-size", "font-weight", "text-anchor"] + painted,
        ]
        return Set(attributes.flatMap { name, own in [name] + own.map { "\(name) \($0)" } })
    }()

    // MARK: Small counts

    /// The counts that stand anywhere in a section of a page, in tables and in charts: alone, or as n/N, both of them and what is between.
    private static func counts(_ page: Page, _ section: String) -> [(count: Int, of: String)] {
        let own = page.elements.enumerated().filter {
            $0.element.name == "section" && $0.element.attributes["id"] == section
        }
        guard let start = own.first?.offset else { return [] }
        let depth = page.elements[start].path.count
        let rest = page.elements[(start + 1)...].prefix { $0.path.count > depth }
        // In a heat map a number alone is a share in per cent.
        let isCounted = { (element: PageElement) in
            !(section == "groups" && element.name == "text" && element.text.wholeMatch(of: /[0-9]+/) != nil)
        }
        let texts = rest.filter {
            ["td", "span", "text", "title", "desc", "p", "li"].contains($0.name) && isCounted($0)
        }
        .map(\.text)
        func number(_ text: Substring) -> Int? { Int(text.replacing(",", with: "")) }
        return texts.flatMap { text -> [(count: Int, of: String)] in
            var found: [(count: Int, of: String)] = []
            for match in text.matches(of: /([0-9][0-9,]*)(?:\/| of )([0-9][0-9,]*)(?![0-9,]* cells)/) {
                guard let part = number(match.1), let whole = number(match.2) else { continue }
                found += [(part, text), (whole, text), (whole - part, text)]
            }
            if text.wholeMatch(of: /[0-9][0-9,]*/) != nil, let count = number(Substring(text)) {
                found.append((count, text))
            }
            if let match = text.wholeMatch(of: /([0-9][0-9,]*) \([<>]?[0-9]+ %\)/), let count = number(match.1) {
                found.append((count, text))
            }
            return found
        }
    }

    @Test("No small count stands on the page, in a table or in a chart", arguments: [5, 11, 20])
    func smallCounts(_ minimum: Int) throws {
        let page = try Self.page("SampleData/cohort.csv --min-cell \(minimum)")
        var seen = 0
        for section in ["about", "cohort", "prevalence", "groups", "together", "main", "missing", "brief"] {
            for (count, text) in Self.counts(page, section) {
                seen += 1
                #expect(!(1..<minimum).contains(count), "\(section): \(text)")
            }
        }
        #expect(seen > 500)
        #expect(page.all("body").first?.text.contains("Counts from 1 to \(minimum - 1)") == true)
    }

    @Test("What the page hides of causes by group is what summarise hides, and nothing else")
    func hiddenCells() throws {
        let page = try Self.page("SampleData/cohort.csv")
        let table = try CommandLine("lumbar summarise SampleData/cohort.csv --quiet --min-cell 5 --format csv")
        let rows = table.lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let byDefinition: Set<String> = ["older_age", "overweight"]
        let hidden = rows.filter { row in
            row[1] != "all" && row[2] != "all" && row[11] == "suppressed" && !byDefinition.contains(String(row[0]))
        }
        let shown = page.elements.filter { element in
            element.path.contains("tbody") && element.attributes["class"]?.contains("hidden-count") == true
                && element.attributes["class"]?.contains("number") == true
        }
        #expect(hidden.count > 100)
        #expect(shown.count >= hidden.count)
        for row in rows where row[11] == "suppressed" { #expect(row[10] == "suppressed" || row[10].isEmpty, "\(row)") }
    }

    @Test("With nothing hidden the page says so")
    func nothingHidden() throws {
        let page = try Self.page("SampleData/cohort.csv --min-cell 0")
        #expect(page.all("p").contains { $0.text.contains("Nothing is hidden here, however small") })
        #expect(page.all("main").first?.text.contains("‹hidden›") == false)
    }

    @Test(
        "One number is never cut in two ways, whose difference could be few people",
        arguments: [
            ("--by age_years --bands age_years=25,45", ["Age", "Weight", "Sex", "Body weight"]),
            ("--by weight_kg --bands weight_kg=61,77", ["Body weight", "Age", "Weight", "Sex"]),
            ("--by bmi --bands bmi=20,30", ["Body-mass index", "Age", "Sex", "Body weight"]),
            ("--by sex", ["Sex", "Age", "Weight", "Body weight"]),
            ("--by none", ["Age", "Weight", "Sex", "Body weight"]),
        ]
    )
    func oneCut(_ options: String, _ groupings: [String]) throws {
        let page = try Self.page("SampleData/cohort.csv \(options)")
        let captions = page.all("caption").map(\.text).filter { $0.hasPrefix("Records by ") }
        // The kind of training is no number; it is described whatever is grouped by.
        #expect(captions == (groupings + ["Kind of training"]).map { "Records by \($0.lowercased())" })
    }

    // MARK: What does not go together

    @Test(
        "What it refuses, and what it says",
        arguments: [
            ("SampleData/cohort.csv --format pdf", 64, "--format"),
            ("SampleData/cohort.csv --by nosuch", 64, "there is no group or variable 'nosuch'"),
            ("SampleData/cohort.csv --by age_years,nosuch", 64, "there is no group or variable 'nosuch'"),
            ("SampleData/cohort.csv --by weight_kg --bands weight_kg=80,70", 64, "ascending order"),
            ("SampleData/cohort.csv --weights w", 65, "the file has no such column"),
            ("SampleData/cohort.csv --standardise who2000", 65, "--age-bands"),
            ("SampleData/cohort.csv --ci korn-graubard", 64, "with --weights"),
            ("SampleData/cohort.csv --lonely-psu adjust", 64, "--strata"),
            ("SampleData/cohort.csv --by sex,sex", 64, "names a group twice"),
            ("SampleData/cohort.csv --min-cell 1", 64, "hides nothing"),
            ("nosuch.csv", 66, "nosuch.csv"),
            ("SampleData/cohort.csv --output /nosuch/report.html", 73, "/nosuch/report.html"),
            ("SampleData/malformed.csv --strict", 65, "--strict"),
            ("SampleData/flags.csv --include-records", 64, "--min-cell 0"),
            ("SampleData/flags.csv --include-records --min-cell 5", 64, "--min-cell 0"),
            ("SampleData/flags.csv --min-cell 0 --limit 3", 64, "--include-records"),
            ("SampleData/flags.csv --min-cell 0 --include-records --limit 501", 64, "1 to 500"),
        ] as [(String, Int32, String)]
    )
    func refused(_ options: String, _ code: Int32, _ message: String) throws {
        let run = try CommandLine("lumbar report \(options) --quiet")
        #expect(run.code == code)
        #expect(run.error.contains(message), "\(run.error)")
        #expect(run.output.isEmpty)
    }

    @Test(
        "Odd cohorts make a sensible page",
        arguments: [
            ("pain_severity,age_years\n0,40\n0,50\n", "No record belongs to the population"),
            ("pain_severity,age_years\n4,40\n3,50\n0,20\n", "Fewer than 5 records belong to the population"),
            ("age_years\n40\n50\n60\n20\n30\n70\n40\n", "Every record counts as in the population"),
            ("pain_severity,age_years\n", "No record belongs to the population"),
        ]
    )
    func oddCohorts(_ csv: String, _ sentence: String) throws {
        let folder = try ScratchFolder()
        try folder.write(csv.utf8, to: "odd.csv")
        let page = try Self.page("$TMP/odd.csv", in: folder)
        #expect(page.all("body").first?.text.contains(sentence) == true)
    }

    @Test("Marks of reliability have their reasons on the page")
    func reliability() throws {
        let line =
            "lumbar report SampleData/clinic.csv --rules SampleData/clinic.yaml --quiet --min-cell 0 --format markdown"
        let marked = try CommandLine("\(line) --reliability nchs")
        #expect(marked.text.contains("| 26.1 %\\*a (6/23) |"))
        #expect(marked.text.contains("a fewer than 30 records, or an effective sample size below 30; b "))
        #expect(!(try CommandLine(line).text.contains("Data Presentation Standards")))
    }
}
