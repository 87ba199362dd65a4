// The cells of one column as they stand in a file, before anything is made of them.

/// The bytes of one cell: a slice of some bytes.
package struct CellSlice: BitwiseCopyable {
    /// Where it begins.
    package var offset: UInt32
    /// How many bytes it has.
    package var length: UInt32

    /// Makes a slice.
    @inline(__always)
    package init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }
}

/// The cells that some records have in one column. It owns nothing: whoever hands it out says for how long it is valid.
package struct CellColumn {
    /// What the cells' offsets count from. At least ``readableBytesBehind`` bytes behind each cell may be read, too; they hold anything.
    package let bytes: UnsafePointer<UInt8>
    /// The first record's cell; that of record *i* is `first[i * stride]`.
    package let first: UnsafePointer<CellSlice>
    /// How far the cells of two records lie apart.
    package let stride: Int
    /// How many records there are.
    package let count: Int

    /// How far behind a cell a decoder that takes many bytes at once may read.
    package static var readableBytesBehind: Int { 128 }

    /// Makes a column of cells.
    package init(bytes: UnsafePointer<UInt8>, first: UnsafePointer<CellSlice>, stride: Int, count: Int) {
        self.bytes = bytes
        self.first = first
        self.stride = stride
        self.count = count
    }

    /// The cells of the same records in a column `slots` slots behind. Not checked: there are so many.
    package func column(_ slots: Int) -> CellColumn {
        CellColumn(bytes: bytes, first: first + slots, stride: stride, count: count)
    }

    /// The bytes of the cell of a record. Not checked: `record` is below ``count``.
    package subscript(record: Int) -> UnsafeBufferPointer<UInt8> {
        let slice = first[record &* stride]
        return UnsafeBufferPointer(start: bytes + Int(slice.offset), count: Int(slice.length))
    }
}
