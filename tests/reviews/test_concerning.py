"""Which questions concern the case, what is known of it, and what a person says against register and rules."""

from datetime import date

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st
from sqlmodel import Session, select

from audit.checklists_shipped import load
from audit.journal import operations as journal
from audit.reviews import operations as reviews
from audit.reviews.models import Answer, CaseFact, Review
from audit.reviews.operations import FactConflict, FactFaultError, FactSaved, IncompleteError
from audit.reviews.rules import (
    Content,
    Given,
    GivenFact,
    Knowledge,
    Lack,
    Told,
    as_text,
    chosen,
    concern,
    contradictions,
    knowledge,
    lack_of,
    overruled,
    register_knows,
    to_keep,
    value_of,
    written,
)
from audit.reviews.rules.concerning import read_text
from checklists import Fact, Period, Scalar, Source, Verdict
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round, review_id_of

AKT = load("akt-2026.2")
HALF = Period(date(2026, 1, 1), date(2026, 6, 30))
CASE = {"beslutsdatum": "2026-03-04", "antal_barn": 2, "forsorjningshinder": "arbetslos", "komplett_datum": None}
CHILD = "child_situation_described"


def known(told: dict[str, Told] | None = None, **content: object) -> Knowledge:
    row = register_knows(AKT, {**CASE, **content}, register="arenden", period=HALF)  # type: ignore[dict-item]
    return knowledge(AKT, row, told or {})


# ---- Decided ----------------------------------------------------------------------------------------------------


def test_the_file_goes_before_the_register_until_it_is_taken_back() -> None:
    assert known().facts["children_count"] == Fact(2, Source.REGISTER)
    assert known({"children_count": Told(1, file="0")}).facts["children_count"] == Fact(0, Source.FILE)
    assert known({"children_count": Told(2)}).facts["children_count"] == Fact(2, Source.REGISTER)


def test_another_register_tells_what_the_units_own_row_does_not() -> None:
    told = {"payments": Told(1, register="3")}
    assert known(told).facts["payments"] == Fact(3, Source.REGISTER)
    assert known({"payments": Told(2, register="3", file="4")}).facts["payments"] == Fact(4, Source.FILE)


def test_only_what_a_register_knew_can_be_contradicted() -> None:
    told = {
        "children_count": Told(1, file="3"),
        "meetings": Told(1, file="2"),
        "date_complete": Told(1, file='"2026-02-01"'),
        "obstacle": Told(1, file='"arbetslos"'),
        "payments": Told(2, register="1", file="0"),
    }
    found = contradictions(AKT, known(told))
    assert [(one.attribute.id, one.register, one.file) for one in found] == [
        ("children_count", 2, 3),
        ("payments", 1, 0),
    ]


def test_a_question_that_does_not_concern_the_case_needs_no_answer() -> None:
    assert lack_of(Content(), AKT, Verdict.DOES_NOT) is None
    assert lack_of(Content("ej_aktuellt"), AKT, Verdict.DOES_NOT) is None
    assert lack_of(Content("ja"), AKT, Verdict.DOES_NOT) is Lack.REASON
    assert lack_of(Content("ja", reason="Barnet bor växelvis."), AKT, Verdict.DOES_NOT) is None
    assert lack_of(Content("nej", reason="Barnet bor växelvis."), AKT, Verdict.DOES_NOT) is Lack.COMMENT


def test_ej_aktuellt_takes_words_where_the_rule_says_that_the_question_concerns_the_case() -> None:
    assert lack_of(Content("ej_aktuellt"), AKT, Verdict.APPLIES) is Lack.REASON
    assert lack_of(Content("ej_aktuellt", "Barnet är vuxet."), AKT, Verdict.APPLIES) is None
    assert lack_of(Content("ej_aktuellt"), AKT, Verdict.UNKNOWN) is None


@pytest.mark.parametrize(
    ("value", "verdict", "expected"),
    [
        ("ja", Verdict.DOES_NOT, True),
        ("ej_aktuellt", Verdict.DOES_NOT, False),
        (None, Verdict.DOES_NOT, False),
        ("ej_aktuellt", Verdict.APPLIES, True),
        ("nej", Verdict.APPLIES, False),
        ("ej_aktuellt", Verdict.UNKNOWN, False),
    ],
)
def test_an_answer_against_the_rule_is_an_overruling(value: str | None, verdict: Verdict, expected: bool) -> None:
    assert overruled(Content(value), verdict, AKT) is expected


@pytest.mark.parametrize(
    ("decided", "law"),
    [("2025-06-30", "Socialtjänstlag (2001:453)"), ("2025-07-01", "Socialtjänstlag (2025:400)")],
)
def test_the_decision_date_selects_the_law(decided: str, law: str) -> None:
    now = concern(AKT, chosen(AKT, []), known(beslutsdatum=decided).facts, {})
    first = AKT.questions[0]
    day = now.law_day(first)
    assert day == date.fromisoformat(decided)
    assert AKT.references_at(first, day)[0].reference.label == law


def test_the_law_of_a_recovery_follows_the_day_that_the_aid_was_granted() -> None:
    asked = AKT.question("recovery_tested_and_decided")
    before = concern(AKT, chosen(AKT, ["utbetalning_fut"]), known().facts, {})
    assert before.law_day(asked) is None
    told = {"benefit_granted_date": Told(1, file='"2025-05-01"')}
    after = concern(AKT, chosen(AKT, ["utbetalning_fut"]), known(told).facts, {})
    assert after.law_day(asked) == date(2025, 5, 1)


@pytest.mark.parametrize(
    ("attribute", "text", "value"),
    [
        ("case_new", "ja", True),
        ("case_new", "nej", False),
        ("children_count", " 3 ", 3),
        ("decision_date", "2026-03-04", date(2026, 3, 4)),
        ("obstacle", "engangs", "engangs"),
        ("obstacle", "", None),
    ],
)
def test_what_is_filled_in_is_read_by_its_type(attribute: str, text: str, value: Scalar | None) -> None:
    assert value_of(AKT.attribute(attribute), text) == value


@pytest.mark.parametrize(
    ("attribute", "text", "words"),
    [
        ("case_new", "kanske", "Ja eller Nej"),
        ("children_count", "två", "heltal"),
        ("children_count", "-1", "heltal"),
        ("children_count", "1234567", "heltal"),
        ("decision_date", "4/3 2026", "år-månad-dag"),
        ("obstacle", "påhittat", "i listan"),
    ],
)
def test_what_can_not_be_read_is_told_in_words(attribute: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        value_of(AKT.attribute(attribute), text)


def test_an_emptied_field_says_that_the_file_has_none_only_where_a_register_knows() -> None:
    assert to_keep(None, None) is None
    assert to_keep(None, Fact(2, Source.REGISTER)) == "null"
    assert to_keep(2, Fact(2, Source.REGISTER)) is None
    assert to_keep(True, Fact(1, Source.REGISTER)) == "true"


@hypothesis_given(
    st.one_of(
        st.tuples(st.just("case_new"), st.booleans()),
        st.tuples(st.just("children_count"), st.integers(0, 999_999)),
        st.tuples(st.just("decision_date"), st.dates(date(1990, 1, 1), date(2090, 1, 1))),
        st.tuples(st.just("obstacle"), st.sampled_from([code.code for code in AKT.attribute("obstacle").codes])),
    )
)
def test_a_fact_comes_out_as_it_was_told(told: tuple[str, Scalar]) -> None:
    attribute, value = AKT.attribute(told[0]), told[1]
    assert value_of(attribute, written(value)) == value
    assert read_text(as_text(value), attribute) == value


# ---- Kept -------------------------------------------------------------------------------------------------------


def tell(
    session: Session, house: House, review_id: int, name: str, text: str, base: int = 0
) -> FactSaved | FactConflict:
    review = session.get_one(Review, review_id)
    given = GivenFact(name, text, base)
    return reviews.save_fact(session, stamp=house.stamp("granskare"), review=review, given=given)


@pytest.fixture
def opened(house: House) -> int:
    """A review of KUN-… with everything left to do. Its register says whether there are children."""
    return review_id_of(house, distributed_round(house))


def test_a_fact_is_kept_in_versions_and_what_was_shown_before_collides(house: House, opened: int) -> None:
    with house.database.transaction() as session:
        assert tell(session, house, opened, "children_count", "7").version == 1
        assert tell(session, house, opened, "children_count", "7").version == 1
    with house.database.transaction() as session:
        found = tell(session, house, opened, "children_count", "5")
        assert isinstance(found, FactConflict)
        assert (found.kept, found.version, found.kept_by) == (Fact(7, Source.FILE), 1, "Granskare")
        assert isinstance(tell(session, house, opened, "children_count", "5", 1), FactSaved)
        kept = session.exec(select(CaseFact.value).order_by(CaseFact.version)).all()  # type: ignore[arg-type]
        assert kept == ["7", "5"]
    with house.database.transaction(write=False) as session:
        told = [entry for entry in journal.entries(session) if entry.action == "fact:told"]
        assert len(told) == 2


def test_a_fact_that_makes_no_sense_is_not_kept(house_on_sqlite: House) -> None:
    review_id = review_id_of(house_on_sqlite, distributed_round(house_on_sqlite))
    with house_on_sqlite.database.transaction() as session:
        for name, text in (("children_count", "många"), ("no_such_fact", "1")):
            with pytest.raises(FactFaultError):
                tell(session, house_on_sqlite, review_id, name, text)


def test_signing_answers_what_does_not_concern_the_case_and_opening_again_takes_that_back(house: House) -> None:
    round_id = distributed_round(house)
    review_id = review_id_of(house, round_id)
    with house.database.transaction() as session:
        tell(session, house, review_id, "children_count", "0")
    folded = {CHILD, "best_interests_assessed_in_decision", "child_met_at_least_once"}
    answered_review(house, round_id, leave=folded, sign=True)
    with house.database.transaction() as session:
        by_rule = session.exec(select(Answer).where(Answer.review_id == review_id, Answer.by_rule)).all()
        assert {answer.question_id: answer.value for answer in by_rule} == dict.fromkeys(folded, "ej_aktuellt")
        counted = reviews.counts(session, round_id=round_id, board_ids=house.board_ids("Kungsholmen"))
        assert counted[(house.boards["Kungsholmen"], CHILD)].ej_aktuellt == 1
        state = next(one for one in reviews.reviews_of_round(session, round_id) if one.review_id == review_id)
        assert (state.answered, state.total) == (22, 22)
        review = session.get_one(Review, review_id)
        reviews.reopen(session, stamp=house.stamp(), review=review, reason="Se över.")
        assert reviews.answers_of(session, review_id)[CHILD].value is None
        assert [one.value for one in reviews.history(session, by_rule[0].id or 0)] == ["ej_aktuellt", None]


def test_children_in_the_household_make_the_child_questions_mandatory(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = distributed_round(house)
    review_id = answered_review(house, round_id, leave={CHILD})
    with house.database.transaction() as session:
        tell(session, house, review_id, "children_count", "2")
        review, stamp = session.get_one(Review, review_id), house.stamp("granskare")
        reviews.save_answer(session, stamp=stamp, review=review, given=Given(CHILD, "ej_aktuellt"))
        with pytest.raises(IncompleteError):
            reviews.sign_off(session, stamp=stamp, review=review)
        assert [(one.question.id, one.lack) for one in reviews.lacking(session, review=review)] == [
            (CHILD, Lack.REASON)
        ]
        given = Given(CHILD, "ej_aktuellt", "Barnen har flyttat.", base_version=1)
        reviews.save_answer(session, stamp=stamp, review=review, given=given)
        reviews.sign_off(session, stamp=stamp, review=review)
