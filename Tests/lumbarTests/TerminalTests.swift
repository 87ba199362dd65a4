// What a table looks like on terminals of several kinds: as wide as they are, and plain where they ask for it.

import Foundation
import Testing

@Suite("Terminals")
struct TerminalTests {
    /// Whether there is util-linux's `script`, which runs a command on a terminal of its own.
    static let hasTerminal = (try? CommandLine("script --version").text.contains("util-linux")) == true

    /// What a command shows on a terminal of some width.
    private func shown(_ command: String, columns: Int, environment: String = "NO_COLOR= TERM=xterm") throws -> String {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            "script -qec 'stty cols \(columns); \(environment) lumbar \(command) 2>/dev/null' $TMP/shown > /dev/null < /dev/null; cat $TMP/shown",
            in: folder
        )
        // `script` puts a line of its own before and after.
        let lines = run.text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        return lines.filter { !$0.hasPrefix("Script ") }.joined(separator: "\n")
    }

    private func widest(_ text: String) -> Int {
        let plain = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
        return plain.split(separator: "\n").map(\.count).max() ?? 0
    }

    @Test("summarise fits the terminal", .enabled(if: hasTerminal), arguments: [60, 72, 80, 100, 132, 200])
    func fits(_ columns: Int) throws {
        for command in [
            "summarise SampleData/cohort.csv", "summarise SampleData/cohort.csv --by training_type --cause medication",
        ] {
            let text = try shown(command, columns: columns)
            #expect(text.contains("prevalence"), "\(text.prefix(300))")
            #expect(widest(text) <= columns)
        }
    }

    @Test("A wide terminal breaks no label and cuts no table", .enabled(if: hasTerminal))
    func wide() throws {
        let text = try shown("summarise SampleData/cohort.csv", columns: 160)
        #expect(text.contains("Training load: too much, too soon or too little rest "))
        #expect(text.contains("underweight"))
        #expect(widest(text) > 120)
        // The group labels stand once: the table is in one part.
        #expect(text.split(separator: "\n").count { $0.hasPrefix("30-39") } == 1)
    }

    @Test("A narrow terminal has the same numbers", .enabled(if: hasTerminal))
    func narrow() throws {
        let text = try shown("summarise SampleData/cohort.csv", columns: 60)
        for number in ["48.0 %", "46.3–49.7", "1,644/3,425", "16 %"] { #expect(text.contains(number)) }
        #expect(!text.contains("█"))
    }

    @Test(
        "Emphasis only where it is wanted and understood",
        .enabled(if: hasTerminal),
        arguments: [
            ("NO_COLOR= TERM=xterm", true), ("NO_COLOR=1 TERM=xterm", false), ("NO_COLOR= TERM=dumb", false),
            ("NO_COLOR= TERM=", false),
        ]
    )
    func colour(_ environment: String, _ isEmphasised: Bool) throws {
        for command in [
            "summarise SampleData/cohort.csv", "worklist SampleData/flags.csv",
            "explain SampleData/flags.csv --id fever",
        ] {
            let text = try shown(command, columns: 80, environment: environment)
            #expect(text.contains("\u{1B}[") == isEmphasised, "\(command)")
        }
    }

    @Test("A file and a pipe get 80 columns and no emphasis")
    func pipe() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            "NO_COLOR= TERM=xterm lumbar summarise SampleData/cohort.csv -q | tee $TMP/a; lumbar summarise SampleData/cohort.csv -q -o $TMP/b.txt",
            in: folder
        )
        #expect(!run.text.contains("\u{1B}"))
        #expect(widest(run.text) <= 80)
        #expect(try folder.read("b.txt") == run.text)
    }
}
