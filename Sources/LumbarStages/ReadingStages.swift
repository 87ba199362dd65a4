// The stages before any cell is looked at: the bare scan, and reading records.

internal import CSVReading
internal import CStructure

extension StageCohort {
    /// Finds all structure in the records' bytes, and makes nothing of it: the yardstick for a whole job on one core. O(bytes).
    ///
    /// - Returns: How many separators there are; nil for a kernel that finds none, or that this processor does not have.
    public func scan(_ kernel: StageKernel) -> Int? {
        guard kernel.structure.isSupported, let code = kernel.structure.scanner else { return nil }
        let separators = UnsafeMutablePointer<UInt32>.allocate(capacity: Int(STRUCTURE_ROOM))
        let lineEnds = UnsafeMutablePointer<UInt32>.allocate(capacity: Int(STRUCTURE_ROOM))
        defer {
            separators.deallocate()
            lineEnds.deallocate()
        }
        var index = structure_index(separators: separators, line_ends: lineEnds, separator_count: 0, line_end_count: 0)
        return bytes.withUnsafeBufferPointer { bytes in
            var found = 0
            var start = bodyStart
            while start < bytes.count {
                let count = min(Int(STRUCTURE_SEGMENT), bytes.count - start)
                // In bounds: `count` bytes are left. Each segment begins behind the last line end of the one before.
                let segment = UnsafeBufferPointer(rebasing: bytes[start..<(start + count)])
                _ = structure_scan(code, segment.baseAddress, UInt32(count), UInt8(ascii: ","), &index)
                guard index.line_end_count > 0 else { break }
                let last = Int(lineEnds[Int(index.line_end_count) - 1] & STRUCTURE_VALUE)
                found += last
                start += Int(separators[last] & STRUCTURE_VALUE) + 1
            }
            return found
        }
    }

    /// Reads all records and keeps the cells that the plan needs. O(bytes).
    ///
    /// - Returns: How many records there are.
    public func read(_ kernel: StageKernel) throws -> Int {
        try Self.read(bytes, columns: columns, kernel: kernel.structure)
    }
}

extension StructureKernel {
    fileprivate var scanner: structure_kernel? {
        switch self {
        case .none: nil
        case .portable: STRUCTURE_PORTABLE
        case .avx2: STRUCTURE_AVX2
        case .avx512: STRUCTURE_AVX512
        case .neon: STRUCTURE_NEON
        }
    }
}
