// REDCap's data dictionary: what each field of a project is called, which codes it has and what they mean.

package import CSVReading
internal import Codebook
internal import Synchronization

/// A data dictionary, as downloaded from REDCap's Online Designer or its API.
package struct DataDictionary: Sendable {
    /// One field.
    package struct Field: Sendable {
        /// The name that headers use.
        package var name: String
        /// The instrument.
        package var form: String
        /// `text`, `radio`, `checkbox` and so on.
        package var type: String
        /// The question.
        package var label: String
        /// The codes and their labels.
        package var choices: [(code: String, label: String)]
        /// What a text must be, such as `number_comma_decimal`.
        package var validation: String
        /// The least and the greatest number that can be entered.
        package var minimum: Double?
        package var maximum: Double?
    }

    /// The file, for messages.
    package let path: String
    /// The fields, in the file's order.
    package let fields: [Field]
    private let places: [String: Int]

    /// The field of a name.
    package func field(_ name: String) -> Field? { places[name].map { fields[$0] } }

    /// The names of columns, as normalised spellings, in the order of a field's parts.
    private static let columnNames: [Set<String>] = [
        ["variablefieldname", "fieldname"], ["formname"], ["fieldtype"], ["fieldlabel"],
        ["choicescalculationsorsliderlabels", "selectchoicesorcalculations", "choicesorcalculations"],
        ["textvalidationtypeorshowslidernumber"], ["textvalidationmin"], ["textvalidationmax"],
    ]

    /// Whether a header is that of a data dictionary.
    package static func isDictionary(_ header: [String]) -> Bool {
        let spellings = Set(header.map(normalisedSpelling))
        return [0, 2, 4].allSatisfy { !columnNames[$0].isDisjoint(with: spellings) }
    }

    /// Reads a dictionary.
    ///
    /// - Throws: ``InputError``: the file cannot be read, or is no data dictionary.
    package init(_ source: ByteSource) throws(InputError) {
        let path = source.name
        var rows: [[String]] = []
        do {
            let reader = try CohortReader([source]) { header, _, path in
                let spellings = header.names.map(normalisedSpelling)
                let columns = Self.columnNames.map { names in spellings.firstIndex { names.contains($0) } }
                guard let name = columns[0], columns[2] != nil || columns[3] != nil else {
                    throw InputError(
                        .unusable,
                        path: path,
                        line: header.line,
                        message:
                            "this is no REDCap data dictionary: it has no columns 'Variable / Field Name' and 'Field Type'; "
                            + "download it in REDCap under Data Dictionary"
                    )
                }
                // A column that is not there is read as another and cleared below.
                return columns.map { $0 ?? name } + [name]
            }
            var worker = reader.makeWorker()
            while let block = try worker.next() {
                for run in block.runs {
                    for record in 0..<run.count {
                        rows.append(
                            block.layout.columns.indices.map { slot in
                                let isThere = slot == 0 || block.layout.columns[slot] != block.layout.columns[0]
                                let cell = run.cell(record: record, slot: slot)
                                return isThere ? trimmedText(String(decoding: cell, as: UTF8.self)) : ""
                            }
                        )
                    }
                }
            }
        } catch let error as InputError {
            throw error
        } catch {
            throw InputError(.unusable, path: path, message: "the dictionary cannot be read: \(error)")
        }
        self.path = path
        fields = rows.filter { !$0[0].isEmpty }.map(Self.field)
        places = Dictionary(fields.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    private static func field(_ cells: [String]) -> Field {
        Field(
            name: cells[0],
            form: cells[1],
            type: cells[2],
            label: plainText(cells[3]),
            choices: ["radio", "dropdown", "checkbox", "select"].contains(cells[2]) ? choices(cells[4]) : [],
            validation: cells[5],
            minimum: bound(cells[6]),
            maximum: bound(cells[7])
        )
    }

    /// A bound of the range, which may have a decimal comma; nil for dates and names of other fields.
    private static func bound(_ text: String) -> Double? {
        let number = Double(text.contains(".") ? text : text.replacing(",", with: "."))
        return number.flatMap { $0.isFinite ? $0 : nil }
    }

    /// `0, Female | 1, Male`.
    private static func choices(_ text: String) -> [(code: String, label: String)] {
        text.split(separator: "|").compactMap { choice in
            guard let comma = choice.firstIndex(of: ",") else { return nil }
            let label = choice[choice.index(after: comma)...]
            return (trimmedText(String(choice[..<comma])), plainText(trimmedText(String(label))))
        }
    }

    /// A label without the HTML that people style it with.
    private static func plainText(_ text: String) -> String {
        guard text.contains("<") else { return text }
        var result = ""
        var isInsideTag = false
        for character in text {
            if character == "<" { isInsideTag = true }
            if !isInsideTag { result.append(character) }
            if character == ">" { isInsideTag = false }
        }
        return trimmedText(result)
    }

    /// What is wrong with using the dictionary for a file of some layout; nil if it describes the file.
    package func mismatch(with layout: Layout) -> String? {
        let names = layout.questions.filter { !$0.isPlatforms }.compactMap(\.names.first?.text)
        let known = names.filter { places[$0] != nil }
        let hasID = fields.first.map { names.contains($0.name) } ?? false
        guard !hasID || 2 * known.count < names.count else { return nil }
        let first = fields.first.map { $0.name } ?? ""
        let id = hasID ? "" : ", and its record id '\(first)' is none of them"
        return "the dictionary \(path) describes \(known.count) of the \(names.count) columns\(id); "
            + "is it of another project? Download the dictionary of the project that the data are from"
    }
}

extension Layout {
    /// Gives questions and options the labels of a data dictionary.
    package mutating func add(_ dictionary: DataDictionary) {
        updateQuestions { question in
            guard let name = question.names.first?.text, let field = dictionary.field(name), !question.isPlatforms
            else { return }
            if !field.label.isEmpty { question.names.append(Question.Name(field.label, .label)) }
            for index in question.options.indices {
                let code = question.options[index].names.first ?? ""
                // Headers have codes in lower case.
                if let choice = field.choices.first(where: { $0.code.lowercased() == code.lowercased() }) {
                    question.options[index].names.append(choice.label)
                }
            }
        }
    }
}
