// What bytes are as text: whether they are ASCII, and how many lines end in them.

#ifndef LUMBAR_TEXT_H
#define LUMBAR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether every byte is below 0x80.
bool text_is_ascii(const uint8_t *bytes, size_t count);

// How many line ends (LF, CRLF, CR) there are, a CR that comes last counted and an LF that comes first not, if the byte before it,
// `before`, is a CR: what is counted piece by piece is thus the same as what is counted at once.
size_t text_line_ends(const uint8_t *bytes, size_t count, uint8_t before);

#endif
