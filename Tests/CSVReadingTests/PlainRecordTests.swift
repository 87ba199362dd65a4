// The fast way and libcsv, held together: with any kernel a window reads as it does with libcsv alone.

import Testing

import Columns
@testable import CSVReading

@Suite("Records cut from an index are those that libcsv reads")
struct PlainRecordTests {
    /// Everything that a log holds.
    private struct Yield: Equatable {
        var records: [ReadRecord] = []
        var rejects: [[Int]] = []
        var reasons: [RejectReason] = []
        var cursor = Cursor(position: 0)
    }

    /// How a window is read.
    private struct Way {
        var options = ReadingOptions()
        var width = 2
        var columns = [0, 1]
        var leastSegment = 64
        var end = Window.End.inputEnd

        func read(_ bytes: [UInt8], with kernel: StructureKernel) -> Yield {
            var options = options
            options.kernel = kernel
            // As in a block's buffer: the bytes, then room for cells that have to be changed.
            let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2 * bytes.count + 1)
            defer { memory.deallocate() }
            guard let base = memory.baseAddress else { return Yield() }
            _ = memory.update(fromContentsOf: bytes)

            var parser = AttemptParser(delimiter: options.delimiter, limit: options.maxRecordBytes)
            var plain = PlainRecordReader(options, leastSegment: leastSegment)
            parser.prepare(columns: columns, width: width)
            plain.prepare(columns: columns, width: width, delimiter: options.delimiter)
            var log = AttemptLog()
            log.restart(
                at: 0,
                slots: columns.count,
                in: CellMemory(base: base, room: bytes.count..<(2 * bytes.count + 1))
            )
            plain.startWindow()
            var window = Window(UnsafeBufferPointer(start: base, count: bytes.count), end: end)
            log.readOn(&plain, &parser, in: &window, width: width)

            let run = RecordRun(log.batch, from: 0, bases: .init(number: 0, line: 0, byte: 0))
            return Yield(
                records: (0..<run.count).map { record in
                    ReadRecord(
                        fileIndex: 0,
                        number: run.number(of: record),
                        line: run.line(of: record),
                        byte: run.byte(of: record),
                        cells: (0..<run.slots).map { Array(run.column($0, from: 0, count: run.count)[record]) }
                    )
                },
                rejects: log.rejects.map {
                    [Int($0.start), Int($0.line), Int($0.ordinal), Int($0.defect.column), Int($0.defect.fields)]
                },
                reasons: log.rejects.map(\.defect.reason),
                cursor: log.cursor
            )
        }

        func check(_ bytes: [UInt8]) -> Bool {
            let expected = read(bytes, with: .none)
            for kernel in StructureKernel.allCases where kernel != .none && kernel.isSupported {
                let actual = read(bytes, with: kernel)
                guard actual == expected else {
                    let text = String(decoding: bytes, as: UTF8.self).debugDescription
                    Issue.record("\(kernel) \(self)\n\(text)\nexpected \(expected)\nactual   \(actual)")
                    return false
                }
            }
            return true
        }
    }

    @Test("on everything short, at a window's start and where two chunks meet", arguments: [",", "\t", " "], [1, 2])
    func shortInputs(delimiter: String, width: Int) {
        let alphabet = ["\"", delimiter, "\n", "\r", " ", "a"].flatMap { Array($0.utf8) }
        let record = Array(repeating: "x", count: width).joined(separator: delimiter)
        // Up to two bytes before the second chunk, and four.
        let prefixes = [62, 60].map { length in
            Array((String(repeating: "x", count: length - 1 - record.utf8.count) + record + "\n").utf8)
        }
        var way = Way(width: width, columns: Array(0..<width))
        way.options.delimiter = Array(delimiter.utf8)[0]
        var inputs: [[UInt8]] = [[]]
        for _ in 1...5 {
            inputs = inputs.flatMap { input in alphabet.map { input + [$0] } }
            for input in inputs {
                guard way.check(input), prefixes.allSatisfy({ way.check($0 + input) }) else { return }
            }
        }
    }

    @Test("on noise and on CSV with mutations", arguments: 0..<4)
    func random(part: UInt64) {
        for seed in (part * 1000)..<((part + 1) * 1000) {
            var input = RandomInput(seed: seed)
            var way = Way(width: input.number(1...7))
            way.columns = (0..<input.number(0...9)).compactMap { _ in input.column(below: way.width) }
            if input.happens(50) { way.columns = Array(0..<way.width) }
            way.options.maxRecordBytes = input.pick([8, 33, 64, 200, 2 << 20])
            way.options.delimiter = input.happens(80) ? 0x2C : input.pick([0x09, 0x20, 0x3B, 0])
            way.leastSegment = input.pick([64, 64, 128, 1024])
            var bytes: [UInt8] = []
            for _ in 0..<input.number(1...4) {
                bytes += input.file(width: way.width)
                if input.happens(50) { bytes += [10] }
            }
            guard way.check(bytes) else { return }
            if let end = lastLineEnd(of: bytes) {
                way.end = .moreFollows
                guard way.check(Array(bytes[..<end])) else { return }
            }
        }
    }

    private func lastLineEnd(of bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { CSVReading.lastLineEnd(in: $0, from: 0, isInputEnd: false) }
    }

    @Test("on records as long as a segment and longer", arguments: [1000, 32_700, 32_767, 32_768, 32_800, 70_000])
    func longRecords(length: Int) {
        var way = Way()
        way.leastSegment = 1024
        let text = String(repeating: "x", count: length)
        let lines = ["1,2", "\(text),2", "3,4", "\"\(text)\n\"\"\",5", "6,\"\(text)", "7,8"]
        #expect(way.check(Array(lines.joined(separator: "\n").utf8)))
    }

    @Test("on a file of many segments with something of everything")
    func manySegments() {
        var input = RandomInput(seed: 3)
        let way = Way(width: 6, columns: [5, 0, 1, 2, 2, 4])
        var bytes: [UInt8] = []
        while bytes.count < 300_000 {
            bytes += Array("1,two,3.5,\"four\", five ,\"s\"\"i\"\"x\"\n".utf8)
            if input.happens(20) { bytes += input.file(width: 6) + [10] }
        }
        #expect(way.check(bytes))
    }
}
