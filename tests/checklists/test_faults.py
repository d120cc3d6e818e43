"""Every kind of fault in a checklist file is named with its line, its place and what to do."""

import pytest

from checklists import ChecklistError, parse
from tests.checklists.small import SMALL, altered, faults_in, line_of

PLAN = "questions.plan_exists"
QUESTION = '[[questions]]\nid = "plan_exists"'

ONE_FAULT = {
    "unknown key": (
        'text = "Finns en arb',
        'txet = 1\ntext = "Finns en arb',
        "txet",
        f"{PLAN}.txet",
        "finns inte här",
    ),
    "unknown table": ("\n[[areas]]", "\n[extra]\na = 1\n\n[[areas]]", "[extra]", "extra", "finns inte här"),
    "missing key": ('deviation = "Planen saknas."\n', "", QUESTION, PLAN, "»deviation« saknas"),
    "text as number": ('"Finns en arbetsplan?"', "12", "text = 12", f"{PLAN}.text", "inte en text"),
    "flag as text": ("core = false", 'core = "nej"', 'core = "nej"', f"{PLAN}.core", "true eller false"),
    "date as text": ("= 2027-01-01", '= "2027-01-01"', '= "2027-', "checklist.valid_from", "inte ett datum"),
    "moment for date": (
        "= 2027-01-01",
        "= 2027-01-01T10:00:00",
        "T10",
        "checklist.valid_from",
        "inte ett datum",
    ),
    "text for list": ('refs = ["new_act"]', 'refs = "new_act"', 'refs = "', f"{PLAN}.refs", "inte en lista"),
    "number in list": ('refs = ["new_act"]', "refs = [3]", "refs = [3]", f"{PLAN}.refs[1]", "inte en text"),
    "id as number": ('id = "meetings"', "id = 3", "id = 3", "attributes[4].id", "inte en text"),
    "empty text": ('"Planen saknas."', '"  "', '"  "', f"{PLAN}.deviation", "Texten är tom"),
    "empty guidance": (
        "core = false",
        'guidance = ""\ncore = false',
        'guidance = ""\ncore',
        f"{PLAN}.guidance",
        "är tom",
    ),
    "illegal id": (
        'id = "meetings"',
        'id = "Möten"',
        '"Möten"',
        "attributes.Möten.id",
        "inte ett giltigt id",
    ),
    "reserved id": ('id = "plan_on_file"', 'id = "null"', '"null"', "attributes.null.id", "regelspråket"),
    "illegal version": (
        'version = "2027.2"',
        'version = "v2"',
        '"v2"',
        "checklist.version",
        "versionsnummer",
    ),
    "unknown template": ('"akt"', '"akter"', '"akter"', "checklist.template", "»akter«"),
    "unknown severity": ('"vasentlig"', '"viktig"', '"viktig"', f"{PLAN}.severity", "»viktig«"),
    "unknown status": ('"unverified"', '"oviss"', '"oviss"', "references.new_act.status", "»oviss«"),
    "unknown area": (
        'area = "arbetsplan"',
        'area = "plan"',
        'area = "plan"',
        f"{PLAN}.area",
        "Området »plan«",
    ),
    "unknown reference": ('["new_act"]', '["act 3 §"]', '["act 3', f"{PLAN}.refs", "Hänvisningen »act«"),
    "unknown legal date": (
        'legal_date = "decision_date"\ncore = false',
        'legal_date = "meetings"\ncore = false',
        'legal_date = "meetings"',
        f"{PLAN}.legal_date",
        "Datumuppgiften »meetings«",
    ),
    "unknown name in rule": ("meetings >=", "meeting >=", "meeting >=", f"{PLAN}.applies_when", "»meeting«"),
    "quotation mark alone": (
        "['arbetslos']",
        "['arbetslos]",
        "['arbetslos]",
        f"{PLAN}.applies_when",
        "citattecken",
    ),
    "rule on a later question": (
        'applies_when = "true"',
        'applies_when = "plan_exists"',
        '= "plan_exists"\ndeviation',
        "questions.application_on_file.applies_when",
        "inte är besvarad än",
    ),
    "attribute named as a question": (
        'id = "plan_on_file"',
        'id = "plan_exists"',
        'id = "plan_exists"\nlabel',
        "attributes.plan_exists.id",
        "också en frågas id",
    ),
    "duplicate reference": (
        'id = "new_act"',
        'id = "old_act"',
        'id = "old_act"\nlabel = "Nya',
        None,
        "redan",
    ),
    "duplicate code": (
        '"engangs"',
        '"arbetslos"',
        "codes = [",
        "attributes.obstacle.codes.arbetslos.code",
        "redan",
    ),
    "code without list": ('"integer"', '"code"', '[[attributes]]\nid = "meetings"', None, "Kodlistan saknas"),
    "list without code": (
        'type = "code"',
        'type = "integer"',
        "codes = [",
        "attributes.obstacle.codes",
        "Bara en",
    ),
    "column missing": (
        'column = "beslutsdatum"\n',
        "",
        "[[attributes]]",
        "attributes.decision_date",
        "kolumn saknas",
    ),
    "asked with column": (
        '= "asked"',
        '= "asked"\ncolumn = "x"',
        'column = "x"',
        "attributes.meetings.column",
        "ur reg",
    ),
    "reading of other type": ('"present"', '"number_in_period"', "reading =", None, "typen integer"),
    "equals without value": (
        '"present"',
        '"equals"',
        '[[attributes]]\nid = "plan_on_file"',
        None,
        "hör ihop",
    ),
    "dates turned round": ("2025-06-30", "1999-06-30", "1999-", "references.old_act.valid_to", "ligger före"),
    "scale counted otherwise": (
        'label = "Nej"\ndeviation = true',
        'label = "Nej"\ndeviation = false',
        'deviation = false\ncomment_required = true\n\n[[scale]]\ncode = "ej_aktuellt"',
        "scale.nej.deviation",
        "alltid som avvikelse",
    ),
    "new question not there": (
        'new = ["plan_exists"]',
        'new = ["plan"]',
        'new = ["plan"]',
        None,
        "»plan« finns inte i den",
    ),
    "gone question still there": (
        '["old_question"]',
        '["plan_exists"]',
        'gone = ["plan_exists"]',
        None,
        "finns kvar",
    ),
}


@pytest.mark.parametrize("kind", ONE_FAULT)
def test_a_fault_is_named_with_file_line_place_and_remedy(kind: str) -> None:
    old, new, at, place, words = ONE_FAULT[kind]
    text = altered(old, new)
    assert at is not None
    (fault, *others) = [fault for fault in faults_in(text) if words in fault.what]
    assert not others
    assert fault.source == "min.toml"
    assert fault.line == line_of(at, text)
    assert fault.place == place or place is None
    assert fault.remedy


@pytest.mark.parametrize("kind", ONE_FAULT)
def test_one_fault_does_not_set_off_others(kind: str) -> None:
    old, new, *_ = ONE_FAULT[kind]
    follows = {
        "illegal id",
        "reserved id",
        "id as number",
        "duplicate reference",
        "attribute named as a question",
    }
    assert len(faults_in(altered(old, new))) == 1 or kind in follows


def test_the_small_checklist_is_whole() -> None:
    assert faults_in(SMALL) == ()


def test_a_question_id_used_twice_is_told_at_the_second() -> None:
    copy = SMALL[SMALL.index(QUESTION) :]
    (fault,) = faults_in(SMALL + "\n" + copy)
    assert fault.line == line_of(QUESTION, SMALL) + copy.count("\n") + 2
    assert fault.what == "»plan_exists« finns redan tidigare i filen."


def test_an_answer_missing_from_the_scale_is_named() -> None:
    text = altered('code = "kan_ej_bedomas"', 'code = "vet_ej"')
    found = [(fault.place, fault.what) for fault in faults_in(text)]
    assert ("scale.vet_ej.code", "Svaret »vet_ej« ingår inte i räkningen.") in found
    assert ("scale", "Svaret »kan_ej_bedomas« saknas i skalan.") in found


def test_a_question_outside_its_area_and_an_area_without_question_are_named() -> None:
    text = altered(
        '[[areas]]\nid = "ansokan"',
        '[[areas]]\nid = "journal"\nname = "Journal"\n\n[[areas]]\nid = "ansokan"',
    )
    (empty,) = faults_in(text)
    assert (empty.line, empty.what) == (line_of("[[areas]]", text), "Området »journal« har ingen fråga.")
    first = SMALL[SMALL.index("[[questions]]") : SMALL.index(QUESTION)]
    moved = SMALL + "\n" + first.replace("application_on_file", "application_signed")
    (late,) = faults_in(moved)
    assert late.place == "questions.application_signed.area"
    assert "efter ett senare område" in late.what


def test_all_faults_come_at_once_in_the_order_of_the_file() -> None:
    text = altered('area = "arbetsplan"', 'area = "arbetsplanen"')
    text = altered('title = "En liten mall"\n', "", text)
    text = altered('"kritisk"', '"kritiskt"', text)
    text = altered("core = false", "core = 0", text)
    faults = faults_in(text)
    assert [fault.place for fault in faults] == [
        "checklist",
        "questions.application_on_file.severity",
        "questions.plan_exists.area",
        "questions.plan_exists.core",
    ]
    lines = [fault.line or 0 for fault in faults]
    assert lines == sorted(lines)


def test_a_misspelt_word_is_answered_with_the_right_one() -> None:
    (fault,) = faults_in(altered('area = "arbetsplan"', 'area = "arbetsplann"'))
    assert fault.remedy == "Menade du »arbetsplan«?"


def test_an_empty_file_names_every_table_that_is_missing() -> None:
    faults = faults_in("")
    tables = ("checklist", "scale", "areas", "attributes", "references", "questions")
    assert [fault.what for fault in faults] == [f"Tabellen »{name}« saknas." for name in tables]
    assert all(fault.line is None for fault in faults)


def test_a_key_inside_a_long_text_is_not_taken_for_a_key() -> None:
    text = altered('area = "ansokan"', 'area = "fel"')
    (fault,) = [fault for fault in faults_in(text) if fault.place.endswith(".area")]
    assert fault.line == line_of('area = "fel"', text)


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ('title = "En liten mall"', 'title = "En liten mall', "title", "avslutande citattecken"),
        ("valid_from = 2027", "valid_from 2027", "valid_from 2027", "likhetstecken"),
        ("core = true", "core = ja", "core = ja", "går inte att läsa"),
        ("= 2027-01-01", "= 2027-02-30", "2027-02-30", "Datumet finns inte"),
        ("= 2027-01-01", "= 2027-13-01", "2027-13-01", "något mer på raden"),
        ('severity = "kritisk"', 'severity = "kritisk"\ncore = true', "legal_date = ", "två gånger"),
    ],
)
def test_broken_toml_is_told_with_line_and_column(old: str, new: str, at: str, words: str) -> None:
    text = altered(old, new)
    (fault,) = faults_in(text)
    assert words in fault.what
    assert fault.column is not None
    assert str(fault).startswith(f"min.toml, rad {fault.line}, kolumn {fault.column}: ")
    assert fault.line == line_of(at, text) or words == "två gånger"


def test_toml_that_ends_too_early_is_told_at_its_last_line() -> None:
    text = SMALL + 'refs_more = ["a",\n'
    (fault,) = faults_in(text)
    assert fault.line == text.rstrip("\n").count("\n") + 1


def test_tables_nested_without_end_are_refused_in_words() -> None:
    (fault,) = faults_in("a = " + "[" * 100_000)
    assert "många nivåer" in fault.what


def test_the_error_reads_as_a_list_of_lines() -> None:
    with pytest.raises(ChecklistError) as caught:
        parse(altered('"vasentlig"', '"viktig"'), source="min.toml")
    line = line_of('"vasentlig"', SMALL)
    what = "questions.plan_exists.severity: »viktig« är inte ett giltigt värde."
    assert str(caught.value) == f"min.toml, rad {line}: {what} Välj bland: kritisk, vasentlig, mindre."
