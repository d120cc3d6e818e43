"""The checklists that come with the program are whole, and their question ids stay what they are."""

from datetime import date
from importlib import resources

import pytest

from audit.checklists_shipped import load, shipped
from audit.registers.rules.codes import DEFAULT_LISTS
from audit.registers.rules.columns import COLUMNS, Holds
from audit.registers.rules.tables import RegisterKind
from checklists import Checklist, Kind, against, parse, undeclared

CORE_QUESTIONS = (
    "application_on_file",
    "application_signed_by_all",
    "application_complete_or_supplemented",
    "income_assets_verified",
    "housing_cost_verified",
    "support_obstacle_assessed",
    "decision_document_complete",
    "decision_legal_basis_correct",
    "decision_reasons_given",
    "calculation_correct",
    "decision_notified_with_appeal_info",
    "decision_within_14_days_of_complete",
    "plan_exists_after_second_meeting",
    "plan_has_goals_activities_dates",
    "plan_followed_up_on_time",
    "referred_to_jobbtorg_promptly",
    "attendance_checked_before_decision",
    "invalid_absence_consequence_correct",
    "child_situation_described",
    "best_interests_assessed_in_decision",
    "child_met_at_least_once",
    "journal_continuous",
    "paper_file_order",
    "violence_question_documented",
    "payment_matches_decision",
)
AREA_NAMES = (
    "Ansökan",
    "Utredning",
    "Beslut",
    "Arbetsplan/förändringsplan",
    "Arbetslösa och Jobbtorg",
    "Barnperspektiv",
    "Journal",
    "Våld i nära relation",
    "Utbetalning",
)


@pytest.fixture(scope="module")
def akt() -> Checklist:
    return load("akt-2026.1")


def test_every_shipped_file_is_a_whole_checklist_named_after_its_content() -> None:
    for name, text in shipped().items():
        assert parse(text, source=name).name == name


def test_the_checklist_files_are_part_of_the_package() -> None:
    assert resources.files("checklists").joinpath("akt-2026.1.toml").is_file()


def test_the_core_questions_keep_their_ids_and_their_order(akt: Checklist) -> None:
    assert tuple(question.id for question in akt.questions) == CORE_QUESTIONS
    assert all(question.core for question in akt.questions)


def test_the_areas_carry_the_reviewers_names_and_hold_all_questions(akt: Checklist) -> None:
    assert tuple(area.name for area in akt.areas) == AREA_NAMES
    assert sum((akt.questions_in(area.id) for area in akt.areas), ()) == akt.questions


def test_the_first_version_changes_nothing(akt: Checklist) -> None:
    assert akt.changes == ()
    assert akt.valid_from == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("code", "deviation", "comment"),
    [
        ("ja", False, False),
        ("delvis", True, True),
        ("nej", True, True),
        ("ej_aktuellt", False, False),
        ("kan_ej_bedomas", False, True),
    ],
)
def test_the_scale_says_which_answers_deviate_and_which_need_a_comment(
    akt: Checklist, code: str, deviation: bool, comment: bool
) -> None:
    assert akt.is_deviation(code) is deviation
    assert akt.comment_required(code) is comment
    assert akt.option(code).reason_required_when_rule_applies is (code == "ej_aktuellt")


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2025, 6, 30), "Socialtjänstlag (2001:453) 4 kap. 1 och 2 §§"),
        (date(2025, 7, 1), "Socialtjänstlag (2025:400) 12 kap. 1 och 2 §§"),
    ],
)
def test_the_decision_date_selects_the_act(akt: Checklist, day: date, label: str) -> None:
    question = akt.question("decision_legal_basis_correct")
    labels = [cited.label for cited in akt.references_at(question, day)]
    assert [one for one in labels if one.startswith("Socialtjänst")] == [label]


def test_an_unknown_decision_date_shows_every_reference(akt: Checklist) -> None:
    question = akt.question("violence_question_documented")
    assert akt.references_at(question, None) == question.refs


@pytest.mark.parametrize("name", shipped())
def test_no_reference_names_a_document_by_number_or_an_unchecked_remark(name: str) -> None:
    for words in ("document 0", "seed", "(own)", "overifierat", "parameter"):
        assert words not in shipped()[name]


def test_the_boards_own_documents_are_named_by_title(akt: Checklist) -> None:
    assert {reference.label for reference in akt.references} >= {
        "Internkontroll 2014 (tjänsteutlåtande)",
        "Verksamhetsplan 2009",
        "Verksamhetsplan 2011",
    }


@pytest.mark.parametrize("name", shipped())
def test_what_was_not_checked_against_its_source_says_so(name: str) -> None:
    assert all(reference.note for reference in load(name).references if reference.status != "verified")


def test_what_nobody_has_checked_is_not_called_checked(akt: Checklist) -> None:
    assert next(one for one in akt.references if one.id == "fl86").status == "unverified"


@pytest.mark.parametrize("name", shipped())
def test_nothing_is_declared_that_no_question_needs(name: str) -> None:
    checklist = load(name)
    cited = {citation.reference.id for question in checklist.questions for citation in question.refs}
    named = {name for question in checklist.questions for name in question.rule.names}
    dates = {question.legal_date for question in checklist.questions}
    assert cited == {reference.id for reference in checklist.references}
    assert named | dates >= {attribute.id for attribute in checklist.attributes}


def test_a_question_or_answer_that_is_not_there_is_a_key_error(akt: Checklist) -> None:
    with pytest.raises(KeyError):
        akt.question("no_such_question")
    with pytest.raises(KeyError):
        akt.option("kanske")
    with pytest.raises(KeyError):
        load("akt-1999.1")


# ---- All 89 questions -------------------------------------------------------------------------------------------

WHOLE = ("akt-2026.2", "boutredning-2026.1", "utbetalning-2026.1")
IN_AREAS = {
    "ansokan": 7,
    "utredning": 8,
    "beslut": 9,
    "arbetsplan": 7,
    "arbetslosa_jobbtorg": 7,
    "barnperspektiv": 7,
    "journal": 8,
    "vald_nara_relation": 7,
    "utbetalning_fut": 8,
    "boutredning": 11,
    "utbetalningsstickprov": 10,
}


def test_the_three_templates_hold_eighty_nine_questions_in_eleven_areas() -> None:
    found = [load(name) for name in WHOLE]
    assert {area.id: len(each.questions_in(area.id)) for each in found for area in each.areas} == IN_AREAS
    ids = [question.id for each in found for question in each.questions]
    assert len(ids) == len(set(ids)) == 89


def test_the_core_stays_the_same_in_the_next_version(akt: Checklist) -> None:
    whole = load("akt-2026.2")
    changes = against(whole, akt)
    assert [change.question.id for change in changes if change.kind is Kind.SAME] == list(CORE_QUESTIONS)
    assert sum(change.kind is Kind.NEW for change in changes) == 43
    assert undeclared(whole, akt) == ()
    assert [question.id for question in whole.questions if question.core] == list(CORE_QUESTIONS)


@pytest.mark.parametrize("name", WHOLE)
def test_what_a_register_tells_is_declared_as_the_register_has_it(name: str) -> None:
    kinds = {Holds.DATE: "date", Holds.COUNT: "integer", Holds.YES_NO: "boolean", Holds.CODE: "code"}
    for attribute in load(name).attributes:
        if attribute.asked:
            assert attribute.label
            continue
        column = next(one for one in COLUMNS[RegisterKind(attribute.source)] if one.name == attribute.column)
        if attribute.reading == "value":
            assert attribute.type == kinds[column.holds]
        if attribute.type == "code":
            assert {code.code: code.label for code in attribute.codes} == DEFAULT_LISTS[attribute.column]


@pytest.mark.parametrize("name", WHOLE)
def test_a_fact_that_is_true_or_false_can_be_said_in_a_sentence(name: str) -> None:
    spoken = [attribute for attribute in load(name).attributes if attribute.type == "boolean"]
    assert [attribute.id for attribute in spoken if not attribute.yes or not attribute.no] == []


@pytest.mark.parametrize(
    ("name", "question", "day", "labels"),
    [
        (
            "akt-2026.2",
            "recovery_tested_and_decided",
            date(2025, 6, 30),
            ["Socialtjänstlag (2001:453) 9 kap. 1–4 §§"],
        ),
        (
            "boutredning-2026.1",
            "estate_funeral_aid_decision",
            date(2025, 7, 1),
            ["Socialtjänstlag (2025:400) 12 kap. 1 §"],
        ),
        (
            "utbetalning-2026.1",
            "pay_active_case_at_payment",
            date(2017, 12, 31),
            ["Kommunallag (1991:900) 6 kap. 7 §"],
        ),
    ],
)
def test_each_template_selects_the_law_by_its_own_day(name: str, question: str, day: date, labels: list[str]) -> None:
    checklist = load(name)
    asked = checklist.question(question)
    assert [cited.label for cited in checklist.references_at(asked, day)] == labels
