// The elementary functions that formulas here use. This is the only file that sees the C library.

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// e to the power of `x`.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }

/// The log odds of a share between 0 and 1.
func logit(_ p: Double) -> Double { log(p / (1 - p)) }

/// The share whose log odds are `x`.
func expit(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
