"""Every value that an answer ever had, by whom and when; to be taken out, and erased without breaking the journal."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import Session, col, select

from audit.accounts.models import RoleGrant
from audit.accounts.rules import Role
from audit.journal import operations as journal
from audit.journal.models import JournalContent, JournalEntry
from audit.reviews import operations
from audit.reviews.models import AnswerVersion, Review
from audit.reviews.operations import ReviewClosedError
from audit.reviews.operations.versions import erase_history, versions_of
from audit.reviews.rules import Content, Given
from audit.reviews.rules.history import changed
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import answered_review, distributed_round, review_id_of, second_reviewer

Q = "application_on_file"
FORMULA = '=HYPERLINK("http://exempel.invalid","x")'


def answer(house: House, review_id: int, *contents: Content) -> None:
    """Answer the question again and again, a minute apart."""
    for version, content in enumerate(contents):
        house.clock.forward(minutes=1)
        given = Given(Q, content.value, content.comment, content.evidence, version)
        with house.database.transaction() as session:
            review = session.get_one(Review, review_id)
            saved = operations.save_answer(session, stamp=house.stamp("granskare"), review=review, given=given)
            assert isinstance(saved, operations.Saved)


def answered(house: House) -> tuple[int, int]:
    round_id = distributed_round(house)
    review_id = review_id_of(house, round_id)
    answer(house, review_id, Content("ja"), Content("nej", "Saknas."), Content("nej", FORMULA, "2026-03-14, s. 7"))
    return round_id, review_id


def test_every_version_stands_with_what_changed_by_whom_and_when(house: House) -> None:
    _, review_id = answered(house)
    with house.database.transaction(write=False) as session:
        first, second, third = versions_of(session, review_id)[Q]
    assert [one.content.value for one in (first, second, third)] == ["ja", "nej", "nej"]
    assert second.changed == ("Svar", "Kommentar")
    assert third.changed == ("Kommentar", "Var i akten")
    assert {one.by for one in (first, second, third)} == {"Granskare"}
    assert (third.at - first.at).total_seconds() == 120


def test_the_history_stands_folded_at_the_answer_and_whole_on_its_own_page(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    _, review_id = answered(house)
    for account in ("granskare", "samordnare"):
        page = parse(house.client(account).get(f"/granskning/{review_id}?omrade=ansokan"))
        [folded] = page.findall(".//details[@class='answer-past']")
        assert "2 tidigare svar" in text_of(folded)
        assert "Saknas." in text_of(folded)
        whole = text_of(parse(house.client(account).get(f"/granskning/{review_id}/historik")).find(".//main"))
        assert "Saknas." in whole
        assert "2026-09-01 10:03" in whole
    assert house.client("granskare2").get(f"/granskning/{review_id}/historik").status_code == 404
    assert house.client("annan-samordnare").get(f"/granskning/{review_id}/historik").status_code == 404


def test_it_can_be_taken_out_and_nothing_in_the_file_is_a_formula(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, review_id = answered(house)
    for address in (f"/granskning/{review_id}/historik", f"/granskning/omgang/{round_id}/historik"):
        told = house.client("samordnare").get(f"{address}.csv").get_data().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(told), delimiter=";"))
        assert [(row["Version"], row["Svar"]) for row in rows] == [("1", "Ja"), ("2", "Nej"), ("3", "Nej")]
        assert rows[2]["Kommentar"] == f"'{FORMULA}"
        assert rows[2]["Ändrat"] == "Kommentar, Var i akten"
        assert rows[2]["Av"] == "Granskare"
        book = CalamineWorkbook.from_filelike(io.BytesIO(house.client("samordnare").get(f"{address}.xlsx").get_data()))
        sheet = book.get_sheet_by_index(0).to_python()
        assert sheet[3][9] == FORMULA, "a text, not a formula"
    with house.database.transaction(write=False) as session:
        noted = session.exec(select(JournalEntry).where(JournalEntry.action == "review:exported")).all()
    assert len(noted) >= 4


def test_whoever_reviews_a_file_blind_does_not_find_the_other_s_answers_in_the_round_s_file(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    round_id, _ = answered(house)
    with house.database.transaction() as session:
        for board in house.board_ids("Kungsholmen", "Norrmalm"):
            grant = RoleGrant(account_id=house.accounts["granskare2"], role=Role.COORDINATOR, board_id=board)
            session.add(grant)
    address = f"/granskning/omgang/{round_id}/historik.csv"
    assert "Saknas." in house.client("granskare2").get(address).get_data(as_text=True)
    second_reviewer(house, round_id)
    assert "Saknas." not in house.client("granskare2").get(address).get_data(as_text=True)
    assert "Saknas." in house.client("samordnare").get(address).get_data(as_text=True)


def contents_of(session: Session, answer_ids: list[int]) -> list[str]:
    query = (
        select(JournalContent.content)
        .join(JournalEntry, col(JournalEntry.sequence) == col(JournalContent.sequence))
        .where(JournalEntry.action == "answer:given", col(JournalEntry.object_id).in_(map(str, answer_ids)))
    )
    return list(session.exec(query))


def test_the_journal_verifies_after_a_review_s_history_is_erased(house: House) -> None:
    round_id, review_id = answered(house)
    with pytest.raises(ReviewClosedError):
        erase(house, review_id)
    answered_review(house, round_id, leave=[Q], sign=False)
    sign(house, review_id)
    with house.database.transaction(write=False) as session:
        ids = [answer.id or 0 for answer in operations.answers_of(session, review_id).values()]
        values = {name: one.value for name, one in operations.answers_of(session, review_id).items()}
        assert contents_of(session, ids)
    assert erase(house, review_id) > len(ids)
    with house.database.transaction(write=False) as session:
        answers = operations.answers_of(session, review_id)
        assert {name: one.value for name, one in answers.items()} == values, "the compilations stand"
        assert not any(one.comment or one.evidence or one.reason for one in answers.values())
        assert session.exec(select(AnswerVersion).where(col(AnswerVersion.answer_id).in_(ids))).all() == []
        assert contents_of(session, ids) == []
        assert journal.verify(session)[1] == []
    page = text_of(parse(house.client("samordnare").get(f"/granskning/{review_id}/historik")).find(".//main"))
    assert "Historiken är gallrad." in page


def erase(house: House, review_id: int) -> int:
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        return erase_history(session, stamp=house.stamp("administrator"), review=review, reason="Gallring")


def sign(house: House, review_id: int) -> None:
    with house.database.transaction() as session:
        operations.sign_off(session, stamp=house.stamp("granskare"), review=session.get_one(Review, review_id))


def test_what_changed_is_named_by_its_field() -> None:
    assert changed(None, Content("ja")) == ["Svar"]
    assert changed(Content("ja", "a"), Content("ja", "b", "s. 1")) == ["Kommentar", "Var i akten"]
    assert changed(Content("ja"), Content("ja")) == []
