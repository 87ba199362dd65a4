// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that building Lumbar does not pay for its benchmarks.
let package = Package(
    name: "lumbar-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "lumbar", path: ".."),
        // Without traits it needs no jemalloc; its malloc counts then say nothing, and are not asked for.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        // `make bench`: one benchmark per stage, and the whole jobs.
        .executableTarget(
            name: "Lumbar",
            dependencies: [
                .product(name: "LumbarKit", package: "lumbar"),
                .product(name: "LumbarStages", package: "lumbar"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Lumbar",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
        // One measurement as one line of JSON, for the scripts in `Scaling`.
        .executableTarget(
            name: "stage",
            dependencies: [.product(name: "LumbarStages", package: "lumbar")],
            path: "Stage"
        ),
    ]
)
