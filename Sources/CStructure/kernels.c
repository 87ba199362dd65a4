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
