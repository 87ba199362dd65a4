// Wrong usage that shows only while a command runs, said with the help that tells what is right.

import ArgumentParser

extension ParsableCommand {
    /// Runs the command; wrong usage that it finds is thrown as a failure that names the command's own help. The argument parser knows the command of
    /// what it finds itself, but not of an error thrown later, for which it would name the help of the whole program.
    mutating func runNamingItsHelp() throws {
        do {
            try run()
        } catch let error as ValidationError {
            let name = Lumbar.invocation(of: Self.self) ?? "lumbar"
            throw Failure(.usage, "\(error.message)\nSee '\(name) --help' for more information.")
        }
    }
}

extension ParsableCommand {
    /// How a command is called, with this one before it: `lumbar chart flow`; nil if it is not among this command's.
    static func invocation(of command: any ParsableCommand.Type) -> String? {
        let own = configuration.commandName ?? _commandName
        if command == self { return own }
        return configuration.subcommands.lazy.compactMap { $0.invocation(of: command) }.first.map { "\(own) \($0)" }
    }
}
