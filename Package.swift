// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "lumbar",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "lumbar", targets: ["lumbar"]),
        .library(name: "LumbarKit", targets: ["LumbarKit"]),
        // For the package in Benchmarks; nothing else builds it.
        .library(name: "LumbarStages", targets: ["LumbarStages"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "CColumnKernels"),
        .target(name: "Columns", dependencies: ["CColumnKernels"]),
        .testTarget(name: "ColumnsTests", dependencies: ["Columns"]),
        .target(name: "FEEL", dependencies: ["Columns"]),
        .target(name: "Codebook", dependencies: ["Columns"]),
        .target(name: "RuleSets", dependencies: ["Codebook", "Columns", "FEEL"]),
        .target(
            name: "RuleSetFiles",
            dependencies: [
                "Codebook", "FEEL", "RuleSets",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.embedInCode("back-pain-after-training.yaml")]
        ),
        .testTarget(name: "RuleSetFilesTests", dependencies: ["Codebook", "FEEL", "RuleSets", "RuleSetFiles"]),
        .target(name: "Prevalence", dependencies: ["Codebook", "Columns", "FEEL", "RuleSets"]),
        .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"]), .brew(["libcsv"])]),
        .target(name: "CStructure"),
        .testTarget(name: "CStructureTests", dependencies: ["CStructure"]),
        .target(name: "CSVReading", dependencies: ["CLibCSV", "Columns", "CStructure"]),
        .target(name: "Cohort", dependencies: ["Codebook", "Columns", "CSVReading", "FEEL", "Prevalence", "RuleSets"]),
        .target(
            name: "Reporting",
            dependencies: ["Codebook", "Cohort", "Columns", "CSVReading", "FEEL", "Prevalence", "RuleSets"]
        ),
        .target(name: "Exports", dependencies: ["CSVReading"]),
        .testTarget(name: "ExportsTests", dependencies: ["CSVReading", "Exports"]),
        .target(name: "Synthesis"),
        .target(
            name: "LumbarKit",
            dependencies: [
                "Codebook", "Cohort", "CSVReading", "Prevalence", "Reporting", "RuleSetFiles", "RuleSets",
            ]
        ),
        .target(
            name: "LumbarStages",
            dependencies: [
                "Codebook", "Cohort", "Columns", "CSVReading", "CStructure", "FEEL", "Prevalence", "RuleSetFiles",
                "RuleSets",
            ]
        ),
        .testTarget(name: "LumbarStagesTests", dependencies: ["LumbarStages"]),
        .testTarget(name: "LumbarKitTests", dependencies: ["LumbarKit"]),
        // `make check-linkage`.
        .executableTarget(
            name: "EngineLinkage",
            dependencies: ["Cohort", "CSVReading", "Exports", "Reporting", "Synthesis"],
            path: "Tests/EngineLinkage"
        ),
        // `make check-numbers`; a part of it is among the tests.
        .executableTarget(name: "NumberCheck", dependencies: ["Codebook", "Columns"], path: "Tests/NumberCheck"),
        .testTarget(name: "CodebookTests", dependencies: ["Codebook", "Columns", "NumberCheck"]),
        .testTarget(
            name: "RuleSetsTests",
            dependencies: ["Codebook", "Columns", "FEEL", "RuleSets", "RuleSetFiles"]
        ),
        .testTarget(
            name: "PrevalenceTests",
            dependencies: ["Codebook", "Columns", "FEEL", "Prevalence", "RuleSets", "RuleSetFiles"]
        ),
        .testTarget(
            name: "CohortTests",
            dependencies: [
                "Codebook", "Cohort", "Columns", "CSVReading", "Prevalence", "Reporting", "RuleSets", "RuleSetFiles",
                "Synthesis",
            ]
        ),
        .testTarget(name: "lumbarTests", dependencies: ["lumbar"], exclude: ["Golden", "Oracle"]),
        .testTarget(name: "CSVReadingTests", dependencies: ["CLibCSV", "Columns", "CSVReading"]),
        .executableTarget(
            name: "lumbar",
            dependencies: [
                "Codebook", "Cohort", "CSVReading", "Exports", "FEEL", "Reporting", "RuleSetFiles", "RuleSets",
                "Synthesis",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .testTarget(name: "SynthesisTests", dependencies: ["Synthesis"]),
        .testTarget(name: "FEELTests", dependencies: ["FEEL", "Columns"]),
    ]
)

// The settings that every target shares. CI turns warnings into errors; a user's newer compiler must not.
let isStrict = Context.environment["LUMBAR_WARNINGS_AS_ERRORS"] != nil
for target in package.targets where target.type != .system {
    target.swiftSettings =
        [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])
}
