// `NumberCheck [COUNT]`: a hundred million texts, or another count, on all cores.

internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

@main
struct Main {
    static func main() {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000_000
        let share = 1_000_000
        let found = Mutex((differences: [String](), numbers: 0))
        let start = ContinuousClock().now
        DispatchQueue.concurrentPerform(iterations: max(1, count / share)) { seed in
            var check = NumberCheck(seed: UInt64(seed))
            check.run(min(share, count))
            found.withLock {
                $0.differences += check.differences
                $0.numbers += check.numbers
            }
        }
        let (differences, numbers) = found.withLock { $0 }
        for difference in differences { print(difference) }
        print(
            "\(count) texts, \(numbers) of them numbers: \(differences.count) read unlike strtod reads them;",
            "\((ContinuousClock().now - start).components.seconds) s"
        )
        exit(differences.isEmpty ? 0 : 1)
    }
}
