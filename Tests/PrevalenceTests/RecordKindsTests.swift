// The choice of kinds of records: the same for any number of workers and any order.

import Prevalence
import Testing

@Suite("Kinds of records")
struct RecordKindsTests {
    private static func kind(_ number: Int) -> RecordKind {
        RecordKind(present: UInt64(number), open: UInt64(number / 3), complete: 7)
    }

    private static func equal(_ one: RecordKinds, _ other: RecordKinds) -> Bool {
        one.chosen.elementsEqual(other.chosen) { $0.kind == $1.kind && $0.records == $1.records }
    }

    @Test("Few kinds are all kept, those of most records first")
    func few() {
        var kinds = RecordKinds()
        for number in [1, 2, 2, 3, 2, 3] { kinds.add(Self.kind(number)) }
        #expect(kinds.chosen.map(\.kind) == [2, 3, 1].map(Self.kind))
        #expect(kinds.chosen.map(\.records) == [3, 2, 1])
    }

    @Test("Of many kinds so many are kept, each with all its records, whoever met them and when", arguments: [1, 2, 7])
    func many(workers: Int) throws {
        let count = 5 * RecordKinds.most
        // Every kind comes as often as its number says, in two rounds.
        let records = (0..<count).flatMap { Array(repeating: $0, count: 1 + $0 % 3) } + Array(0..<count)
        var alone = RecordKinds()
        for number in records { alone.add(Self.kind(number)) }
        var parts = Array(repeating: RecordKinds(), count: workers)
        for (place, number) in records.reversed().enumerated() { parts[place % workers].add(Self.kind(number)) }
        let all = parts.dropFirst().reduce(into: parts[0]) { $0 += $1 }
        #expect(alone.chosen.count == RecordKinds.most)
        #expect(Self.equal(alone, all))
        for (kind, found) in alone.chosen { #expect(found == 2 + Int(kind.present) % 3) }
    }
}
