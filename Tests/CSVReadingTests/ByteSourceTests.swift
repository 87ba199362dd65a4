// Sources of bytes: what cannot be opened, what breaks off, and that a pipe is as good as a file.

import CSVReading
import Testing

@Suite("Sources of bytes")
struct ByteSourceTests {
    @Test("A directory, a missing file and an impossible path cannot be opened")
    func cannotOpen() throws {
        let folder = TemporaryFolder()
        guard case .file(let file) = folder.file([(Array("a,b\n".utf8), 1)]) else { return }
        for path in [folder.path, folder.path + "/missing.csv", file + "/inside"] {
            // Seen beforehand, although the file before it is fine …
            let error = ReadingPlan().read([.file(path: file), .file(path: path)]).error
            #expect(error?.kind == .cannotOpen)
            #expect(error?.path == path)
            // … and, if it changes in between, when it is opened.
            #expect(throws: InputError.self) { try ByteSource.file(path: path).open() }
        }
    }

    @Test("What is not readable when its turn comes ends the reading after the files before it")
    func failsLater() {
        let second = ByteSource.stream(name: "second") { () throws(InputError) in
            throw InputError(.cannotOpen, path: "second", message: "gone")
        }
        let cohort = ReadingPlan(workers: 3).read([.bytes(Array("a\n1\n2\n".utf8), name: "first"), second])
        #expect(cohort.texts == [["1"], ["2"]])
        #expect(cohort.error == InputError(.cannotOpen, path: "second", message: "gone"))
    }

    /// Bytes that break off.
    private final class BreakingStream: ByteStream {
        private var isFirst = true

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
            guard isFirst else { throw InputError(.readFailed, path: "tape", message: "torn") }
            isFirst = false
            let bytes = Array(("a,b\n" + String(repeating: "1,2\n", count: 10_000)).utf8)
            buffer.copyBytes(from: bytes)
            return bytes.count
        }
    }

    @Test("Reading that breaks off is an error of its own kind", arguments: [1, 4])
    func breaksOff(workers: Int) {
        let source = ByteSource.stream(name: "tape") { () throws(InputError) in BreakingStream() }
        #expect(ReadingPlan(workers: workers).read([source]).error?.kind == .readFailed)
    }

    @Test("A pipe yields what a file yields", arguments: [1, 3])
    func pipe(workers: Int) {
        let folder = TemporaryFolder()
        let pieces = [(Array("a,b\r\n".utf8), 1), (Array("1,\"x\r\ny\"\r\n3\r\n".utf8), 30_000)]
        var plan = ReadingPlan(workers: workers)
        plan.options.blockBytes = 10_000
        let fromFile = plan.read([folder.file(pieces)])
        #expect(fromFile.records.count == 30_000)
        #expect(fromFile == plan.read([folder.pipe(pieces)]))
    }

    @Test("The name and place of an error read like a compiler's")
    func description() {
        var error = InputError(.unusable, path: "a.csv", line: 3, column: 2, message: "no")
        #expect("\(error)" == "a.csv:3:2: no")
        error.line = nil
        #expect("\(error)" == "a.csv: no")
    }
}
