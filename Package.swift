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
        .target(name: "YAMLReading", dependencies: ["FEEL", "RuleSets", .product(name: "Yams", package: "Yams")]),
        .target(
            name: "MappingFiles",
            dependencies: [
                "Codebook", "Exports", "FEEL", "Mappings", "RuleSets", "YAMLReading",
                .product(name: "Yams", package: "Yams"),
            ]
        ),
        .testTarget(
            name: "MappingFilesTests",
            dependencies: [
                "Codebook", "Columns", "CSVReading", "Exports", "MappingFiles", "Mappings", "RuleSets", "RuleSetFiles",
            ]
        ),
        .target(
            name: "RuleSetFiles",
            dependencies: [
                "Codebook", "FEEL", "RuleSets", "YAMLReading",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            resources: [.embedInCode("back-pain-after-training.yaml")]
        ),
        .testTarget(name: "RuleSetFilesTests", dependencies: ["Codebook", "FEEL", "RuleSets", "RuleSetFiles"]),
        .target(name: "CBoostMath"),
        .target(name: "Statistics", dependencies: ["CBoostMath", "Columns"]),
        .testTarget(
            name: "StatisticsTests",
            dependencies: ["CBoostMath", "Columns", "Statistics"],
            exclude: ["Fixtures", "Oracle"]
        ),
        .target(name: "Disclosure"),
        .testTarget(name: "DisclosureTests", dependencies: ["Disclosure"], exclude: ["Fixtures", "Oracle"]),
        .target(name: "Prevalence", dependencies: ["Codebook", "Columns", "FEEL", "RuleSets", "Statistics"]),
        .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"]), .brew(["libcsv"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CZstandard", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(name: "CStructure"),
        .testTarget(name: "CStructureTests", dependencies: ["CStructure"]),
        .target(name: "CSVReading", dependencies: ["CLibCSV", "Columns", "CStructure"]),
        .target(
            name: "Cohort",
            dependencies: [
                "Codebook", "Columns", "CSVReading", "Exports", "FEEL", "Mappings", "Prevalence", "RuleSets",
                "Statistics",
            ]
        ),
        .target(
            name: "Figures",
            dependencies: ["Codebook", "Disclosure", "Prevalence", "RuleSets", "Statistics"]
        ),
        .testTarget(
            name: "FiguresTests",
            dependencies: [
                "Cohort", "CSVReading", "Figures", "Prevalence", "RuleSets", "RuleSetFiles", "Statistics", "Synthesis",
            ]
        ),
        .target(name: "Markup"),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"]),
        .target(name: "Charts"),
        .testTarget(name: "ChartsTests", dependencies: ["Charts"]),
        .target(
            name: "Reporting",
            dependencies: [
                "Charts", "Codebook", "Cohort", "Columns", "CSVReading", "Exports", "FEEL", "Figures", "Mappings",
                "Markup", "Prevalence", "RuleSets", "Statistics",
            ],
            resources: [.embedInCode("Page/report.css"), .embedInCode("Page/report.js")]
        ),
        .target(name: "Dialects", dependencies: ["CSVReading", "CStructure", "CZlib", "CZstandard"]),
        .testTarget(name: "DialectsTests", dependencies: ["CSVReading", "Dialects"]),
        .target(name: "Exports", dependencies: ["Codebook", "CSVReading"]),
        .testTarget(name: "ExportsTests", dependencies: ["Codebook", "CSVReading", "Exports"]),
        .target(name: "Mappings", dependencies: ["Codebook", "Columns", "CSVReading", "Exports", "FEEL", "RuleSets"]),
        .target(name: "Synthesis"),
        .target(
            name: "LumbarKit",
            dependencies: [
                "Codebook", "Cohort", "CSVReading", "Dialects", "Prevalence", "Reporting", "RuleSetFiles", "RuleSets",
            ]
        ),
        .target(
            name: "LumbarStages",
            dependencies: [
                "Codebook", "Cohort", "Columns", "CSVReading", "CStructure", "Dialects", "FEEL", "Prevalence",
                "RuleSetFiles", "RuleSets",
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
            dependencies: ["Codebook", "Columns", "FEEL", "Prevalence", "RuleSets", "RuleSetFiles", "Statistics"]
        ),
        .testTarget(
            name: "CohortTests",
            dependencies: [
                "Codebook", "Cohort", "Columns", "Figures", "CSVReading", "Prevalence", "Reporting", "RuleSets",
                "RuleSetFiles",
                "Synthesis",
            ]
        ),
        .testTarget(
            name: "lumbarTests",
            dependencies: ["lumbar", .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["Golden", "Oracle", "Browser"]
        ),
        .testTarget(name: "CSVReadingTests", dependencies: ["CLibCSV", "Columns", "CSVReading"]),
        .executableTarget(
            name: "lumbar",
            dependencies: [
                "Charts", "Codebook", "Cohort", "CSVReading", "Dialects", "Disclosure", "Exports", "FEEL", "Figures",
                "MappingFiles", "Mappings", "Prevalence", "Reporting", "RuleSetFiles", "RuleSets", "Statistics",
                "Synthesis",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .testTarget(name: "SynthesisTests", dependencies: ["Synthesis"]),
        .testTarget(name: "FEELTests", dependencies: ["FEEL", "Columns"]),
    ],
    cxxLanguageStandard: .cxx17
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
