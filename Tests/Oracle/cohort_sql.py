"""The built-in rule set as DuckDB SQL: an independent reading of the codebook, the causes and the groups.

Nothing here is shared with Lumbar. A cohort is a CSV file whose header holds the codebook's ids; unknown is SQL's NULL,
whose AND, OR and NOT are the three-valued logic that the rules ask for.
"""

import csv

# Profile `article`.
SORENESS_ONSET = (8, 48)
SORENESS_MAX_DURATION = 48
MODERATE_SEVERITY_MAX = 6
LAYOFF_WEEKS = 2
MAX_LOAD_INCREASE = 30
MIN_REST_DAYS = 1
RECOVERY_HOURS = 48
MIN_TECHNIQUE_SCORE = 5
TIGHTNESS_CUTOFF = 2
MIN_WARM_UP_MINUTES = 5
CHRONIC_WEEKS = 12
PHQ2_CUTOFF = GAD2_CUTOFF = 3
PHQ9_CUTOFF = GAD7_CUTOFF = 10
ADULT_AGE = 18
OLDER_AGE = 60
OVERWEIGHT_BMI = 25

# The variables that rules and groups read, with their plausible ranges.
NUMBERS = {
    "age_years": (0, 120),
    "height_cm": (50, 250),
    "weight_kg": (2, 400),
    "weeks_since_regular_training": (0, 2000),
    "load_change_percent": (-100, 1000),
    "rest_days_per_week": (0, 7),
    "hours_since_same_muscles": (0, 2000),
    "technique_score": (0, 10),
    "warm_up_minutes": (0, 180),
    "hamstring_tightness": (0, 3),
    "hip_flexor_tightness": (0, 3),
    "phq2_score": (0, 6),
    "gad2_score": (0, 6),
    "phq9_score": (0, 27),
    "gad7_score": (0, 21),
    "pain_onset_hours": (0, 2000),
    "pain_duration_hours": (0, 200000),
    "pain_severity": (0, 10),
    "pain_weeks": (0, 5000),
}
BOOLEANS = [
    "unaccustomed_effort",
    "distracted",
    "depression_diagnosis",
    "anxiety_diagnosis",
    "performance_medication",
    "pain_only_on_use",
]
# Every spelling of a spinal condition; all but `none` are conditions.
SPINAL_CODES = {
    "none": ["none"],
    "osteochondrosis": ["osteochondrosis", "disc degeneration", "degenerative disc disease"],
    "osteoarthritis": ["osteoarthritis", "spondylosis", "spinal osteoarthritis"],
    "scoliosis": ["scoliosis"],
    "other_deviation": ["other_deviation", "other deviation"],
    "hyperlordosis": ["hyperlordosis"],
}
MISSING_WORDS = ["", "NA", "N/A", ".", "-"]

AGE_BANDS = ([18, 30, 40, 50, 60, 70], ["<18", "18-29", "30-39", "40-49", "50-59", "60-69", "70+"])
WEIGHT_BANDS = ([18.5, 25, 30, 35, 40], ["underweight", "normal", "overweight", "obese_1", "obese_2", "obese_3"])

# Each cause: whether it is present, and the columns that must all have a value for the record to be complete for it.
# The first seven can be the main cause; the rest only contribute.
CAUSES = {
    "delayed_onset_soreness": (
        f"pain_onset_hours BETWEEN {SORENESS_ONSET[0]} AND {SORENESS_ONSET[1]}"
        f" AND pain_severity BETWEEN 1 AND {MODERATE_SEVERITY_MAX}"
        " AND pain_only_on_use AND unaccustomed_effort"
        f" AND pain_duration_hours <= {SORENESS_MAX_DURATION}",
        ["pain_onset_hours", "pain_severity", "pain_only_on_use", "unaccustomed_effort", "pain_duration_hours"],
    ),
    "overtraining": (
        f"weeks_since_regular_training >= {LAYOFF_WEEKS} OR load_change_percent > {MAX_LOAD_INCREASE}"
        f" OR rest_days_per_week < {MIN_REST_DAYS} OR hours_since_same_muscles < {RECOVERY_HOURS}",
        ["weeks_since_regular_training", "load_change_percent", "rest_days_per_week", "hours_since_same_muscles"],
    ),
    "improper_technique": (f"technique_score < {MIN_TECHNIQUE_SCORE}", ["technique_score"]),
    "limited_flexibility": (
        f"hamstring_tightness >= {TIGHTNESS_CUTOFF} OR hip_flexor_tightness >= {TIGHTNESS_CUTOFF}",
        ["hamstring_tightness", "hip_flexor_tightness"],
    ),
    "insufficient_warm_up": (f"warm_up_minutes < {MIN_WARM_UP_MINUTES}", ["warm_up_minutes"]),
    "spinal_condition": ("has_spinal_condition", ["has_spinal_condition"]),
    "suspected_spinal_condition": (
        f"pain_weeks > {CHRONIC_WEEKS} AND NOT (delayed_onset_soreness OR overtraining OR improper_technique"
        " OR limited_flexibility OR insufficient_warm_up OR spinal_condition)",
        ["pain_weeks"],  # and those of the six earlier causes, added below
    ),
    "distraction": ("distracted", ["distracted"]),
    "depression_or_anxiety": (
        f"phq2_score >= {PHQ2_CUTOFF} OR gad2_score >= {GAD2_CUTOFF}"
        f" OR phq9_score >= {PHQ9_CUTOFF} OR gad7_score >= {GAD7_CUTOFF}"
        " OR depression_diagnosis OR anxiety_diagnosis",
        ["phq2_score", "gad2_score", "phq9_score", "gad7_score", "depression_diagnosis", "anxiety_diagnosis"],
    ),
    "medication": ("performance_medication", ["performance_medication"]),
    "older_age": (f"age_years >= {OLDER_AGE}", ["age_years"]),
    "overweight": (f"adult_bmi >= {OVERWEIGHT_BMI}", ["adult_bmi"]),
}
for _earlier in list(CAUSES)[:6]:
    CAUSES["suspected_spinal_condition"][1].extend(CAUSES[_earlier][1])
MAIN_CAUSES = list(CAUSES)[:7]


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def header(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return next(csv.reader(file))


def read_csv(path, types=None, missing_words=None, parallel=False):
    """The file as a table: every column as text, or with the given types. One thread unless asked, for the order."""
    types = types or {}
    columns = ", ".join(f"{quoted(name)}: {quoted(types.get(name, 'VARCHAR'))}" for name in header(path))
    null = f", nullstr = [{', '.join(map(quoted, missing_words))}]" if missing_words else ""
    return (
        f"read_csv({quoted(path)}, columns = {{{columns}}}, auto_detect = false, header = true,"
        f" delim = ',', quote = '\"', escape = '\"', max_line_size = 4194304,"
        f" parallel = {str(parallel).lower()}{null})"
    )


def cleaned_from_text(path, more=""):
    """Every variable read from text by the codebook's own rules, strictly: what does not fit is NULL."""
    missing = ", ".join(quoted(word.lower()) for word in MISSING_WORDS)
    number = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
    spellings = [spelling for code in SPINAL_CODES.values() for spelling in code]
    known = f"[{', '.join(map(quoted, spellings))}]"
    values, ranges = [], []
    for name, (low, high) in NUMBERS.items():
        text = f"trim({name}, ' ' || chr(9))"
        values.append(f"CASE WHEN regexp_full_match({text}, '{number}') THEN TRY_CAST({text} AS DOUBLE) END AS {name}")
        ranges.append(f"CASE WHEN {name} BETWEEN {low} AND {high} THEN {name} END AS {name}")
    for name in BOOLEANS:
        text = f"lower(trim({name}, ' ' || chr(9)))"
        values.append(
            f"CASE WHEN {text} IN ('yes', 'y', 'true', '1') THEN true"
            f" WHEN {text} IN ('no', 'n', 'false', '0') THEN false END AS {name}"
        )
        ranges.append(name)
    cell = "lower(trim(spinal_conditions, ' ' || chr(9)))"
    values.append(
        f"CASE WHEN {cell} NOT IN ({missing}) THEN"
        f" list_transform(string_split({cell}, ';'), lambda code: trim(code, ' ' || chr(9))) END AS codes"
    )
    ranges.append(
        f"CASE WHEN len(list_filter(codes, lambda code: NOT list_contains({known}, code))) = 0"
        " THEN len(list_filter(codes, lambda code: code <> 'none')) > 0 END AS has_spinal_condition"
    )
    return (
        f"SELECT {', '.join(ranges)}{more} FROM (SELECT {', '.join(values)}{more} FROM {read_csv(path)})"
    )


def cleaned_by_type(path):
    """The same for a clean file, as quick as DuckDB can: types go to the reader, codes are matched as they stand."""
    types = dict.fromkeys(NUMBERS, "DOUBLE") | dict.fromkeys(BOOLEANS, "BOOLEAN")
    ranges = [
        f"CASE WHEN {name} BETWEEN {low} AND {high} THEN {name} END AS {name}" for name, (low, high) in NUMBERS.items()
    ]
    code = "|".join(SPINAL_CODES)
    spinal = (
        "CASE WHEN spinal_conditions = 'none' THEN false"
        f" WHEN regexp_full_match(spinal_conditions, '({code})(;({code}))*') THEN true END AS has_spinal_condition"
    )
    table = read_csv(path, types, MISSING_WORDS, parallel=True)
    return f"SELECT {', '.join(ranges + BOOLEANS + [spinal])} FROM {table}"


def judged(cleaned):
    """Each record with its verdict on every cause (true, false, NULL); later causes may use earlier ones."""
    bmi = f"SELECT *, weight_kg * 10000 / (height_cm * height_cm) AS bmi FROM ({cleaned})"
    adult_bmi = f"CASE WHEN age_years >= {ADULT_AGE} AND bmi BETWEEN 10 AND 100 THEN bmi END AS adult_bmi"
    adult = f"SELECT *, {adult_bmi} FROM ({bmi})"
    one_by_one = [(name, rule) for name, (rule, _) in CAUSES.items() if name != "suspected_spinal_condition"]
    first = ", ".join(f"({rule}) AS {name}" for name, rule in one_by_one)
    rule = CAUSES["suspected_spinal_condition"][0]
    return (
        f"SELECT *, ({rule}) AS suspected_spinal_condition FROM (SELECT *, {first} FROM ({adult}))"
    )


def band(variable, bounds):
    """The index of the band that a value is in; NULL is the band after the last."""
    steps = " ".join(f"WHEN {variable} < {bound} THEN {index}" for index, bound in enumerate(bounds))
    return f"CASE {steps} WHEN {variable} IS NOT NULL THEN {len(bounds)} ELSE {len(bounds) + 1} END"
