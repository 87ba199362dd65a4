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
            && __builtin_cpu_supports("avx512vl")
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

// Runs a kernel's own function.
#if defined(__x86_64__)
#define LUMBAR_RUN(name, ...) \
    switch (kernel) { \
    case STRUCTURE_AVX2: return name##_avx2(__VA_ARGS__); \
    case STRUCTURE_AVX512: return name##_avx512(__VA_ARGS__); \
    default: return name##_portable(__VA_ARGS__); \
    }
#elif defined(__aarch64__)
#define LUMBAR_RUN(name, ...) \
    switch (kernel) { \
    case STRUCTURE_NEON: return name##_neon(__VA_ARGS__); \
    default: return name##_portable(__VA_ARGS__); \
    }
#else
#define LUMBAR_RUN(name, ...) \
    (void)kernel; \
    return name##_portable(__VA_ARGS__);
#endif

bool structure_scan(
    enum structure_kernel kernel, const uint8_t *bytes, uint32_t count, uint8_t delimiter,
    struct structure_index *index) {
    LUMBAR_RUN(structure_scan, bytes, count, delimiter, index)
}

bool structure_cut(
    enum structure_kernel kernel, const struct structure_index *index, const struct structure_layout *layout,
    struct structure_cutting *cutting) {
    LUMBAR_RUN(structure_cut, index, layout, cutting)
}

// Parities of bytes side by side, in a form that compilers turn into vector instructions.
static inline __attribute__((always_inline)) bool odd_quotes_with(const uint8_t *bytes, size_t count) {
    uint8_t parities[64] = {0};
    size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        for (size_t lane = 0; lane < 64; lane++) parities[lane] ^= bytes[i + lane] == '"';
    }
    uint8_t is_odd = 0;
    for (; i < count; i++) is_odd ^= bytes[i] == '"';
    for (size_t lane = 0; lane < 64; lane++) is_odd ^= parities[lane];
    return is_odd;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static bool odd_quotes_avx2(const uint8_t *bytes, size_t count) {
    return odd_quotes_with(bytes, count);
}
#endif

bool structure_has_odd_quotes(const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
    if (structure_is_supported(STRUCTURE_AVX2)) return odd_quotes_avx2(bytes, count);
#endif
    return odd_quotes_with(bytes, count);
}
