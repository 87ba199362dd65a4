// Which platform an export is from, which rows are its header, and which columns make one question.

import CSVReading
import Codebook
import Exports
import Testing

@Suite("Layouts")
struct LayoutTests {
    /// A small export and what must be recognised in it.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let platform: Platform
        var headerRows = 1
        var choices: [String] = []
        var leftOut: [ExclusionReason] = []
        var records: Int

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "plain", text: "a,b\n1,2\n", platform: .plain, records: 1),
        Case(name: "one column", text: "a;b\n1;2\n", platform: .plain, records: 1),
        Case(
            name: "a blank header and a record without id",
            text: "id,,b\n,x,2\n3,4,5\n",
            platform: .plain,
            records: 2
        ),
        Case(
            name: "REDCap, raw",
            text: """
                record_id,spine___1,spine___a,spine____9,clinic_complete
                1,0,1,0,2
                2,1,0,0,0
                """,
            platform: .redcap,
            choices: ["spine: 1|a|-9"],
            records: 2
        ),
        Case(
            name: "REDCap, labels",
            text: """
                Record ID,Event Name,Spine (choice=Scoliosis),Spine (choice=Other, or more),Complete?
                1,Baseline,Checked,Unchecked,Complete
                """
                .replacing("(choice=Other, or more)", with: "(choice=Other)"),
            platform: .redcap,
            choices: ["Spine: Scoliosis|Other"],
            records: 1
        ),
        Case(
            name: "REDCap by its forms' states only",
            text: "record_id,age,clinic_complete\n1,30,2\n2,31,0\n",
            platform: .redcap,
            records: 2
        ),
        Case(name: "a column that merely ends so", text: "id,task_complete\n1,yes\n", platform: .plain, records: 1),
        Case(
            name: "Qualtrics, three rows",
            text: """
                StartDate,Status,Finished,ResponseId,Q1,Q2_1,Q2_2,Q2_2_TEXT,Q3
                Start Date,Response Type,Finished,Response ID,How old are you?,Which? - Selected Choice - Scoliosis,\
                Which? - Selected Choice - Other,Which? - Other - Text,Sports
                "{""ImportId"":""startDate""}","{""ImportId"":""status""}","{""ImportId"":""finished""}",\
                "{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}",\
                "{""ImportId"":""QID2""}","{""ImportId"":""QID2_TEXT""}","{""ImportId"":""QID3""}"
                2020-01-01,0,1,R_1,30,Scoliosis,,,"run,swim"
                2020-01-01,1,0,R_2,-99,Scoliosis,Other,text,"run"
                2020-01-01,0,1,R_3,31,,,,"swim,run"
                2020-01-01,0,1,R_4,31,,,,"swim"
                """,
            platform: .qualtrics,
            headerRows: 3,
            choices: ["Q2: Scoliosis|Other", "Q3: ,"],
            leftOut: [.preview, .unfinished],
            records: 4
        ),
        Case(
            name: "Qualtrics, two rows",
            text: """
                V1,V8,V9,V10,Q1,Q2_1,Q2_2
                ResponseID,StartDate,EndDate,Finished,How old are you?,Which?-Scoliosis,Which?-Other-sided
                R_1,2014-01-01,2014-01-01,1,30,1,
                R_2,2014-01-01,2014-01-01,0,30,,1
                """,
            platform: .qualtrics,
            headerRows: 2,
            choices: ["Q2: Scoliosis|Other-sided"],
            leftOut: [.unfinished],
            records: 2
        ),
        Case(
            name: "Qualtrics, ids only",
            text: """
                StartDate,EndDate,Status,Progress,ResponseId,Q1
                2020-01-01,2020-01-01,0,100,R_1,30
                """,
            platform: .qualtrics,
            leftOut: [.preview, .unfinished],
            records: 1
        ),
        Case(
            name: "SurveyMonkey",
            text: """
                Respondent ID,How old are you?,Which conditions?,,,Rate each,
                ,Open-Ended Response,Scoliosis,None of these,Other (please specify),Walking,Lifting
                101,30,Scoliosis,,,3,4
                102,31,,None of these,a slipped disc,2,5
                """,
            platform: .surveymonkey,
            headerRows: 2,
            choices: ["Which conditions?: Scoliosis|None of these"],
            records: 2
        ),
        Case(
            name: "LimeSurvey",
            text: """
                "id","submitdate","lastpage","startlanguage","How old are you?","Which? [Scoliosis]","Which? [None]","Which? [Other]"
                "1","2020-01-01 10:00:00","3","en","30","Y","N",""
                "2","","1","en","","","",""
                "3","2020-01-01 10:00:00","3","en","31","N","Y","a disc"
                """,
            platform: .limesurvey,
            choices: ["Which?: Scoliosis|None"],
            leftOut: [.unsubmitted],
            records: 3
        ),
        Case(
            name: "LimeSurvey, a table of ratings is no choice",
            text: """
                "Response ID","Date submitted","Last page","Rate [Walking]","Rate [Lifting]"
                "1","2020-01-01 10:00:00","3","4","5"
                """,
            platform: .limesurvey,
            leftOut: [.unsubmitted],
            records: 1
        ),
        Case(
            name: "Google Forms",
            text: """
                Timestamp,How old are you?,Which conditions? ,Anything else?
                2020/01/01 10:00:00,30,Scoliosis;Disc degeneration (worn, dry),"No, thanks, not really"
                2020/01/01 10:01:00,31,Scoliosis,Hello
                2020/01/01 10:02:00,32,"Scoliosis;Disc degeneration (worn, dry)","Yes, one, or two"
                """
                .replacing(
                    "Scoliosis;Disc degeneration (worn, dry),\"No",
                    with: "\"Scoliosis;Disc degeneration (worn, dry)\",\"No"
                ),
            platform: .googleForms,
            choices: ["Which conditions?: ;"],
            records: 3
        ),
        Case(
            name: "KoboToolbox, cell and columns",
            text: """
                start,g1/age_years,g1/spine,g1/spine/scoliosis,g1/spine/other,g1/sports,_id,_uuid,_submission_time
                2020,30,scoliosis other,1,1,run swim,1,u,2020
                2020,30,,,,run,2,u,2020
                2020,30,other,0,1,swim run,3,u,2020
                2020,30,other,0,1,swim,4,u,2020
                """,
            platform: .kobo,
            choices: ["g1/spine: scoliosis|other", "g1/sports:  "],
            records: 4
        ),
        Case(
            name: "KoboToolbox, columns only",
            text: """
                spine/a,spine/b,age,_uuid,_submission_time
                1,0,3,u,t
                """,
            platform: .kobo,
            choices: ["spine: a|b"],
            records: 1
        ),
    ]

    @Test("Recognised from header and first records", arguments: cases)
    func recognised(_ expected: Case) throws {
        let file = try RecognisedFile(expected.text)
        #expect(file.layout.platform == expected.platform)
        #expect(file.layout.headerRows == expected.headerRows)
        #expect(file.choices == expected.choices)
        #expect(file.layout.exclusions.map(\.reason) == expected.leftOut)
        #expect(file.records == expected.records)
        #expect(file.rejected == 0)
        let columns = file.layout.questions.flatMap { question in
            // A cell that its options' columns repeat belongs to the question, too.
            Set(question.columns + [question.column])
        }
        #expect(columns.sorted() == Array(file.header.names.indices))
    }

    @Test("'plain' overrules whatever a file looks like", arguments: cases)
    func plain(_ expected: Case) throws {
        let file = try RecognisedFile(expected.text, as: .plain)
        #expect(file.layout.headerRows == 1)
        #expect(file.choices == [])
        #expect(file.records == expected.records + expected.headerRows - 1)
    }

    @Test("Any platform can be asked for of any file", arguments: cases, Platform.allCases)
    func forced(_ expected: Case, _ platform: Platform) throws {
        let file = try RecognisedFile(expected.text, as: platform)
        #expect(file.layout.platform == platform)
        #expect(file.records == expected.records + expected.headerRows - file.layout.headerRows)
    }

    @Test(
        "Lines, bytes and numbers count from where they are, whatever the size of blocks",
        arguments: [1, 7, 64, 1 << 20]
    )
    func places(blockBytes: Int) throws {
        let text = "\u{FEFF}\nRespondent ID,Age,,\r\n\n,Response,a,\"b\nc\"\n1,2,3,4\r\n\n5,6,7,8"
        let file = try RecognisedFile(text, blockBytes: blockBytes)
        #expect(file.header.line == 2)
        #expect(file.header.furtherRows == [["", "Response", "a", "b\nc"]])
        #expect(file.places == [[6, 44, 1], [8, 54, 2]])
    }

    @Test("A header row that is not there, too short or malformed is none")
    func notHeaderRows() throws {
        for text in [
            "Respondent ID,A,\n", "Respondent ID,A,\n,Response\n", "Respondent ID,A,\n,\"Resp\"onse,x\n,Response,y\n",
        ] {
            #expect(try RecognisedFile(text, as: .surveymonkey).layout.headerRows == 1)
        }
    }

    @Test("One line says what was recognised")
    func summary() throws {
        #expect(try RecognisedFile(Self.cases[0].text).layout.summary == nil)
        #expect(
            try RecognisedFile(Self.cases[7].text).layout.summary
                == "read as a Qualtrics export (by its row of import ids): 3 header rows; several options in 'Q2' (2 columns), 'Q3' (joined by ','); preview and unfinished rows left out"
        )
    }
}
