// Where the bytes of cells lie.

/// The memory that the cells of a batch lie in: bytes as they were read, and room for those that have to be changed.
///
/// Both are reached from one base, so that a cell is an offset and a length wherever it lies. Whoever makes it sees to it
/// that it outlives the batch's records, and that there is as much room as the records have raw bytes.
struct CellMemory {
    let base: UnsafeMutablePointer<UInt8>
    /// The room that is left, in offsets from `base`. They fit 32 bits.
    var room: Range<Int>
}
