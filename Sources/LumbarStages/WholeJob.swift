// The main job with a choice of instructions, which the program itself does not offer.

internal import Cohort
internal import CSVReading
internal import Dialects
internal import RuleSetFiles
internal import RuleSets

/// The main job on one thread: everything that `lumbar summarise` does but printing.
public enum WholeJob {
    /// Summarises a cohort file.
    ///
    /// - Parameters:
    ///   - path: The file, or `-` for standard input.
    ///   - kernel: The instructions to use.
    ///   - recognises: Whether the file's compression, encoding and dialect are found out first, and its text is checked, as the program does.
    /// - Returns: How many records were read and how many rejected.
    /// - Throws: What the program reports as an error.
    public static func summarise(
        path: String,
        kernel: StageKernel,
        recognises: Bool = false
    ) throws -> (read: Int, rejected: Int) {
        guard let ruleSet = RuleSetFile.builtInWithoutFlags.ruleSet else {
            throw StageError(description: "no built-in rule set")
        }
        var options = RunOptions()
        options.groups = ruleSet.summariseBy
        options.kernel = kernel.column
        options.reading.kernel = kernel.structure
        let file = path == "-" ? ByteSource.standardInput : .file(path: path)
        let source = recognises ? file.recognised() : file
        let result = try CohortRun(ruleSet, sources: [source], options: options, needsRecordID: false).run()
        return (result.recordsRead, result.recordsRejected)
    }
}
