// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "lumbar",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "lumbar", targets: ["lumbar"]),
        .library(name: "LumbarKit", targets: ["LumbarKit"]),
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
        .target(name: "CBoostMath"),
        .target(name: "Statistics", dependencies: ["CBoostMath"]),
        .testTarget(
            name: "StatisticsTests",
            dependencies: ["CBoostMath", "Statistics"],
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
        .target(name: "Cohort", dependencies: ["Codebook", "Columns", "CSVReading", "FEEL", "Prevalence", "RuleSets"]),
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
        .target(
            name: "Reporting",
            dependencies: [
                "Codebook", "Cohort", "Figures", "Statistics", "Columns", "CSVReading", "FEEL", "Prevalence",
                "RuleSets",
            ]
        ),
        .target(name: "Dialects", dependencies: ["CSVReading", "CStructure", "CZlib", "CZstandard"]),
        .testTarget(name: "DialectsTests", dependencies: ["CSVReading", "Dialects"]),
        .target(name: "Synthesis"),
        .target(
            name: "LumbarKit",
            dependencies: [
                "Codebook", "Cohort", "CSVReading", "Dialects", "Prevalence", "Reporting", "RuleSetFiles", "RuleSets",
            ]
        ),
        .testTarget(name: "LumbarKitTests", dependencies: ["LumbarKit"]),
        .testTarget(name: "CodebookTests", dependencies: ["Codebook", "Columns"]),
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
        .testTarget(name: "lumbarTests", dependencies: ["lumbar"], exclude: ["Golden", "Oracle"]),
        .testTarget(name: "CSVReadingTests", dependencies: ["CLibCSV", "Columns", "CSVReading"]),
        .executableTarget(
            name: "lumbar",
            dependencies: [
                "Codebook", "Cohort", "CSVReading", "Dialects", "FEEL", "Figures", "Statistics", "Disclosure",
                "Prevalence", "Reporting", "RuleSetFiles", "RuleSets", "Synthesis",
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
