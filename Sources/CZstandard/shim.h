// Zstandard as the system installed it.
#include <zstd.h>
#include <zstd_errors.h>
