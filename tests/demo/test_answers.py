"""Invented answers follow from the register where they can, and every deviation is explained."""

from typing import Any

import pytest

from audit.accounts.rules import password_fault
from audit.checklists_shipped import load
from audit.demo.answers import NO, PARTLY, SHARES, YES, answers
from audit.demo.chance import Chance
from audit.demo.comments import COMMENTS
from audit.demo.paper_years import OF_2010, OF_2014
from audit.demo.people import PASSWORD, PEOPLE
from audit.demo.review_rounds import CHECKLIST
from audit.demo.texts import AREA_TEXTS, FOLLOWED

CHECK = load(CHECKLIST)
QUESTIONS = tuple(question.id for question in CHECK.questions)
CASE: dict[str, Any] = {
    "antal_barn": 0,
    "arbetsplan_datum": "2026-03-02",
    "beslutsdatum": "2026-08-14",
    "beslutstyp": "bifall",
    "bistand_manader": 14,
    "boendeform": "hyresratt",
    "expedierat_datum": "2026-08-15",
    "forsorjningshinder": "arbetslos",
    "jobbtorg_status": "aktiv",
    "komplett_datum": "2026-08-06",
    "senaste_journal": "2026-08-14",
}


def said(seed: int = 1, **changed: Any) -> dict[str, Any]:
    return dict(answers(CASE | changed, QUESTIONS, year=2026, chance=Chance(seed)))


def test_every_question_gets_an_answer_that_can_be_signed() -> None:
    codes = {option.code for option in CHECK.scale}
    for seed in range(40):
        for answer in said(seed, antal_barn=seed % 3).values():
            assert answer.value in codes
            assert answer.comment or not CHECK.comment_required(answer.value)


def test_questions_about_children_are_asked_where_there_are_children() -> None:
    asked = "child_situation_described"
    assert said()[asked].value == "ej_aktuellt"
    assert said(antal_barn=2)[asked].value != "ej_aktuellt"


@pytest.mark.parametrize(("complete", "value"), [("2026-08-01", YES), ("2026-07-31", NO)])
def test_a_decision_sent_after_more_than_fourteen_days_is_late(complete: str, value: str) -> None:
    assert said(komplett_datum=complete)["decision_within_14_days_of_complete"].value == value


def test_a_gap_in_the_journal_and_a_plan_in_the_register_are_seen() -> None:
    assert said(senaste_journal="2026-06-01")["journal_continuous"].value == NO
    assert said()["plan_exists_after_second_meeting"].value == YES
    assert said(arbetsplan_datum=None)["plan_has_goals_activities_dates"].value == "ej_aktuellt"


def test_what_was_lacking_in_2014_becomes_rarer_from_year_to_year() -> None:
    for question in ("child_situation_described", "plan_exists_after_second_meeting", "violence_question_documented"):
        shares = SHARES[question]
        assert shares[2024].no > shares[2025].no > shares[2026].no


def test_every_question_of_the_checklist_has_words_for_its_deviations() -> None:
    by_register = {"decision_within_14_days_of_complete"}
    assert set(COMMENTS) | by_register == set(QUESTIONS)
    assert all(texts[NO] and texts[PARTLY] for texts in COMMENTS.values())


def test_areas_and_quotations_speak_of_the_checklist_that_is_used() -> None:
    areas = {area.id for area in CHECK.areas if CHECK.questions_in(area.id)}
    assert set(AREA_TEXTS) == areas
    assert set(FOLLOWED) <= areas
    assert {quoted.question for quoted in (*OF_2010, *OF_2014)} <= set(QUESTIONS)


def test_the_common_password_would_be_taken_for_every_account() -> None:
    assert [password_fault(PASSWORD, person.username) for person in PEOPLE] == [None] * len(PEOPLE)
