// The structure of CSV, found with masks of 64 bytes: where fields and records end, and the records cut from that.
//
// It works in two steps. `structure_scan` looks at a segment of bytes that begins where a record begins and lists every
// separator (a delimiter or line end outside quotes). `structure_cut` walks that list and writes down records. Neither
// allocates memory, neither prints, neither aborts. Both leave to libcsv whatever they are not sure of.
//
// Where a record is cut, it is the one that libcsv reads in strict mode. It is sure, because the scan has seen that
// - every opening quote is the first byte of its field (blanks aside), or directly follows a quote inside quotes, and
// - every closing quote is the last byte of its field (blanks aside), or is directly followed by a quote.
// As long as that holds, quotes that come in pairs are all there is to libcsv's state: a byte is inside quotes if the
// number of quotes before it is odd. At the first quote that breaks the rule the scan ends. Left to libcsv are also the
// record with that quote, one that does not end in the segment, one of another width than the file's, one that is too
// long, and one in which a quote left open may have swallowed lines.
//
// A blank is a space or tab that is not the delimiter. A line ends at LF, CR, or CR and LF.

#ifndef LUMBAR_STRUCTURE_H
#define LUMBAR_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The ways to look at 64 bytes.
enum structure_kernel {
    /// Plain C with 64-bit words.
    STRUCTURE_PORTABLE,
    /// x86-64 with AVX2, BMI and POPCNT.
    STRUCTURE_AVX2,
    /// x86-64 with AVX-512 BW and VBMI2 as well.
    STRUCTURE_AVX512,
    /// AArch64.
    STRUCTURE_NEON,
};

/// Whether this processor has what a kernel needs.
bool structure_is_supported(enum structure_kernel kernel);

/// How many bytes a segment has at most.
#define STRUCTURE_SEGMENT 32768u

/// How many entries each list of an index has room for: one for every byte of a segment, one before the first, and
/// those that are written in groups without regard to their number.
#define STRUCTURE_ROOM (STRUCTURE_SEGMENT + 64u)

/// The low bits of an entry; the flags are above them.
#define STRUCTURE_VALUE 0x3FFFFFFFu
/// Of a separator: the field before it has quotes.
#define STRUCTURE_QUOTED 0x80000000u
/// Of a separator: the field before it has blanks at an end, or doubled quotes.
#define STRUCTURE_HARD 0x40000000u
/// Of a line end: there are line ends inside the record's quotes.
#define STRUCTURE_MULTILINE 0x80000000u

/// The separators of one segment. The caller owns both lists, of `STRUCTURE_ROOM` entries each.
struct structure_index {
    /// From entry 1 on the place of each separator in the segment. The LF of a CRLF is none. Entry 0 is spare.
    uint32_t *separators;
    /// For each line end outside quotes its place in `separators`.
    uint32_t *line_ends;
    /// How many separators there are; the last one's place.
    uint32_t separator_count;
    uint32_t line_end_count;
};

/// Lists the separators of `bytes[..<count]`, up to the first misplaced quote.
///
/// - `bytes` begins where a record begins; `count` is at most `STRUCTURE_SEGMENT`, and the delimiter is not a quote, CR
///   or LF. The kernel is supported.
/// - Returns: Whether all bytes were looked at: no quote is misplaced.
bool structure_scan(
    enum structure_kernel kernel, const uint8_t *bytes, uint32_t count, uint8_t delimiter,
    struct structure_index *index);

/// The bytes of a cell, `offset` counted from a base that all cells of a batch share.
struct structure_cell {
    uint32_t offset;
    uint32_t length;
};

/// Where a record began: its place in the window, and how many lines and records came before it.
struct structure_mark {
    uint32_t start;
    uint32_t line;
    uint32_t ordinal;
};

/// Slots in a row that hold fields in a row.
struct structure_run {
    uint32_t slot;
    uint32_t column;
    uint32_t count;
};

/// What records must look like and which of their fields are wanted.
struct structure_layout {
    /// How many fields a record has: at least 1.
    uint32_t width;
    /// How many raw bytes it may have, its line end not counted.
    uint32_t limit;
    /// How many cells are kept of each record.
    uint32_t slots;
    /// For each slot the field that it holds, below `width`.
    const uint32_t *columns;
    /// For each slot the first slot that holds the same field.
    const uint32_t *twins;
    /// The same columns as runs, in the order of the slots.
    const struct structure_run *runs;
    uint32_t run_count;
    uint8_t delimiter;
    /// Whether records that may have swallowed lines are left to the caller.
    bool watches_swallowed_lines;
};

/// How many cells are written at once at most.
#define STRUCTURE_LANES 16u

/// A segment that is being cut: what it is, how far the cut has come, and where records go.
struct structure_cutting {
    /// What cells' offsets count from.
    uint8_t *base;
    /// The segment's place from there, and in the window.
    uint32_t segment;
    uint32_t segment_in_window;
    /// How many bytes of the window there are from the segment's start on.
    uint32_t available;

    /// The place in the segment where the next record starts.
    uint32_t start;
    /// Its first separator and its line end.
    uint32_t separator;
    uint32_t line_end;
    /// Lines and records so far.
    uint32_t line;
    uint32_t ordinal;

    /// Room for as many records as the index has separators, divided by the width; and for STRUCTURE_LANES more cells.
    struct structure_cell *cells;
    struct structure_mark *marks;
    /// How many records have been cut.
    uint32_t count;
    /// Where, from the base, bytes with quotes undone go: at most as many as the segment has.
    uint32_t undone;
};

/// Cuts records until the index ends or a record is met that is left to the caller.
///
/// - Returns: Whether the index ended. If not, `start` is the place of the record that is left.
bool structure_cut(
    enum structure_kernel kernel, const struct structure_index *index, const struct structure_layout *layout,
    struct structure_cutting *cutting);

/// Steps over the record that was left to the caller, if its end is where the caller says the next record starts.
///
/// - Returns: False if it is not: then the index says nothing about what follows.
bool structure_resume(const struct structure_index *index, struct structure_cutting *cutting, uint32_t next);

#endif
