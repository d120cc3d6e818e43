"""Texts word by word, figures that have changed since, and a report as one text that never changes."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.reports.content import Figure, MadeOf
from audit.reports.rules.composition import HeadText, compose
from audit.reports.rules.differences import Change, Stretch, differences, summed_up
from audit.reports.rules.freezing import FrozenError, frozen, hash_of, thawed
from audit.reports.rules.since import moved
from audit.reports.rules.text import blocks, typed_again
from checklists import AnswerCounts
from tests.reports.test_proposals import YES, facts, question


def test_what_differs_is_told_word_by_word() -> None:
    before, after = "Det var 2 av 10 akter.\n\nResten var bra.", "Det var 3 av 10 akter.\n\nResten var mycket bra."
    assert differences(before, after) == (
        Stretch(Change.SAME, "Det var "),
        Stretch(Change.GONE, "2"),
        Stretch(Change.NEW, "3"),
        Stretch(Change.SAME, " av 10 akter.\n\nResten var "),
        Stretch(Change.NEW, "mycket "),
        Stretch(Change.SAME, "bra."),
    )
    assert summed_up(differences(before, after)) == (1, 2)


@given(st.text(alphabet="ab \n.å"), st.text(alphabet="ab \n.å"))
def test_nothing_is_lost_where_two_texts_are_compared(before: str, after: str) -> None:
    stretches = differences(before, after)
    assert "".join(each.text for each in stretches if each.change is not Change.NEW) == before
    assert "".join(each.text for each in stretches if each.change is not Change.GONE) == after


def test_two_texts_of_the_greatest_length_are_compared_in_a_moment() -> None:
    before = "".join(f"ord{number % 977} " for number in range(25_000))[:200_000]
    assert summed_up(differences(before, before[::-1]))[0] > 1_000


def test_a_figure_that_is_another_now_is_told_with_what_it_was() -> None:
    then = {"svar.q1.alla.avvikelser": "2", "svar.q1.alla.aktuella": "10", "dragning.1.granskade": "9"}
    now = {**then, "svar.q1.alla.avvikelser": "3", "dragning.1.granskade": "10"}
    text = "I 2 av\N{NO-BREAK SPACE}10 akter saknas ansökan, och 19 granskades."
    told = moved(then, now, text=text, facts=facts({"Ansökan": (question(1, YES),)}))
    assert [(one.label, one.said, one.in_text) for one in told] == [
        ("Fråga 1?", "3 av 10 var 2 av 10 när texten skrevs", True),
        ("Granskade (Kungsholmen)", "10 var 9 när texten skrevs", False),
    ]
    assert moved(then, then, text=text, facts=facts()) == ()
    assert moved(None, now, text=text, facts=facts()) == ()


def test_a_figure_that_came_or_went_is_told_too() -> None:
    told = moved({"fragor.alla.avvikande": "2"}, {"fragor.alla.ej_bedomda": "1"}, text="", facts=facts())
    assert [(one.label, one.said) for one in told] == [
        ("Frågor med avvikelse", "Siffran finns inte längre. Den var 2 när texten skrevs"),
        ("Frågor som inte gick att bedöma", "1 fanns inte när texten skrevs"),
    ]


# ---- Frozen -----------------------------------------------------------------------------------------------------


def test_a_frozen_report_comes_back_as_the_very_same_and_freezes_to_the_same_text() -> None:
    some = facts({"Ansökan": (question(1, AnswerCounts(ja=7, delvis=1, nej=2)), question(2, YES))})
    typed = "Egen text: {{ 7*7 }} <b>fet</b> #text(red)[x] 😀\n\n- punkt"
    report = compose(some, head=HeadText(officer="Samordnaren"), texts={"bakgrund": typed})
    text = frozen(report)
    assert thawed(text) == report
    assert frozen(thawed(text)) == text
    assert hash_of(text) == hash_of(
        frozen(compose(some, head=HeadText(officer="Samordnaren"), texts={"bakgrund": typed}))
    )


@pytest.mark.parametrize(
    "value", [3, "–", Decimal("−3.7".replace("−", "-")), Fraction(7, 10), date(2026, 9, 1), (3, 10)]
)
def test_every_value_of_a_figure_comes_back(value: int) -> None:
    some = compose(facts(), head=HeadText(), texts={})
    figure = Figure("svar.q1.3.nej", "x", value, MadeOf((3,), ("q1",), ("nej",)))
    section = replace(some.sections[0], blocks=blocks(figure.tagged, {figure.key: figure}))
    report = replace(some, sections=(section,))
    assert thawed(frozen(report)).figures[figure.key] == figure


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":2,"report":{}}', '{"format":1,"report":{"_":"Report"}}'])
def test_a_text_that_is_no_frozen_report_is_refused(text: str) -> None:
    with pytest.raises(FrozenError):
        thawed(text)


def test_a_frozen_report_names_its_form_and_hides_no_letters() -> None:
    text = frozen(compose(facts(), head=HeadText(), texts={"bakgrund": "Åäö"}))
    assert json.loads(text)["format"] == 1
    assert "Åäö" in text


def test_paragraphs_typed_again_are_the_same_paragraphs() -> None:
    text = "Ett stycke\nmed två rader.\n\nInledning:\n\n- ett\n- två\n\nSlut"
    assert typed_again(blocks(text)) == text
