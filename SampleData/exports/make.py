"""Writes the sample exports of this folder: the same 200 made-up respondents as seven platforms would export them.

    lumbar generate --records 200 --seed 12 | python3 make.py

Each file is laid out as the platform does it. Rows that a platform marks as previews, unfinished or unsubmitted come on top.
"""

import csv
import io
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).parent

# Variable, what an English, a German and a short German survey call it, and REDCap's field name.
QUESTIONS = [
    ("record_id", "What is your participant number?", "Teilnehmer-ID", "Teilnehmer-ID", "record_id"),
    ("age_years", "How old are you?", "Wie alt sind Sie?", "Alter", "age"),
    ("sex", "What is your sex?", "Welches Geschlecht haben Sie?", "Geschlecht", "sex"),
    ("height_cm", "How tall are you in cm?", "Wie groß sind Sie?", "Größe in cm", "height"),
    ("weight_kg", "How much do you weigh?", "Wie viel wiegen Sie?", "Gewicht in kg", "weight"),
    ("training_type", "What kind of training do you do?", "Welche Sportart betreiben Sie?", "Sportart", "sport"),
    ("weeks_since_regular_training", "How many weeks had you not trained regularly?",
     "Wie viele Wochen haben Sie nicht regelmäßig trainiert?", "Trainingspause in Wochen", "wks_break"),
    ("load_change_percent", "By how many percent did your weekly training load change?",
     "Um wie viel Prozent hat sich Ihre wöchentliche Trainingsbelastung geändert?", "Belastungsänderung in Prozent", "load_chg"),
    ("rest_days_per_week", "How many rest days do you take per week?", "Wie viele Ruhetage haben Sie pro Woche?",
     "Ruhetage pro Woche", "rest"),
    ("hours_since_same_muscles", "How many hours ago did you last train the same muscles?",
     "Vor wie vielen Stunden haben Sie dieselben Muskeln zuletzt trainiert?", "Erholungszeit in Stunden", "hrs_recov"),
    ("unaccustomed_effort", "Was the exercise new or unusually hard?",
     "War die Übung neu oder ungewöhnlich anstrengend?", "Ungewohnte Belastung", "unaccust"),
    ("technique_score", "How would you rate your technique?", "Wie gut ist Ihre Technik (0-10)?", "Technikbewertung", "tech"),
    ("warm_up_minutes", "How many minutes did you warm up?", "Wie viele Minuten haben Sie sich aufgewärmt?",
     "Aufwärmzeit", "warmup"),
    ("hamstring_tightness", "How tight are your hamstrings?", "Wie verkürzt sind Ihre hinteren Oberschenkelmuskeln?",
     "Verkürzung der Beinbeuger", "tight_ham"),
    ("hip_flexor_tightness", "How tight are your hip flexors?", "Wie verkürzt sind Ihre Hüftbeuger?",
     "Verkürzung der Hüftbeuger", "tight_hip"),
    ("distracted", "Were you distracted while training?", "Waren Sie beim Training abgelenkt?", "Abgelenkt", "distr"),
    ("phq2_score", "PHQ-2 total score", "PHQ-2 Gesamtwert", "PHQ-2", "phq2"),
    ("gad2_score", "GAD-2 total score", "GAD-2 Gesamtwert", "GAD-2", "gad2"),
    ("phq9_score", "PHQ-9 total score", "PHQ-9 Gesamtwert", "PHQ-9", "phq9"),
    ("gad7_score", "GAD-7 total score", "GAD-7 Gesamtwert", "GAD-7", "gad7"),
    ("depression_diagnosis", "Have you been diagnosed with depression?",
     "Wurde bei Ihnen eine Depression diagnostiziert?", "Diagnostizierte Depression", "dx_dep"),
    ("anxiety_diagnosis", "Have you been diagnosed with an anxiety disorder?",
     "Wurde bei Ihnen eine Angststörung diagnostiziert?", "Diagnostizierte Angststörung", "dx_anx"),
    ("performance_medication", "Do you take medication that may affect your training?",
     "Nehmen Sie Medikamente, die Ihr Training beeinflussen können?", "Medikamente mit Einfluss auf das Training", "meds"),
    ("spinal_conditions", "Which spinal conditions have been diagnosed?",
     "Welche Wirbelsäulenerkrankungen wurden bei Ihnen diagnostiziert?", "Wirbelsäulenerkrankungen", "spine"),
    ("pain_onset_hours", "How many hours after training did the pain start?",
     "Wie viele Stunden nach dem Training begann der Schmerz?", "Schmerzbeginn in Stunden", "onset"),
    ("pain_duration_hours", "How many hours did the pain last?", "Wie viele Stunden hielt der Schmerz an?",
     "Schmerzdauer in Stunden", "durat"),
    ("pain_severity", "How severe is your pain?", "Wie stark sind Ihre Schmerzen?", "Schmerzstärke", "nrs"),
    ("pain_only_on_use", "Do you feel the pain only when you use those muscles?",
     "Spüren Sie den Schmerz nur, wenn Sie diese Muskeln benutzen?", "Schmerz nur bei Belastung", "on_use"),
    ("pain_weeks", "For how many weeks have you had this pain?", "Seit wie vielen Wochen haben Sie diese Schmerzen?",
     "Schmerzen seit Wochen", "pain_wks"),
    ("daily_walk_minutes", "How many minutes do you walk per day?", "Wie viele Minuten gehen Sie pro Tag?",
     "Gehminuten pro Tag", "walk"),
    ("notes", "Anything else you would like to tell us?", "Möchten Sie uns noch etwas mitteilen?", "Bemerkungen", "notes"),
]
BOOLEANS = {"unaccustomed_effort", "distracted", "depression_diagnosis", "anxiety_diagnosis", "performance_medication",
            "pain_only_on_use"}
CONDITIONS = ["none", "osteochondrosis", "osteoarthritis", "scoliosis", "other_deviation", "hyperlordosis"]
ENGLISH = ["None of these", "Disc degeneration", "Spinal osteoarthritis", "Scoliosis", "Other deviation of the spine",
           "Hyperlordosis"]
GERMAN = ["Keine davon", "Osteochondrose", "Spondylose", "Skoliose", "Andere Abweichung", "Hyperlordose"]
SEXES = {"female": 1, "male": 2, "other": 3}


def cleaned(variable, value):
    """A cell of the generator, some of which are written as people do, in one way."""
    if variable in ("record_id", "training_type", "notes"):
        return value
    word = value.lower()
    if word in ("na", "n/a", ".", "-"):
        return ""
    if variable in BOOLEANS:
        return {"y": "yes", "true": "yes", "1": "yes", "n": "no", "false": "no", "0": "no"}.get(word, word)
    if variable == "sex":
        return {"f": "female", "woman": "female", "m": "male", "man": "male"}.get(word, word)
    return word


def conditions(row):
    return row["spinal_conditions"].split(";") if row["spinal_conditions"] else []


def ticks(row, yes, no, blank=""):
    """One cell for each condition; all blank where the question was not answered."""
    chosen = conditions(row)
    return [(yes[i] if isinstance(yes, list) else yes) if name in chosen else (no if chosen else blank)
            for i, name in enumerate(CONDITIONS)]


def write(name, rows, encoding="utf-8", **dialect):
    text = io.StringIO()
    csv.writer(text, **{"lineterminator": "\n", **dialect}).writerows(rows)
    (HERE / name).write_bytes(text.getvalue().encode(encoding))


def redcap(rows):
    header, dictionary = [], [[
        "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
        "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
        "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
        "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
        "Field Annotation"]]
    choices = {"sex": "1, Female | 2, Male | 3, Other | 9, Prefer not to answer",
               "spinal_conditions": " | ".join(f"{i}, {label}" for i, label in enumerate(ENGLISH))}
    for variable, label, _, _, field in QUESTIONS:
        kind = ("yesno" if variable in BOOLEANS else "radio" if variable == "sex" else
                "checkbox" if variable == "spinal_conditions" else "notes" if variable == "notes" else "text")
        label = {"record_id": "Record ID", "height_cm": "Height (m)"}.get(variable, label)
        validation = "number_comma_decimal" if variable == "height_cm" else ""
        dictionary.append([field, "back_pain", "", kind, label, choices.get(variable, ""), "", validation, "",
                           *[""] * 9])
        header += [f"{field}___{i}" for i in range(6)] if variable == "spinal_conditions" else [field]
        if variable == "record_id":
            header += ["redcap_survey_identifier", "back_pain_timestamp"]
    body = []
    for number, row in enumerate(rows):
        cells = []
        for variable, *_ in QUESTIONS:
            value = row[variable]
            if variable == "spinal_conditions":
                cells += ticks(row, "1", "0", "0")
                continue
            if variable == "sex":
                # Every other missing answer was refused in words.
                value = SEXES.get(value, "9" if number % 2 else "")
            if variable in BOOLEANS and value:
                value = "1" if value == "yes" else "0"
            if variable == "height_cm" and value:
                value = f"{float(value) / 100:.3f}".replace(".", ",")
            cells.append(value)
            if variable == "record_id":
                cells += ["", "2024-03-05 10:11:12" if number % 7 else "[not completed]"]
        body.append(cells + ["2"])
    write("redcap.csv", [header + ["back_pain_complete"]] + body)
    write("redcap_dictionary.csv", dictionary, quoting=csv.QUOTE_MINIMAL)


def qualtrics(rows):
    system = [("StartDate", "Start Date", "startDate"), ("EndDate", "End Date", "endDate"),
              ("Status", "Response Type", "status"), ("IPAddress", "IP Address", "ipAddress"),
              ("Progress", "Progress", "progress"), ("Duration (in seconds)", "Duration (in seconds)", "duration"),
              ("Finished", "Finished", "finished"), ("RecordedDate", "Recorded Date", "recordedDate"),
              ("ResponseId", "Response ID", "_recordId"), ("UserLanguage", "User Language", "userLanguage")]
    ids, texts, imports = ([column[i] for column in system] for i in range(3))
    for number, (variable, text, *_) in enumerate(QUESTIONS, 1):
        if variable == "spinal_conditions":
            for option, label in enumerate(ENGLISH, 1):
                ids.append(f"Q{number}_{option}")
                texts.append(f"{text} - Selected Choice - {label}")
                imports.append(f"QID{number}_{option}")
        else:
            ids.append(f"Q{number}")
            texts.append(text)
            imports.append(f"QID{number}" + ("_TEXT" if variable != "sex" else ""))

    def record(number, row, status, finished):
        cells = ["2024-03-05 10:11:12", "2024-03-05 10:20:00", status, "192.0.2.1", "100" if finished else "35", "528",
                 "True" if finished else "False", "2024-03-05 10:20:01", f"R_{number:015d}", "EN"]
        for index, (variable, *_) in enumerate(QUESTIONS):
            value = row[variable]
            if variable == "spinal_conditions":
                cells += ticks(row, ENGLISH, "", "-99" if number % 2 else "")
            elif variable in BOOLEANS or variable == "sex":
                cells.append(value.capitalize() or ("-99" if (number + index) % 2 else ""))
            else:
                cells.append(value or ("-99" if (number + index) % 2 and variable != "notes" else ""))
        return cells

    body = [record(number, row, "IP Address", True) for number, row in enumerate(rows)]
    # A team member tried the survey, and some people closed it half-way.
    body.insert(0, record(900, rows[3], "Survey Preview", True))
    body[50:50] = [record(901 + i, rows[i], "IP Address", False) for i in range(5)]
    write("qualtrics.csv", [ids, texts, ["{\"ImportId\":\"%s\"}" % i for i in imports]] + body)


def surveymonkey(rows):
    first = ["Respondent ID", "Collector ID", "Start Date", "End Date"]
    second = ["", "", "", ""]
    for variable, text, *_ in QUESTIONS:
        if variable == "spinal_conditions":
            first += [text] + [""] * 6
            second += ENGLISH + ["Other (please specify)"]
        else:
            first.append(text)
            second.append("Response" if variable in BOOLEANS or variable == "sex" else "Open-Ended Response")
    body = []
    for number, row in enumerate(rows):
        cells = [str(114000000000 + number), "424242", "03/05/2024 10:11:12 AM", "03/05/2024 10:20:00 AM"]
        for variable, *_ in QUESTIONS:
            value = row[variable]
            if variable == "spinal_conditions":
                cells += ticks(row, ENGLISH, "") + ["slipped disc, L5" if number == 17 else ""]
            elif variable in BOOLEANS or variable == "sex":
                cells.append(value.capitalize())
            else:
                cells.append("Café, décembre" if variable == "notes" and number == 5 else value)
        body.append(cells)
    write("surveymonkey.csv", [first, second] + body, encoding="windows-1252")


def limesurvey(rows):
    header = ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert"]
    for variable, _, text, *_ in QUESTIONS:
        header += [f"{text} [{label}]" for label in GERMAN] if variable == "spinal_conditions" else [text]

    def record(number, row, submitted):
        cells = [str(number), "2024-03-05 10:20:00" if submitted else "", "3" if submitted else "1", "de", "815347"]
        for variable, *_ in QUESTIONS:
            value = row[variable]
            if variable == "spinal_conditions":
                cells += ticks(row, "Y", "N")
            elif variable in BOOLEANS:
                cells.append({"yes": "Y", "no": "N", "": ""}[value])
            elif variable == "sex":
                cells.append({"female": "weiblich", "male": "männlich", "other": "divers", "": ""}[value])
            elif variable in ("record_id", "training_type", "notes") or not value:
                cells.append(value)
            else:
                # Numbers come with the ten decimals that the data base keeps.
                cells.append(f"{float(value):.10f}")
        return cells

    body = [record(number, row, True) for number, row in enumerate(rows, 1)]
    body[20:20] = [record(300 + i, {**{name: "" for name in rows[0]}, "age_years": "44"}, False) for i in range(3)]
    write("limesurvey.csv", [header] + body, encoding="utf-8-sig", quoting=csv.QUOTE_ALL)


def google_forms(rows):
    # As people type them: with spaces at the end, and two in the middle.
    header = ["Timestamp"] + [text.replace("How old are", "How old  are") + (" " if i % 3 else "")
                              for i, (_, text, *_) in enumerate(QUESTIONS)]
    body = []
    for row in rows:
        cells = ["2024/03/05 10:20:00 AM GMT+1"]
        for variable, *_ in QUESTIONS:
            value = row[variable]
            if variable == "spinal_conditions":
                value = ", ".join(ENGLISH[CONDITIONS.index(name)] for name in conditions(row))
            cells.append(value.capitalize() if variable in BOOLEANS or variable == "sex" else value)
        body.append(cells)
    write("google-forms.csv", [header] + body, lineterminator="\r\n")


def kobo(rows):
    groups = {"age_years": "about", "sex": "about", "height_cm": "about", "weight_kg": "about"}

    def path(variable):
        return variable if variable == "record_id" else f"{groups.get(variable, 'back/training')}/{variable}"

    header = ["start", "end"]
    for variable, *_ in QUESTIONS:
        header.append(path(variable))
        if variable == "spinal_conditions":
            header += [f"{path(variable)}/{name}" for name in CONDITIONS]
    header += ["__version__", "_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "_index"]
    body = []
    for number, row in enumerate(rows):
        cells = ["2024-03-05T10:11:12.000+01:00", "2024-03-05T10:20:00.000+01:00"]
        for variable, *_ in QUESTIONS:
            cells.append(" ".join(conditions(row)) if variable == "spinal_conditions" else row[variable])
            if variable == "spinal_conditions":
                cells += ticks(row, "1", "0")
        body.append(cells + ["vR5x", str(5000 + number), f"00000000-0000-4000-8000-{number:012d}",
                             "2024-03-05T09:20:01", "", "", str(number + 1)])
    write("kobo.csv", [header] + body, delimiter=";", quoting=csv.QUOTE_ALL)


def excel(rows):
    header = [short for *_, short, _ in QUESTIONS]
    body = []
    for row in rows:
        cells = []
        for variable, *_ in QUESTIONS:
            value = row[variable]
            if variable in BOOLEANS:
                value = {"yes": "ja", "no": "nein", "": ""}[value]
            elif variable == "sex":
                value = {"female": "w", "male": "m", "other": "divers", "": ""}[value]
            elif variable == "spinal_conditions":
                value = ", ".join(GERMAN[CONDITIONS.index(name)] for name in conditions(row))
            elif variable not in ("record_id", "training_type", "notes"):
                value = value.replace(".", ",")
            cells.append(value)
        body.append(cells)
    write("excel-european.csv", [header] + body, encoding="utf-8-sig", delimiter=";", lineterminator="\r\n")


def main():
    rows = list(csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="")))
    random.seed(12)
    for number, row in enumerate(rows):
        for variable, value in row.items():
            row[variable] = cleaned(variable, value.strip())
        # Some have more than one condition, and some notes have several lines.
        if row["spinal_conditions"] not in ("", "none") and number % 2:
            others = [name for name in CONDITIONS[1:] if name not in conditions(row)]
            chosen = conditions(row) + random.sample(others, 1)
            row["spinal_conditions"] = ";".join(name for name in CONDITIONS if name in chosen)
        if number % 9 == 4:
            row["notes"] = "It began on Monday,\nand \"got worse\" since; see letter"
    write("plain.csv", [[variable for variable, *_ in QUESTIONS]] + [[row[q[0]] for q in QUESTIONS] for row in rows])
    for export in (redcap, qualtrics, surveymonkey, limesurvey, google_forms, kobo, excel):
        export(rows)


main()
