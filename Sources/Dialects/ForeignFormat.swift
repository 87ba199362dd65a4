// Files that are no text with delimiters, told by how they begin, and what to do with each.

/// A kind of file that is often handed over instead of CSV.
package enum ForeignFormat: Sendable, Equatable, CaseIterable {
    case excel, excel97, openDocument, numbers, zip, otherCompression, tar, pdf, spss, stata, sas, r, parquet, sqlite,
        rtf
    case html, xml, json, image, binary

    /// The kind of file that begins with these bytes, some thousand if there are so many; nil for what may be text with delimiters.
    package init?(of bytes: ArraySlice<UInt8>) {
        for (format, magics) in Self.magics where magics.contains(where: { bytes.starts(with: $0) }) {
            self = format == .zip ? Self.archive(bytes) : format
            return
        }
        if bytes.dropFirst(257).starts(with: "ustar".utf8) {
            self = .tar
            return
        }
        guard let text = Self.markup(bytes) else { return nil }
        self = text
    }

    private static let magics: [(ForeignFormat, [[UInt8]])] = [
        (.zip, [[0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06]]),
        (.excel97, [[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]]),
        (.pdf, [Array("%PDF-".utf8)]),
        (.spss, [Array("$FL2@(#)".utf8), Array("$FL3@(#)".utf8)]),
        (
            .stata,
            [
                Array("<stata_dta>".utf8), [0x72, 0x01, 0x01], [0x72, 0x02, 0x01], [0x73, 0x01, 0x01],
                [0x73, 0x02, 0x01],
            ]
        ),
        (.sas, [Array("HEADER RECORD*******L".utf8), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xC2, 0xEA, 0x81, 0x60]]),
        (.r, [Array("RDX2\n".utf8), Array("RDX3\n".utf8), Array("X\n\u{0}\u{0}\u{0}".utf8)]),
        (.parquet, [Array("PAR1".utf8)]),
        (.sqlite, [Array("SQLite format 3\u{0}".utf8)]),
        (.rtf, [Array("{\\rtf".utf8)]),
        (.image, [[0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8)]),
        (
            .otherCompression,
            [
                Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C],
                Array("Rar!".utf8), [0x04, 0x22, 0x4D, 0x18],
            ]
        ),
    ]

    /// What a zip file is: its entries' names stand in it as they are.
    private static func archive(_ bytes: ArraySlice<UInt8>) -> ForeignFormat {
        if bytes.holds("opendocument.spreadsheet") { return .openDocument }
        if bytes.holds("xl/") || bytes.holds("[Content_Types].xml") { return .excel }
        return bytes.holds("Index/Document.iwa") ? .numbers : .zip
    }

    /// Text that is plainly in another format: a log-in page, for one, that was saved in place of the file behind it.
    private static func markup(_ bytes: ArraySlice<UInt8>) -> ForeignFormat? {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
        let text = String(decoding: start.drop { $0 <= 0x20 }.prefix(64), as: UTF8.self).lowercased()
        if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") { return .html }
        if text.hasPrefix("<?xml") { return .xml }
        return text.hasPrefix("{\"") || text.hasPrefix("[{") ? .json : nil
    }

    /// What the file is and what to do, for a person.
    package var message: String {
        switch self {
        case .excel: "this is an Excel workbook (XLSX), whatever its name; " + Self.save("Excel")
        case .excel97: "this is an old Office file, probably an Excel workbook (XLS); " + Self.save("Excel")
        case .openDocument: "this is an OpenDocument spreadsheet (ODS); " + Self.save("LibreOffice")
        case .numbers: "this is a Numbers spreadsheet; open it in Numbers and choose File > Export To > CSV"
        case .zip: "this is a zip archive; unpack it and pass the CSV file in it"
        case .otherCompression:
            "this file is compressed in a way that is not read here; unpack it, or pack it with gzip or zstd"
        case .tar: "this is a tar archive; unpack it and pass the CSV file in it"
        case .pdf: "this is a PDF, which holds no table that could be read reliably; export the data itself as CSV"
        case .spss:
            "this is an SPSS file (SAV); in SPSS choose File > Save As > Comma Delimited (*.csv), or in R: "
                + "write.csv(haven::read_sav(\"FILE\"), \"FILE.csv\", row.names = FALSE)"
        case .stata: "this is a Stata file (DTA); in Stata: export delimited using FILE.csv"
        case .sas: "this is a SAS file; in SAS: proc export data=… outfile=\"FILE.csv\" dbms=csv"
        case .r: "this is an R data file; in R: write.csv(readRDS(\"FILE\"), \"FILE.csv\", row.names = FALSE)"
        case .parquet: "this is a Parquet file; export it as CSV, for example with DuckDB: COPY 'FILE' TO 'FILE.csv'"
        case .sqlite: "this is an SQLite database; export its table as CSV: sqlite3 -header -csv FILE 'select * from …'"
        case .rtf: "this is a rich-text document; export the data itself as CSV"
        case .html:
            "this is a web page, perhaps the log-in page in place of the file; log in and download the export again as CSV"
        case .xml: "this is an XML file; export the data as CSV"
        case .json: "this is a JSON file; export the data as CSV"
        case .image: "this is an image; export the data itself as CSV"
        case .binary: "this is not text but a binary file; export the data as CSV"
        }
    }

    private static func save(_ program: String) -> String {
        "open it in \(program), choose File > Save As, the type CSV UTF-8 (comma delimited), and pass that file"
    }
}

extension ArraySlice<UInt8> {
    /// Whether a text occurs in the bytes.
    fileprivate func holds(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return true }
        var rest = self
        while let place = rest.firstIndex(of: first) {
            rest = rest[place...]
            if rest.starts(with: wanted) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
