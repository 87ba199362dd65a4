// Joining a log to the true reading: finding the attempt that began at a given place.

extension AttemptLog {
    /// A place where an attempt of the log began or, at its end, would have begun next.
    struct Junction: Equatable {
        /// The place, with the log's own counts.
        var cursor: Cursor
        /// The first record from there on.
        var record: Int
        /// The first reject from there on.
        var reject: Int
    }

    /// How far a search that only goes forward has come.
    struct JunctionSearch {
        fileprivate var record = 0
        fileprivate var reject = 0
    }

    /// The junction at `position`, if there is one.
    ///
    /// Blank lines are not noted, so there is none at them; reading on from one soon leads to a record.
    ///
    /// - Complexity: Successive searches at rising positions take O(*n*) together, *n* being the log's length.
    func junction(at position: Int, _ search: inout JunctionSearch) -> Junction? {
        let storage = batch.storage.pointee
        // In bounds: marks are initialised up to `recordCount`.
        while search.record < storage.recordCount, Int(storage.marks[search.record].start) < position {
            search.record += 1
        }
        while search.reject < rejects.count, Int(rejects[search.reject].start) < position {
            search.reject += 1
        }
        if search.record < storage.recordCount, Int(storage.marks[search.record].start) == position {
            let mark = storage.marks[search.record]
            let cursor = Cursor(position: position, line: Int(mark.line), ordinal: Int(mark.ordinal))
            return Junction(cursor: cursor, record: search.record, reject: search.reject)
        }
        if search.reject < rejects.count, Int(rejects[search.reject].start) == position {
            let mark = rejects[search.reject]
            let cursor = Cursor(position: position, line: Int(mark.line), ordinal: Int(mark.ordinal))
            return Junction(cursor: cursor, record: search.record, reject: search.reject)
        }
        if cursor.position == position {
            return Junction(cursor: cursor, record: search.record, reject: search.reject)
        }
        return nil
    }
}
