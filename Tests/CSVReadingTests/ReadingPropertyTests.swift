// Properties: whatever the bytes, the size of blocks, the number of workers and their timing, reading equals the reference.

import CSVReading
import Synchronization
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite("Reading equals the reference")
struct ReadingPropertyTests {
    /// One generated cohort and the ways to read it.
    private func check(seed: UInt64, timing: (@Sendable (Int) -> Void)? = nil) -> Bool {
        var input = RandomInput(seed: seed)
        var options = ReadingOptions()
        options.maxRecordBytes = input.pick([8, 12, 16, 24, 33, 64, 64, 200, 2 << 20])
        options.maxHeaderBytes = input.pick([24, 1000, 16 << 20])
        options.delimiter = input.happens(10) ? input.pick(["\t", ";", " "].flatMap { Array($0.utf8) }) : 0x2C
        options.keepsRejectText = input.happens(70)
        options.repairsQuotes = input.happens(30)
        let files = (0..<input.pick([1, 1, 1, 2, 3])).map { _ in input.file(width: input.number(1...7)) }
        let all = ReferenceReader(options: options).read(files)
        // All columns, none, or some of those that every header has, in any order and perhaps twice.
        let common = all.headers.map(\.names.count).min() ?? 0
        let columns =
            input.happens(70) ? nil : (0..<input.number(0...4)).compactMap { _ in input.column(below: common) }
        let expected = columns.map(all.projected) ?? all

        for _ in 0..<4 {
            options.kernel = input.pick(StructureKernel.allCases.filter(\.isSupported))
            options.blockBytes = input.pick([1, 2, 3, 5, 8, 13, 21, 40, 100, 1000, 1 << 16])
            let workers = input.pick([1, 2, 3, 8])
            let pieces = (0..<5).map { _ in input.pick([1, 1, 2, 3, 7, 50, 1 << 20]) }
            let faults = Mutex<[TextFaults]>([])
            let sources = files.enumerated().map { index, bytes in
                ByteSource.stream(name: "file \(index)") { () throws(InputError) in
                    TricklingStream(bytes, pieces: pieces) { found in faults.withLock { $0.append(found) } }
                }
            }
            let plan = ReadingPlan(
                options: options,
                workers: workers,
                columns: columns,
                willCommit: timing,
                didCommit: timing
            )
            var actual = plan.read(sources)
            actual.error?.message = ""
            actual.faults = faults.withLock { $0 }
            guard actual == expected else {
                Issue.record(
                    """
                    seed \(seed), blocks of \(options.blockBytes), \(workers) workers, limit \(options.maxRecordBytes), \
                    kernel \(options.kernel), repairs \(options.repairsQuotes)
                    input \(files.map { String(decoding: $0, as: UTF8.self).debugDescription })
                    expected \(expected.texts) \(expected.reasons)
                    actual   \(actual.texts) \(actual.reasons)
                    \(expected)
                    \(actual)
                    """
                )
                return false
            }
        }
        return true
    }

    @Test("for any bytes, any size of blocks, any number of workers", arguments: 0..<8)
    func anyInput(part: UInt64) {
        for seed in (part * 500)..<((part + 1) * 500) {
            if !check(seed: seed) { break }
        }
    }

    @Test("however the workers are delayed", arguments: 0..<4)
    func anyTiming(part: UInt64) {
        for seed in (100_000 + part * 30)..<(100_000 + (part + 1) * 30) {
            let timing: @Sendable (Int) -> Void = { sequence in
                var random = SeededGenerator(seed: seed &* 31 &+ UInt64(sequence))
                usleep(UInt32.random(in: 0...300, using: &random))
            }
            if !check(seed: seed, timing: timing) { break }
        }
    }
}
