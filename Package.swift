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
        .target(name: "Columns"),
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
        .target(name: "Prevalence", dependencies: ["Codebook", "Columns", "FEEL", "RuleSets"]),
        .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"]), .brew(["libcsv"])]),
        .target(name: "CStructure"),
        .testTarget(name: "CStructureTests", dependencies: ["CStructure"]),
        .target(name: "CSVReading", dependencies: ["CLibCSV", "Columns", "CStructure"]),
        .target(
            name: "Cohort",
            dependencies: [
                "Codebook", "Columns", "CSVReading", "Exports", "FEEL", "Mappings", "Prevalence", "RuleSets",
            ]
        ),
        .target(
            name: "Reporting",
            dependencies: [
                "Codebook", "Cohort", "Columns", "CSVReading", "Exports", "FEEL", "Prevalence", "RuleSets",
            ]
        ),
        .target(name: "Exports", dependencies: ["Codebook", "CSVReading"]),
        .testTarget(name: "ExportsTests", dependencies: ["Codebook", "CSVReading", "Exports"]),
        .target(name: "Mappings", dependencies: ["Codebook", "Columns", "CSVReading", "Exports", "FEEL", "RuleSets"]),
        .target(name: "Synthesis"),
        .target(
            name: "LumbarKit",
            dependencies: [
                "Codebook", "Cohort", "CSVReading", "Prevalence", "Reporting", "RuleSetFiles", "RuleSets",
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
            dependencies: ["Codebook", "Columns", "FEEL", "Prevalence", "RuleSets", "RuleSetFiles"]
        ),
        .testTarget(
            name: "CohortTests",
            dependencies: [
                "Codebook", "Cohort", "CSVReading", "Prevalence", "Reporting", "RuleSets", "RuleSetFiles", "Synthesis",
            ]
        ),
        .testTarget(name: "lumbarTests", dependencies: ["lumbar"], exclude: ["Golden", "Oracle"]),
        .testTarget(name: "CSVReadingTests", dependencies: ["CLibCSV", "Columns", "CSVReading"]),
        .executableTarget(
            name: "lumbar",
            dependencies: [
                "Codebook", "Cohort", "CSVReading", "Exports", "FEEL", "MappingFiles", "Mappings", "Reporting",
                "RuleSetFiles",
                "RuleSets",
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
