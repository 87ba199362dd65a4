// What a cell says: an answer of the variable's type, or why there is none.

import Codebook
import Columns
import NumberCheck
import Testing

/// What was read from a cell.
enum Read: Equatable, Sendable {
    case number(Double)
    case boolean(Bool)
    case text(String)
    case set([String])
    case missing(MissingKind)
}

@Suite("Reading cells")
struct CellReaderTests {
    static let codes = [
        VariableType.Code(id: "female", spellings: ["f", "Frau"]),
        VariableType.Code(id: "male", spellings: ["m", "Männlich"]),
        VariableType.Code(id: "not_said", spellings: ["keine Angabe möglich"]),
    ]
    static let codebook = Codebook(
        variables: [
            Variable(
                id: "age",
                label: "Age",
                type: .number,
                range: 0...120,
                missingWords: [.declined: ["-99"], .dontKnow: ["?"]]
            ),
            Variable(id: "any", label: "Any", type: .number),
            Variable(id: "tired", label: "Tired", type: .plainBoolean),
            Variable(id: "muede", label: "Müde", type: .boolean(yes: ["ja", "ÜBERALL"], no: ["nein"])),
            Variable(id: "sex", label: "Sex", type: .category(codes)),
            Variable(id: "sport", label: "Sport", type: .category([])),
            Variable(id: "spine", label: "Spine", type: .set(codes, separator: ";")),
            Variable(id: "wide", label: "Wide", type: .set(codes, separator: " + ")),
        ],
        missingWords: [.blank: ["", "NA", "-"], .declined: ["keine Angabe"], .notApplicable: ["entfällt"]]
    )

    /// Reads one cell as a whole batch would, and by the plain path; both must agree.
    private func read(_ bytes: [UInt8], as id: String) throws -> Read {
        let position = try #require(Self.codebook.position(of: id))
        let variable = Self.codebook.variables[position]
        var pool = TextPool()
        for code in Self.codes { _ = pool.intern(code.id) }
        let kind: ColumnKind =
            switch variable.type {
            case .number: .number
            case .boolean: .boolean
            case .category, .text: .text
            case .set: .set
            }
        var results: [Read] = []
        for isPlain in [true, false] {
            let batch = ColumnBatch(kinds: [kind])
            let texts = OpenTexts(pool: pool, room: 10)
            let reader = CellReader(variable, in: Self.codebook, column: 0, pool: pool, openTexts: texts)
            batch.start(count: 1)
            var missing: MissingKind?
            bytes.withUnsafeBufferPointer { cell in
                if isPlain {
                    missing = reader.read(cell, into: batch, record: 0)
                } else {
                    var tally = MissingTally()
                    reader.read([Array(cell)], into: batch, missing: &tally)
                    missing = zip(MissingKind.allCases, tally.counts).first { $1 > 0 }?.0
                }
            }
            #expect(batch.isAnswered(0, record: 0) == (missing == nil))
            if let missing {
                results.append(.missing(missing))
                continue
            }
            switch kind {
            case .number: results.append(.number(batch.numbers(0)[0]))
            case .boolean: results.append(.boolean(hasBit(batch.truths(0), 0)))
            case .text:
                let identifier = Int(batch.texts(0)[0])
                let text =
                    identifier < pool.texts.count
                    ? pool.texts[identifier]
                    : String(decoding: texts.values[identifier - pool.texts.count], as: UTF8.self)
                results.append(.text(text))
            case .set:
                let set = batch.sets(0)[0]
                results.append(.set(Self.codes.indices.filter { set & 1 << UInt64($0) != 0 }.map { Self.codes[$0].id }))
            }
        }
        #expect(results[0] == results[1])
        return results[0]
    }

    @Test(
        "Every type, and every kind of missing",
        arguments: [
            ("age", "30", .number(30)), ("age", " 30\t", .number(30)), ("age", "0", .number(0)),
            ("age", "120", .number(120)),
            ("age", "120.0001", .missing(.implausible)), ("age", "-1", .missing(.implausible)),
            ("age", "-99", .missing(.declined)),
            ("age", " -99 ", .missing(.declined)), ("age", "-99.0", .missing(.implausible)),
            ("age", "?", .missing(.dontKnow)),
            ("age", "", .missing(.blank)), ("age", " \t ", .missing(.blank)), ("age", "na", .missing(.blank)),
            ("age", "Na", .missing(.blank)), ("age", "-", .missing(.blank)),
            ("age", "KEINE ANGABE", .missing(.declined)),
            ("age", "Entfällt", .missing(.notApplicable)), ("age", "ENTFÄLLT", .missing(.notApplicable)),
            ("age", "thirty", .missing(.unparseable)), ("age", "1e400", .missing(.implausible)),
            ("age", "-0", .number(0)),
            ("age", "30 years", .missing(.unparseable)), ("any", "-99", .number(-99)),
            ("any", "1e400", .missing(.implausible)),
            ("any", "1e308", .number(1e308)), ("any", "?", .missing(.unparseable)),
            ("tired", "yes", .boolean(true)), ("tired", "YES", .boolean(true)), ("tired", "y", .boolean(true)),
            ("tired", "1", .boolean(true)), ("tired", "True", .boolean(true)), ("tired", "no", .boolean(false)),
            ("tired", "N", .boolean(false)), ("tired", "0", .boolean(false)), ("tired", "false", .boolean(false)),
            ("tired", "2", .missing(.unparseable)), ("tired", "yess", .missing(.unparseable)),
            ("tired", "01", .missing(.unparseable)),
            ("tired", "ja", .missing(.unparseable)), ("tired", "NA", .missing(.blank)), ("muede", "JA", .boolean(true)),
            ("muede", "überall", .boolean(true)), ("muede", "Überall", .boolean(true)),
            ("muede", "Nein", .boolean(false)),
            ("muede", "yes", .missing(.unparseable)),
            ("sex", "female", .text("female")), ("sex", "FEMALE", .text("female")), ("sex", "F", .text("female")),
            ("sex", "frau", .text("female")), ("sex", "männlich", .text("male")), ("sex", "MÄNNLICH", .text("male")),
            ("sex", "keine angabe möglich", .text("not_said")), ("sex", "keine Angabe", .missing(.declined)),
            ("sex", "fe male", .missing(.unparseable)), ("sex", "", .missing(.blank)),
            ("sport", "yoga", .text("yoga")), ("sport", " Yoga ", .text("Yoga")), ("sport", "日本", .text("日本")),
            ("sport", "female", .text("female")), ("sport", "NA", .missing(.blank)),
            ("sport", "a\u{0}b", .missing(.unparseable)),
            ("spine", "female", .set(["female"])), ("spine", "male;female", .set(["female", "male"])),
            ("spine", " m ; FRAU ", .set(["female", "male"])), ("spine", "m;m", .set(["male"])),
            ("spine", "m;x", .missing(.unparseable)), ("spine", "m;", .missing(.unparseable)),
            ("spine", ";", .missing(.unparseable)),
            ("spine", "m,f", .missing(.unparseable)), ("spine", "", .missing(.blank)),
            ("wide", "m + f", .set(["female", "male"])), ("wide", "m+f", .missing(.unparseable)),
        ] as [(String, String, Read)]
    )
    func cells(_ variable: String, _ cell: String, _ expected: Read) throws {
        #expect(try read(Array(cell.utf8), as: variable) == expected)
    }

    @Test("What is not UTF-8 is unparseable in every type", arguments: ["age", "tired", "sex", "sport", "spine"])
    func encoding(_ variable: String) throws {
        for bytes: [UInt8] in [[0xFF], [0xC3], [0x61, 0x80], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0]] {
            #expect(try read(bytes, as: variable) == .missing(.unparseable), "\(bytes)")
        }
    }

    @Test(
        "Whole batches read as their cells do",
        arguments: ["age", "any", "tired", "muede", "sex", "sport", "spine"],
        ColumnKernel.allCases.filter(\.isSupported)
    )
    func batches(_ id: String, kernel: ColumnKernel) throws {
        let words = [
            "30", "-99", "", "NA", "yes", "No", "f", "Frau", "m;f", "x", " 7 ", "1e2", "120.5", "0", "\u{FF11}", "ja",
            "männlich", "1", "n", "y", "YES", "no", "f", "m", "y", "n",
        ]
        var random = SplitMix(state: 3)
        let cells = (0..<ColumnBatch.capacity).map { _ in Array(words[random.below(words.count)].utf8) }
        let position = try #require(Self.codebook.position(of: id))
        let variable = Self.codebook.variables[position]
        let kind: ColumnKind =
            switch variable.type {
            case .number: .number
            case .boolean: .boolean
            case .set: .set
            default: .text
            }
        var pool = TextPool()
        for code in Self.codes { _ = pool.intern(code.id) }
        for count in [1, 63, 64, 65, 1000, 1024] {
            let flat = cells.prefix(count).flatMap { $0 }
            flat.withUnsafeBufferPointer { bytes in
                var start = 0
                let buffers = cells.prefix(count).map { cell in
                    defer { start += cell.count }
                    return UnsafeBufferPointer(rebasing: bytes[start..<start + cell.count])
                }
                let (whole, single) = (ColumnBatch(kinds: [kind]), ColumnBatch(kinds: [kind]))
                var readers = [whole, single].map { _ in
                    CellReader(
                        variable,
                        in: Self.codebook,
                        column: 0,
                        pool: pool,
                        openTexts: OpenTexts(pool: pool, room: 40),
                        kernel: kernel
                    )
                }
                var tally = MissingTally()
                whole.start(count: count)
                single.start(count: count)
                readers[0].read(buffers.map { Array($0) }, into: whole, missing: &tally)
                var kinds: [MissingKind] = []
                for (record, cell) in buffers.enumerated() {
                    if let missing = readers[1].read(cell, into: single, record: record) { kinds.append(missing) }
                }
                readers = []
                #expect(tally.counts == MissingKind.allCases.map { kind in kinds.count { $0 == kind } })
                for record in 0..<count {
                    #expect(whole.isAnswered(0, record: record) == single.isAnswered(0, record: record))
                    guard single.isAnswered(0, record: record) else { continue }
                    switch kind {
                    case .number: #expect(whole.numbers(0)[record] == single.numbers(0)[record])
                    case .boolean: #expect(hasBit(whole.truths(0), record) == hasBit(single.truths(0), record))
                    case .text: #expect(whole.texts(0)[record] == single.texts(0)[record])
                    case .set: #expect(whole.sets(0)[record] == single.sets(0)[record])
                    }
                }
            }
        }
    }
}
