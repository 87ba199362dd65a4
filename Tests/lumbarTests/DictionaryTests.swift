// What REDCap's data dictionary says of ranges, decimals and projects.

import Foundation
import Testing

@Suite("Data dictionaries")
struct DictionaryTests {
    private static let header =
        "Variable / Field Name,Form Name,Field Type,Field Label,\"Choices, Calculations, OR Slider Labels\","
        + "Text Validation Type OR Show Slider Number,Text Validation Min,Text Validation Max\n"

    /// Validates a file with a dictionary of these fields: how many answers each variable has, of each kind of missing, and what standard error said.
    private func validate(
        _ fields: String,
        _ data: String,
        _ options: String = ""
    ) throws -> (variables: [String: [String: Int]], run: CommandLine) {
        let folder = try ScratchFolder()
        try folder.write((Self.header + fields).utf8, to: "dictionary.csv")
        try folder.write(data.utf8, to: "data.csv")
        let run = try CommandLine(
            "lumbar validate $TMP/data.csv --dictionary $TMP/dictionary.csv --format json \(options)",
            in: folder
        )
        let json = try? JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any]
        var found: [String: [String: Int]] = [:]
        for variable in json?["variables"] as? [[String: Any]] ?? [] {
            guard let id = variable["variable"] as? String, let answered = variable["answered"] as? Int else {
                continue
            }
            found[id] = (variable["missing"] as? [String: Int] ?? [:]).merging(["answered": answered]) { $1 }
        }
        return (found, run)
    }

    @Test("A narrower range of the dictionary holds, in the unit of the cells; a wider one does not")
    func ranges() throws {
        let (variables, run) = try validate(
            """
            record_id,a,text,Id,,,,
            age,a,text,Age,,integer,18,99
            weight,a,text,Weight,,number,0,1000
            height,a,text,Height (m),,number_2dp_comma_decimal,"1,3","2,15"
            pain_severity,a,text,Pain,,number,,8

            """,
            "record_id,age,weight,height,pain_severity,form_complete\n1,17,1,\"1,29\",9,2\n2,18,2,\"1,3\",8,2\n3,99,400,\"2,15\",0,2\n4,100,401,\"2,16\",-1,2\n"
        )
        #expect(run.code == 0, "\(run.error)")
        #expect(variables["age_years"] == ["answered": 2, "implausible": 2])
        #expect(variables["weight_kg"] == ["answered": 2, "implausible": 2])
        #expect(variables["height_cm"] == ["answered": 2, "implausible": 2])
        #expect(variables["pain_severity"] == ["answered": 2, "implausible": 2])
        #expect(
            run.error.contains(
                "values outside are implausible: age_years 18 to 99, height_cm 130 to 215, pain_severity 0 to 8"
            ),
            "\(run.error)"
        )
    }

    @Test("A range that has nothing in common with the variable's is not used, and asked about")
    func disjoint() throws {
        let (variables, run) = try validate(
            "record_id,a,text,Id,,,,\nheight_cm,a,text,Height,,number,1.2,2.3\nage,a,text,Age,,date_ymd,2000-01-01,today\n",
            "record_id,height_cm,age,form_complete\n1,180,30,2\n2,1.8,31,2\n"
        )
        #expect(variables["height_cm"] == ["answered": 1, "implausible": 1])
        #expect(variables["age_years"]?["answered"] == 2)
        #expect(run.error.contains("'height_cm' goes from 1.2 to 2.3 by the dictionary"), "\(run.error)")
        #expect(run.error.contains("if it is in another unit, say so in a mapping file"))
    }

    @Test("A dictionary of another project is refused, even where both number their records alike")
    func otherProject() throws {
        let (_, run) = try validate(
            "record_id,a,text,Id,,,,\nshoe,a,text,Shoe,,,,\nhat,a,text,Hat,,,,\n",
            "record_id,age,weight,pain_severity,form_complete\n1,17,60,5,2\n"
        )
        #expect(run.code == 65)
        #expect(run.error.contains("describes 1 of the 4 columns; is it of another project?"), "\(run.error)")
    }
}
