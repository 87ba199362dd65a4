// What the kernels share: the masks of 64 bytes, one bit per byte, the first byte's the lowest, and what is rare in a cut.

#ifndef LUMBAR_CHUNK_H
#define LUMBAR_CHUNK_H

#include <stdint.h>

#include "structure.h"

#define CHUNK 64u

struct chunk {
    uint64_t quotes;
    uint64_t delimiters;
    uint64_t feeds;
    uint64_t returns;
    uint64_t blanks;
};

bool structure_scan_portable(const uint8_t *, uint32_t count, uint8_t delimiter, struct structure_index *);
bool structure_cut_portable(const struct structure_index *, const struct structure_layout *, struct structure_cutting *);
#if defined(__x86_64__)
bool structure_scan_avx2(const uint8_t *, uint32_t count, uint8_t delimiter, struct structure_index *);
bool structure_cut_avx2(const struct structure_index *, const struct structure_layout *, struct structure_cutting *);
bool structure_scan_avx512(const uint8_t *, uint32_t count, uint8_t delimiter, struct structure_index *);
bool structure_cut_avx512(const struct structure_index *, const struct structure_layout *, struct structure_cutting *);
#endif
#if defined(__aarch64__)
bool structure_scan_neon(const uint8_t *, uint32_t count, uint8_t delimiter, struct structure_index *);
bool structure_cut_neon(const struct structure_index *, const struct structure_layout *, struct structure_cutting *);
#endif

/// The index after a line end, CR and LF being one.
static inline uint32_t structure_after_line_end(const uint8_t *bytes, uint32_t end, uint32_t available) {
    bool is_pair = bytes[end] == '\r' && end + 1 < available && bytes[end + 1] == '\n';
    return end + 1 + is_pair;
}

/// Whether nothing but blanks is between two separators, where delimiters are none.
bool structure_is_blank_line(const uint8_t *bytes, uint32_t start, uint32_t end);

/// Writes the cells of a record's hard fields over what was written for them. `ends` are the record's entries.
void structure_keep_hard_cells(
    const uint32_t *ends, const struct structure_layout *, struct structure_cutting *, struct structure_cell *cells);

#endif
