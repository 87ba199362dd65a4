// Opening a file of whatever compression, encoding and dialect as a stream of UTF-8 that knows its dialect.

package import CSVReading

extension ByteSource {
    /// The source, decompressed and in UTF-8, with its dialect found out from a sample when it is opened. What is plain UTF-8 is handed on
    /// as it is.
    ///
    /// Opening it throws an ``InputError`` of kind `unusable` if the file is none that could be CSV, or if the sample leaves open what it is.
    ///
    /// - Parameters:
    ///   - choices: What need not be found out.
    ///   - note: Told what was recognised and what is odd, on whatever thread reads.
    /// - Returns: A source of the same name.
    package func recognised(
        _ choices: DialectChoices = DialectChoices(),
        note: @escaping @Sendable (DialectNote) -> Void = { _ in }
    ) -> ByteSource {
        let name = name
        return .changed(self) { base throws(InputError) in
            try Recognition(name: name, choices: choices, note: note).open(base)
        }
    }
}

/// The recognition of one file.
private struct Recognition: Sendable {
    let name: String
    let choices: DialectChoices
    let note: @Sendable (DialectNote) -> Void

    func open(_ base: any ByteStream) throws(InputError) -> any ByteStream {
        let counted = CountedStream(base)
        var sample = try Sample(counted)
        var stream: any ByteStream = PrefixedStream(sample.bytes, then: counted)
        let compression = Compression(of: sample.bytes.prefix(4))
        if let compression {
            stream = try compression.undoing(stream, name: name)
            sample = try Sample(stream)
            stream = PrefixedStream(sample.bytes, then: stream)
        }
        if let format = ForeignFormat(of: sample.bytes[...]) { throw unusable(format.message) }
        if Compression(of: sample.bytes.prefix(4)) != nil {
            throw unusable("the file is compressed twice; unpack it once")
        }
        let encoding = try encoding(of: sample)
        var text = try decoded(sample, from: encoding)
        let separator = takeSeparatorLine(from: &text)
        stream = try transcoded(stream, from: encoding)

        let (delimiter, isOneColumn) = try delimiter(of: text, named: separator)
        let decimals = decimals(of: text, delimiter)
        var marks = [decimals.mark]
        if !decimals.pointColumns.isEmpty { marks.append(.point) }
        let recognised = RecognisedFile(
            compression: compression,
            encoding: encoding,
            delimiter: isOneColumn ? nil : delimiter,
            decimalMarks: marks
        )
        note(DialectNote(kind: .recognised, path: name, line: nil, message: recognised.description))
        let dialect = Dialect(
            delimiter: delimiter,
            decimalMark: decimals.mark,
            pointColumns: decimals.pointColumns,
            doubtfulColumns: decimals.doubtfulColumns
        )
        return DialectStream(
            stream,
            dialect: dialect,
            counted: counted,
            onTextFaults: onTextFaults(encoding)
        )
    }

    private func unusable(_ message: String) -> InputError {
        InputError(.unusable, path: name, message: message)
    }

    private func warn(_ message: String, line: Int? = nil) {
        note(DialectNote(kind: .warning, path: name, line: line, message: message))
    }

    // MARK: Encoding

    private func encoding(of sample: Sample) throws(InputError) -> TextEncoding {
        if let chosen = choices.encoding {
            let encoding = TextEncoding(named: chosen)
            // The name alone leaves the byte order to the mark, or to whoever reads.
            let isUnordered = ["utf16", "utf-16", "ucs2", "ucs-2", "unicode"].contains(chosen.lowercased())
            guard isUnordered else { return encoding }
            if case .sure(let found) = EncodingSniff(sample.bytes[...], isWhole: sample.isWhole),
                [.utf16LittleEndian, .utf16BigEndian].contains(found)
            {
                return found
            }
            return .utf16LittleEndian
        }
        switch EncodingSniff(sample.bytes[...], isWhole: sample.isWhole) {
        case .sure(let encoding): return encoding
        case .binary: throw unusable(ForeignFormat.binary.message)
        case .unsure(let question): throw unusable(question)
        }
    }

    /// The sample's whole lines in UTF-8.
    private func decoded(_ sample: Sample, from encoding: TextEncoding) throws(InputError) -> [UInt8] {
        let stream = MemoryStream(sample.bytes)
        let text = encoding == .utf8 ? sample.bytes : try TranscodedStream(stream, transcoder(from: encoding)).readAll()
        guard !sample.isWhole, let end = text.lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return text }
        return Array(text[...end])
    }

    private func transcoder(from encoding: TextEncoding) throws(InputError) -> any Transcoder {
        guard let transcoder = encoding.makeTranscoder() else {
            throw unusable("the encoding '\(encoding.name)' is not known; 'iconv -l' lists those that are")
        }
        return transcoder
    }

    private func transcoded(_ stream: any ByteStream, from encoding: TextEncoding) throws(InputError) -> any ByteStream
    {
        // What is not UTF-8 in it is found where records are read.
        if encoding == .utf8 { return stream }
        return TranscodedStream(stream, try transcoder(from: encoding)) { faults in
            if faults.count > 0 { warnOfCharacters(faults, encoding) }
        }
    }

    /// Whom to tell of what is not UTF-8, in a file that should be; transcoders make nothing else.
    private func onTextFaults(_ encoding: TextEncoding) -> (@Sendable (TextFaults) -> Void)? {
        guard encoding == .utf8 else { return nil }
        return { faults in warnOfMixture(faults) }
    }

    private func warnOfMixture(_ faults: TextFaults) {
        guard faults.count > 0 else { return }
        let lines =
            faults.count == 1
            ? "1 line is not UTF-8: byte" : "\(faults.count) lines are not UTF-8, the first here: byte"
        let value = String(faults.firstValue, radix: 16, uppercase: true)
        warn(
            "\(lines) \(faults.firstByte) is 0x\(value); answers with such bytes cannot be read; if the whole file is in another encoding, "
                + "pass it (--encoding windows-1252), else save these lines anew as UTF-8",
            line: faults.firstLine
        )
    }

    private func warnOfCharacters(_ faults: TextFaults, _ encoding: TextEncoding) {
        let characters =
            faults.count == 1
            ? "1 character is not \(encoding.label)" : "\(faults.count) characters are not \(encoding.label)"
        warn(
            "\(characters), the first at byte \(faults.firstByte); read as U+FFFD; the file is cut short, or in another encoding (--encoding)",
            line: faults.firstLine
        )
    }

    // MARK: Dialect

    /// Takes a spreadsheet's line with its delimiter out of a text, and returns the delimiter.
    private func takeSeparatorLine(from text: inout [UInt8]) -> UInt8? {
        let mark = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard let line = SeparatorLine(text[mark...]) else { return nil }
        text.removeSubrange(mark..<mark + line.count)
        return line.delimiter
    }

    private func delimiter(of text: [UInt8], named: UInt8?) throws(InputError) -> (UInt8, isOneColumn: Bool) {
        if choices.delimiter == nil, let named {
            return (named, SampleHeader(text, delimiter: named)?.columns == 1)
        }
        let sniff = DelimiterSniff(text)
        if let chosen = choices.delimiter {
            let columns = SampleHeader(text, delimiter: chosen)?.columns
            let isOneColumn = columns == 1
            // A delimiter of the usual ones was tried with the others, and beaten; of any other only a header that it does not divide tells.
            let isDoubtful = columns == nil || isOneColumn || UsualDelimiter(rawValue: chosen) != nil
            if isDoubtful, case .sure(let found, let count) = sniff, found != chosen,
                let better = UsualDelimiter(rawValue: found)
            {
                let now =
                    switch columns {
                    case nil: "the header cannot be read"
                    case 1: "one column only"
                    case let columns?: "\(columns) columns"
                    }
                warn("\(now); with --delimiter \(better.name) there are \(count)")
            }
            return (chosen, isOneColumn)
        }
        switch sniff {
        case .sure(let delimiter, _): return (delimiter, false)
        case .oneColumn: return (UsualDelimiter.comma.rawValue, true)
        case .unsure(let candidates): throw unusable(DelimiterSniff.question(candidates))
        }
    }

    private func decimals(of text: [UInt8], _ delimiter: UInt8) -> DecimalSniff {
        if let chosen = choices.decimalMark { return DecimalSniff(chosen: chosen) }
        return DecimalSniff(text, delimiter: delimiter)
    }
}

/// The beginning of a stream.
private struct Sample {
    /// As many bytes as a sample has, or all there are.
    private(set) var bytes: [UInt8] = []
    /// Whether they are all there are.
    private(set) var isWhole = false

    private static let size = 1 << 18

    init(_ stream: any ByteStream) throws(InputError) {
        var problem: InputError?
        bytes = [UInt8](unsafeUninitializedCapacity: Self.size) { buffer, count in
            do throws(InputError) {
                // Initialised: a stream has written as many bytes as it says it read.
                while count < Self.size, !isWhole {
                    let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
                    let read = try stream.read(into: rest)
                    count += read
                    isWhole = read == 0
                }
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
    }
}

extension ByteStream {
    /// All that is left, which is known to be little.
    fileprivate func readAll() throws(InputError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var bytes: [UInt8] = []
        while true {
            let count = try read(into: buffer)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
