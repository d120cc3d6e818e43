"""What a complete answer is, when two windows collide, how the work is shared, and which law is shown."""

from dataclasses import replace

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from audit.checklists_shipped import load
from audit.reviews.rules import (
    COMMENT_LIMIT,
    Content,
    Given,
    Lack,
    Verdict,
    chosen,
    fault_in,
    in_a_row,
    lack_of,
    left_by_area,
    missing,
    propose,
    register_facts,
    tidy,
    verdict,
)

AKT, WHOLE = load("akt-2026.1"), load("akt-2026.2")
ALL = chosen(AKT, [])
FIRST = AKT.questions[0]


@pytest.mark.parametrize(
    ("value", "comment", "lack"),
    [
        (None, "", Lack.ANSWER),
        (None, "Bara en kommentar.", Lack.ANSWER),
        ("ja", "", None),
        ("ej_aktuellt", "", None),
        ("delvis", "", Lack.COMMENT),
        ("nej", "", Lack.COMMENT),
        ("kan_ej_bedomas", "", Lack.COMMENT),
        ("nej", "Underskrift saknas.", None),
    ],
)
def test_a_comment_is_demanded_where_the_scale_says_so(value: str | None, comment: str, lack: Lack | None) -> None:
    assert lack_of(Content(value, comment), AKT) is lack


def test_what_is_missing_is_told_in_the_order_of_the_questions_with_their_numbers() -> None:
    answers = {question.id: Content("ja") for question in AKT.questions[2:]}
    answers[AKT.questions[1].id] = Content("nej")
    found = missing(ALL, answers, AKT)
    assert [(item.number, item.lack) for item in found] == [(1, Lack.ANSWER), (2, Lack.COMMENT)]
    assert left_by_area(ALL, found)["ansokan"] == 2
    assert left_by_area(ALL, found)["beslut"] == 0


def test_a_round_has_the_areas_it_has_chosen_in_the_order_of_the_checklist() -> None:
    parts = chosen(WHOLE, ["journal", "barnperspektiv"])
    assert [(part.area.id, part.first, len(part.questions)) for part in parts] == [
        ("ansokan", 1, 3),
        ("utredning", 4, 3),
        ("beslut", 7, 6),
        ("arbetsplan", 13, 3),
        ("arbetslosa_jobbtorg", 16, 3),
        ("barnperspektiv", 19, 7),
        ("journal", 26, 8),
        ("vald_nara_relation", 34, 1),
        ("utbetalning_fut", 35, 1),
    ]


def test_the_core_is_always_in_and_a_checklist_without_one_is_answered_whole() -> None:
    assert [question.id for part in chosen(WHOLE, []) for question in part.questions] == [
        question.id for question in AKT.questions
    ]
    assert [part.area for part in ALL] == list(AKT.areas)
    assert sum(len(part.questions) for part in chosen(load("boutredning-2026.1"), [])) == 11


def test_the_same_answer_again_is_no_collision() -> None:
    given = Given(FIRST.id, "nej", "  Saknas.\r\nSe sidan 3. ", base_version=1)
    assert verdict(given, kept=Content("nej", "Saknas.\nSe sidan 3."), version=4) is Verdict.SAME


@pytest.mark.parametrize(("base", "expected"), [(2, Verdict.NEW), (1, Verdict.COLLIDES), (0, Verdict.COLLIDES)])
def test_another_answer_collides_unless_the_latest_was_seen(base: int, expected: Verdict) -> None:
    assert verdict(Given(FIRST.id, "ja", base_version=base), kept=Content("nej"), version=2) is expected


def test_texts_keep_their_lines_and_lose_what_no_database_keeps() -> None:
    assert tidy("  Rad ett\r\nrad två\rrad tre\x00\x1b \ud800") == "Rad ett\nrad två\nrad tre"
    assert tidy("barnets bästa 👩‍👧 – ja") == "barnets bästa 👩‍👧 – ja"


@hypothesis_given(st.text())
def test_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Given("finns_inte", "ja"), "Frågan finns inte"),
        (Given(FIRST.id, "kanske"), "finns inte i skalan"),
        (Given(FIRST.id, "nej", "x" * (COMMENT_LIMIT + 1)), "Kommentaren är 4001 tecken"),
        (Given(FIRST.id, "nej", "x", "y" * 301), "var i akten"),
    ],
)
def test_what_can_not_be_kept_is_said_in_words(given: Given, words: str) -> None:
    assert words in str(fault_in(given, checklist=AKT, questions=AKT.questions))


def test_an_unfinished_answer_can_be_kept() -> None:
    assert fault_in(Given(FIRST.id, "nej"), checklist=AKT, questions=AKT.questions) is None
    assert fault_in(Given(FIRST.id, None, "En tanke."), checklist=AKT, questions=AKT.questions) is None


def test_files_are_shared_evenly_within_every_board() -> None:
    units = [(unit, 1) for unit in range(10)] + [(unit, 2) for unit in range(10, 21)]
    proposal = propose(units, reviewers=[7, 8], assigned={})
    first = [proposal[unit] for unit, board in units if board == 1]
    second = [proposal[unit] for unit, board in units if board == 2]
    assert (first.count(7), first.count(8)) == (5, 5)
    assert sorted((second.count(7), second.count(8))) == [5, 6]


def test_what_is_distributed_already_stands_and_the_rest_evens_out() -> None:
    units = [(unit, 1) for unit in range(6)]
    proposal = propose(units, reviewers=[7, 8], assigned={0: 7, 1: 7, 2: 9})
    assert [proposal[unit] for unit in (0, 1, 2)] == [7, 7, 9]
    assert [proposal[unit] for unit in (3, 4, 5)] == [8, 8, 7]
    assert propose(units, reviewers=[], assigned={0: 7}) == {0: 7}


def test_the_register_s_facts_are_shown_in_words_and_gaps_as_gaps() -> None:
    content: dict[str, str | int | None] = {
        "beslutsdatum": "2026-03-04",
        "hushallstyp": "par_med_barn",
        "antal_barn": 0,
        "forsorjningshinder": None,
    }
    facts = {fact.label: fact.value for fact in register_facts("arenden", content)}
    assert facts["Beslutsdatum"] == "2026-03-04"
    assert facts["Hushållstyp"] == "Par med barn"
    assert facts["Antal barn"] == "0"
    assert facts["Försörjningshinder"] is None
    payment = {fact.label: fact.value for fact in register_facts("utbetalningar", {"belopp": "1870.00"})}
    assert payment["Belopp"] == "1\N{NO-BREAK SPACE}870,00 kr"


def test_words_stand_in_a_row() -> None:
    assert [in_a_row(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a och b", "a, b och c"]


def test_an_answer_without_value_text_or_place_is_empty() -> None:
    assert Given(FIRST.id, "", "  ").content.empty
    assert not replace(Given(FIRST.id, None), evidence="s. 4").content.empty
