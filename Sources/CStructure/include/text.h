// What bytes are as text: how many quotes they have, how far they are UTF-8, and how many lines end in them.

#ifndef LUMBAR_TEXT_H
#define LUMBAR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether the number of quotes in `bytes` is odd.
bool text_has_odd_quotes(const uint8_t *bytes, size_t count);

/// What a glance at a stretch of bytes tells.
struct text_glance {
    /// Whether the number of quotes is odd.
    bool has_odd_quotes;
    /// Whether the bytes are UTF-8 (Unicode, table 3-7), no character being cut off at their end.
    bool is_utf8;
};

/// Counts quotes and checks characters in one pass. Linear in the bytes, ASCII 64 bytes at a time.
struct text_glance text_glance(const uint8_t *bytes, size_t count);

/// How many bytes are control characters that text hardly has: all below 0x20 but tab, LF, VT, FF, CR and ESC, and 0x1A, which ends old DOS files.
/// Linear in the bytes, 32 at a time.
size_t text_control_count(const uint8_t *bytes, size_t count);

/// What was found in a stretch of bytes.
struct text_survey {
    /// The place of the first byte with which no well-formed character begins that ends within the bytes; their number if there is none.
    size_t end;
    /// How many line ends (LF, CRLF, CR) there are up to there.
    size_t line_ends;
    /// How many characters up to there are not ASCII.
    size_t characters;
};

/// Looks through bytes for what is not UTF-8 (Unicode, table 3-7), counting line ends on the way.
///
/// A CR that comes last counts, and an LF that comes first does not, if `before`, the byte before it, is a CR: what is counted piece by piece
/// is thus what would be counted at once. Linear in the bytes, ASCII 64 bytes at a time.
struct text_survey text_survey(const uint8_t *bytes, size_t count, uint8_t before);

#endif
