// Counts rejected and repaired records by reason.

internal import CSVReading

/// The rejects so far by reason.
struct RejectLedger {
    private(set) var counts: [RejectCount] = []

    mutating func add(_ rejects: [Reject], path: String) {
        for reject in rejects {
            if let index = counts.firstIndex(where: { $0.reason == reject.reason && $0.isRepaired == reject.isRepaired }
            ) {
                counts[index].count += 1
            } else {
                counts.append(
                    RejectCount(
                        reason: reject.reason,
                        count: 1,
                        firstFile: path,
                        firstLine: reject.line,
                        firstMessage: reject.message,
                        isRepaired: reject.isRepaired
                    )
                )
            }
        }
    }
}
