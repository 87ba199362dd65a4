// Which kernel runs: every one that was compiled in, if the processor can.

#include "chunk.h"

bool structure_is_supported(enum structure_kernel kernel) {
    switch (kernel) {
    case STRUCTURE_PORTABLE:
        return true;
    case STRUCTURE_AVX2:
#if defined(__x86_64__)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
            && __builtin_cpu_supports("popcnt");
#else
        return false;
#endif
    case STRUCTURE_AVX512:
#if defined(__x86_64__)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vbmi2") && structure_is_supported(STRUCTURE_AVX2);
#else
        return false;
#endif
    case STRUCTURE_NEON:
#if defined(__aarch64__)
        return true;
#else
        return false;
#endif
    }
    return false;
}

bool structure_scan(
    enum structure_kernel kernel, const uint8_t *bytes, uint32_t count, uint8_t delimiter,
    struct structure_index *index) {
    switch (kernel) {
#if defined(__x86_64__)
    case STRUCTURE_AVX2:
        return structure_scan_avx2(bytes, count, delimiter, index);
    case STRUCTURE_AVX512:
        return structure_scan_avx512(bytes, count, delimiter, index);
#endif
#if defined(__aarch64__)
    case STRUCTURE_NEON:
        return structure_scan_neon(bytes, count, delimiter, index);
#endif
    default:
        return structure_scan_portable(bytes, count, delimiter, index);
    }
}

bool structure_has_odd_quotes(const uint8_t *bytes, size_t count) {
    // Parities of bytes side by side, in a form that compilers turn into vector instructions.
    uint8_t parities[32] = {0};
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        for (size_t lane = 0; lane < 32; lane++) parities[lane] ^= bytes[i + lane] == '"';
    }
    uint8_t is_odd = 0;
    for (; i < count; i++) is_odd ^= bytes[i] == '"';
    for (size_t lane = 0; lane < 32; lane++) is_odd ^= parities[lane];
    return is_odd;
}
