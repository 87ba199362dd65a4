// Every error as one line of text and an exit code.

import ArgumentParser
import CSVReading
import Cohort
import Disclosure
import Reporting
import RuleSets
import Statistics

/// Why the program ends without success.
struct Failure: Error {
    /// The exit codes of the contract.
    enum Code: Int32 {
        case success = 0
        case usage = 64
        case unusableData = 65
        case cannotOpenInput = 66
        case internalError = 70
        case cannotCreateOutput = 73
        case inputOutput = 74
        case interrupted = 130
    }

    /// The exit code.
    var code: Code
    /// What to say; nil where nothing needs to be said.
    var message: String?

    init(_ code: Code, _ message: String?) {
        self.code = code
        self.message = message
    }

    /// A reader that closed the pipe early got what it wanted.
    static let readerLeft = Failure(.success, nil)

    /// The failure that an error means; nil for those that the argument parser handles itself.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as InputError:
            let code: Code =
                switch error.kind {
                case .cannotOpen: .cannotOpenInput
                case .readFailed: .inputOutput
                case .unusable: .unusableData
                }
            self.init(code, harmless(error.description))
        case let error as RunError:
            let place = [
                error.path, error.line.map(String.init), error.line == nil ? nil : error.column.map(String.init),
            ]
            .compactMap(\.self).joined(separator: ":")
            self.init(.unusableData, harmless(place.isEmpty ? error.message : "\(place): \(error.message)"))
        case let error as RuleSetError: self.init(.usage, harmless(error.message))
        case let error as DisclosureError: self.init(.unusableData, error.message)
        case let error as StatisticsError: self.init(.unusableData, error.message)
        case is CleanExit, is ValidationError, is ExitCode: return nil
        default:
            // Everything else that the argument parser throws carries its own exit code.
            if String(reflecting: type(of: error)).hasPrefix("ArgumentParser.") { return nil }
            self.init(.internalError, "an internal error: \(error); please report this")
        }
    }
}
