// The scan's twin: the same index, found byte by byte.

import CStructure

/// What `structure_scan` lists, or should.
struct PlainIndex: Equatable {
    struct Separator: Equatable {
        var place: Int
        var isQuoted: Bool
        var isHard: Bool
    }

    struct LineEnd: Equatable {
        /// The number of its separator, from 1.
        var separator: Int
        var isMultiline: Bool
    }

    var separators: [Separator] = []
    var lineEnds: [LineEnd] = []
    var isWhole = true

    init() {}

    /// The index of `bytes`, which begin where a record begins.
    init(_ bytes: [UInt8], delimiter: UInt8) {
        enum State { case leading, unquoted, quoted, closed, trailing }
        var state = State.leading
        var isQuoted = false
        var isHard = false
        var isMultiline = false
        for (place, byte) in bytes.enumerated() {
            let isLineEnd = byte == 10 || byte == 13
            let isBlank = (byte == 32 || byte == 9) && byte != delimiter
            if state == .quoted {
                if byte == 34 { state = .closed } else if isLineEnd { isMultiline = true }
            } else if byte == delimiter || isLineEnd {
                let previous = place > 0 ? bytes[place - 1] : 0
                if byte == 10, previous == 13 { continue }
                if previous != delimiter, previous == 32 || previous == 9 { isHard = true }
                separators.append(Separator(place: place, isQuoted: isQuoted, isHard: isHard))
                if isLineEnd {
                    lineEnds.append(LineEnd(separator: separators.count, isMultiline: isMultiline))
                    isMultiline = false
                }
                state = .leading
                isQuoted = false
                isHard = false
            } else if byte == 34 {
                switch state {
                case .leading: isQuoted = true
                case .closed: isHard = true
                default:
                    isWhole = false
                    return
                }
                state = .quoted
            } else if isBlank {
                if state == .leading { isHard = true }
                if state == .closed { state = .trailing }
            } else {
                if state == .closed || state == .trailing {
                    isWhole = false
                    return
                }
                state = .unquoted
            }
        }
    }

    /// What a kernel lists.
    init(_ bytes: [UInt8], delimiter: UInt8, kernel: structure_kernel) {
        var separatorList = [UInt32](repeating: .max, count: Int(STRUCTURE_ROOM))
        var lineEndList = separatorList
        separatorList.withUnsafeMutableBufferPointer { separatorList in
            lineEndList.withUnsafeMutableBufferPointer { lineEndList in
                var index = structure_index(
                    separators: separatorList.baseAddress,
                    line_ends: lineEndList.baseAddress,
                    separator_count: 0,
                    line_end_count: 0
                )
                isWhole = structure_scan(kernel, bytes, UInt32(bytes.count), delimiter, &index)
                separators = (0..<Int(index.separator_count)).map {
                    let entry = separatorList[$0 + 1]
                    return Separator(
                        place: Int(entry & STRUCTURE_VALUE),
                        isQuoted: entry & STRUCTURE_QUOTED != 0,
                        isHard: entry & STRUCTURE_HARD != 0
                    )
                }
                lineEnds = (0..<Int(index.line_end_count)).map {
                    let entry = lineEndList[$0]
                    return LineEnd(
                        separator: Int(entry & STRUCTURE_VALUE),
                        isMultiline: entry & STRUCTURE_MULTILINE != 0
                    )
                }
            }
        }
    }
}
