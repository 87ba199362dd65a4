// A sample's header, read with a delimiter that is being tried.

internal import CSVReading

/// How the header of a sample reads with one delimiter.
struct SampleHeader {
    /// How many columns it has.
    let columns: Int

    /// What ends the reading once the header was read.
    private struct Found: Error {
        var columns: Int
        var isBlank: Bool
    }

    /// Reads the header; nil if it cannot be read, or is blank.
    ///
    /// The reader is the one that reads the file afterwards, so that the two cannot disagree.
    init?(_ text: [UInt8], delimiter: UInt8) {
        do {
            let options = SampleReading.options(text, delimiter)
            let reader = try CohortReader([.bytes(text, name: "sample")], options: options) { header, _, _ in
                let isBlank = header.names.allSatisfy { $0.allSatisfy(\.isWhitespace) }
                throw Found(columns: header.names.count, isBlank: isBlank)
            }
            var worker = reader.makeWorker()
            _ = try worker.next()
            return nil
        } catch let found as Found where !found.isBlank {
            columns = found.columns
        } catch {
            return nil
        }
    }
}
