// Files that are no CSV, or broken on the way: each ends with what it is and what to do.

import Foundation
import Testing

@Suite("Bad inputs")
struct BadInputTests {
    /// A file and what must be said of it.
    struct BadInput: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var says: [String]
        var testDescription: String { name }

        init(_ name: String, _ bytes: [UInt8], says: String...) {
            (self.name, self.bytes, self.says) = (name, bytes, says)
        }
        init(_ name: String, _ text: String, says: String...) {
            (self.name, bytes, self.says) = (name, Array(text.utf8), says)
        }
    }

    static let zip: [UInt8] = [0x50, 0x4B, 0x03, 0x04, 20, 0, 0, 0, 8, 0]
    static let ole: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    @Test(
        "What is not CSV is named",
        arguments: [
            BadInput(
                "xlsx",
                zip + Array("[Content_Types].xml…xl/workbook.xml".utf8),
                says: "Excel workbook (XLSX)",
                "File > Save As"
            ),
            BadInput("xls", ole + [0, 0, 0], says: "(XLS)", "File > Save As"),
            BadInput(
                "ods",
                zip + Array("mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8),
                says: "OpenDocument",
                "LibreOffice"
            ),
            BadInput("zip", zip + Array("export.csv".utf8), says: "zip archive", "unpack"),
            BadInput("pdf", "%PDF-1.7\n%âãÏÓ\n1 0 obj\n", says: "PDF", "export the data"),
            BadInput("spss", "$FL2@(#) SPSS DATA FILE MS Windows", says: "SPSS", "Comma Delimited"),
            BadInput("stata", "<stata_dta><header><release>118</release>", says: "Stata", "export delimited"),
            BadInput("web page", "\n<!DOCTYPE html>\n<html><head><title>Log in</title>", says: "web page", "log in"),
            BadInput("json", "[{\"age_years\": 30}]", says: "JSON"),
            BadInput("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], says: "compressed"),
            BadInput("binary", (0..<400).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 1) }, says: "binary"),
        ]
    )
    func refused(_ input: BadInput) throws {
        let folder = try ScratchFolder()
        try folder.write(input.bytes, to: "in.csv")
        for line in ["classify $TMP/in.csv", "convert --raw - < $TMP/in.csv", "summarise $TMP/in.csv --quiet"] {
            let run = try CommandLine("lumbar \(line)", in: folder)
            #expect(run.code == 65)
            #expect(run.text == "")
            for text in ["lumbar: "] + input.says { #expect(run.error.contains(text), "\(run.error)") }
        }
    }

    @Test("A cut gzip file is an error that names the place, and leaves no output behind")
    func cutGzip() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            "gzip -c SampleData/cohort.csv | head -c 100000 > $TMP/in.csv.gz; lumbar classify $TMP/in.csv.gz -o $TMP/out.csv",
            in: folder
        )
        #expect(run.code == 65)
        #expect(
            run.error.contains("in.csv.gz: the compressed file is cut short: it ends at byte 100000"),
            "\(run.error)"
        )
        #expect(folder.names == ["in.csv.gz"])
    }

    @Test("UTF-16 with an odd byte is read, and the fault named")
    func oddByte() throws {
        let folder = try ScratchFolder()
        let run = try CommandLine(
            "{ printf 'age_years,notes\\n61,x\\n62,y' | iconv -f utf-8 -t utf-16le; printf z; } > $TMP/in.csv; lumbar convert --raw $TMP/in.csv",
            in: folder
        )
        #expect(run.code == 0)
        #expect(run.text == "age_years,notes\n61,x\n62,y\u{FFFD}\n")
        #expect(run.error.contains("in.csv:3: 1 character is not UTF-16 LE, the first at byte 50"), "\(run.error)")
    }

    @Test("Lines in another encoding are counted, and the first is named")
    func mixture() throws {
        let folder = try ScratchFolder()
        var bytes: [UInt8] = Array("age_years,notes\n".utf8)
        for line in 2...40 {
            bytes += Array("\(line),schön".utf8)
            if line % 13 == 0 { bytes.append(0xFC) }
            bytes.append(0x0A)
        }
        try folder.write(bytes, to: "in.csv")
        for way in ["$TMP/in.csv", "- < $TMP/in.csv"] {
            let run = try CommandLine("lumbar convert --raw \(way)", in: folder)
            #expect(run.code == 0)
            expectEqual(run.output, bytes)
            #expect(run.error.contains(":13: 3 lines are not UTF-8, the first here: byte"), "\(run.error)")
            #expect(run.error.contains("0xFC"))
            #expect(run.error.contains("--encoding windows-1252"))
        }
    }

    @Test("A semicolon file that is read as comma is told so")
    func oneColumn() throws {
        let folder = try ScratchFolder()
        try folder.write("age_years;sex\n30;f\n".utf8, to: "in.csv")
        let raw = try CommandLine("lumbar convert --raw $TMP/in.csv --delimiter comma", in: folder)
        #expect(raw.error.contains("one column only; with --delimiter semicolon there are 2"))
        let bound = try CommandLine("lumbar classify $TMP/in.csv --delimiter comma --quiet", in: folder)
        #expect(bound.code == 65)
        #expect(bound.error.contains("--delimiter semicolon"))
    }

    @Test("So is one whose questions have commas in them, or whose header cannot be read with commas")
    func commasInQuestions() throws {
        let folder = try ScratchFolder()
        try folder.write("age_years;sex;pain, 0 to 10\n30;f;3\n31;m;4\n".utf8, to: "plain.csv")
        try folder.write("age_years;sex;\"pain, 0 to 10\"\n30;f;3\n31;m;4\n".utf8, to: "quoted.csv")
        let plain = try CommandLine("lumbar convert --raw $TMP/plain.csv --delimiter ,", in: folder)
        #expect(plain.error.contains("plain.csv: 2 columns; with --delimiter semicolon there are 3"), "\(plain.error)")
        let quoted = try CommandLine("lumbar convert --raw $TMP/quoted.csv --delimiter comma", in: folder)
        #expect(quoted.code == 65)
        #expect(quoted.error.contains("quoted.csv: the header cannot be read; with --delimiter semicolon there are 3"))
        let right = try CommandLine("lumbar convert --raw $TMP/quoted.csv --delimiter semicolon", in: folder)
        #expect(right.code == 0)
        #expect(!right.error.contains("--delimiter"))
    }

    @Test("Headers of 1,235 characters, and 17 of the same name")
    func headers() throws {
        let folder = try ScratchFolder()
        let long = String(repeating: "How often, in an ordinary week, ", count: 39).prefix(1235)
        let names = ["\"age_years\"", "\"\(long)\""] + Array(repeating: "\"Comment\"", count: 17)
        let row = ["\"61\""] + Array(repeating: "\"1\"", count: 18)
        let text = "\u{FEFF}" + names.joined(separator: ",") + "\r\n" + row.joined(separator: ",") + "\r\n"
        try folder.write(text.utf8, to: "in.csv")
        let run = try CommandLine("lumbar classify $TMP/in.csv", in: folder)
        #expect(run.code == 0, "\(run.error)")
        #expect(run.lines.last?.split(separator: ",", omittingEmptySubsequences: false)[14] == "present")
        let raw = try CommandLine("lumbar convert --raw $TMP/in.csv", in: folder)
        #expect(raw.lines.first?.contains(long) == true)
        #expect(raw.lines.last == "61" + String(repeating: ",1", count: 18))
    }
}
