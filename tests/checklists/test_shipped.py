"""The checklist that comes with the program is whole, and its question ids stay what they are."""

from datetime import date
from importlib import resources

import pytest

from audit.checklists_shipped import load, shipped
from checklists import Checklist, parse
from checklists.names import rule_names

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


def test_no_reference_names_a_document_by_number_or_an_unchecked_remark(akt: Checklist) -> None:
    for words in ("document 0", "seed", "(own)"):
        assert words not in shipped()["akt-2026.1"]
    assert {reference.label for reference in akt.references} >= {
        "Internkontroll 2014 (tjänsteutlåtande)",
        "Verksamhetsplan 2009",
        "Verksamhetsplan 2011",
    }


def test_what_was_not_checked_against_its_source_says_so(akt: Checklist) -> None:
    assert all(reference.note for reference in akt.references if reference.status != "verified")
    assert next(one for one in akt.references if one.id == "fl86").status == "unverified"


def test_nothing_is_declared_that_no_question_needs(akt: Checklist) -> None:
    cited = {citation.reference.id for question in akt.questions for citation in question.refs}
    named = {name for question in akt.questions for name in rule_names(question.applies_when)}
    dates = {question.legal_date for question in akt.questions}
    assert cited == {reference.id for reference in akt.references}
    assert named | dates >= {attribute.id for attribute in akt.attributes}


def test_a_question_or_answer_that_is_not_there_is_a_key_error(akt: Checklist) -> None:
    with pytest.raises(KeyError):
        akt.question("no_such_question")
    with pytest.raises(KeyError):
        akt.option("kanske")
    with pytest.raises(KeyError):
        load("akt-1999.1")
