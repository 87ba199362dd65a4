// swift-tools-version: 6.1

import PackageDescription

let package = Package(
    name: "lumbar",
    platforms: [.macOS(.v15)],
    products: [
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
        .testTarget(name: "FEELTests", dependencies: ["FEEL", "Columns"]),
    ]
)

for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ]
}
