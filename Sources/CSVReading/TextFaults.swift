// What is no text in an input: how much of it, and where it begins.

/// The account of what could not be read as text.
package struct TextFaults: Sendable, Equatable {
    /// How many lines, or characters, were faulty.
    package var count = 0
    /// The first one's place in the stream as it was read, from 0.
    package var firstByte = 0
    /// The line of the first one, from 1.
    package var firstLine = 0
    /// The first faulty byte.
    package var firstValue: UInt8 = 0

    /// Makes an account of no faults.
    package init() {}

    /// Adds the faults of the lines that come next, which begin at this place; `line`, asked for at the first fault only, is their first line.
    mutating func add(_ next: TextFaults, from byte: Int, line: @autoclosure () -> Int) {
        if count == 0, next.count > 0 {
            firstByte = byte + next.firstByte
            firstLine = line() + next.firstLine - 1
            firstValue = next.firstValue
        }
        count += next.count
    }
}
