// What the kernels share: the masks of 64 bytes, one bit per byte, the first byte's the lowest.

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
#if defined(__x86_64__)
bool structure_scan_avx2(const uint8_t *, uint32_t count, uint8_t delimiter, struct structure_index *);
bool structure_scan_avx512(const uint8_t *, uint32_t count, uint8_t delimiter, struct structure_index *);
#endif
#if defined(__aarch64__)
bool structure_scan_neon(const uint8_t *, uint32_t count, uint8_t delimiter, struct structure_index *);
#endif

#endif
