"""Answers stay as they were given: nothing is overwritten unseen, nothing is signed half, on both databases."""

import threading

import pytest
from sqlmodel import Session, select

from audit.database import Database
from audit.journal import operations as journal
from audit.journal.models import JournalContent, JournalEntry
from audit.reviews import operations
from audit.reviews.models import Answer, Review
from audit.reviews.operations import AnswerFaultError, Conflict, IncompleteError, ReviewClosedError, Saved
from audit.reviews.rules import Content, Given
from tests.support.house import House
from tests.support.reviewed import answered_review, distributed_round, review_id_of

Q, Q2 = "application_on_file", "application_signed_by_all"


def save(house: House, review_id: int, given: Given, *, account: str = "granskare") -> Saved | Conflict:
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        return operations.save_answer(session, stamp=house.stamp(account), review=review, given=given)


def kept(house: House, review_id: int) -> dict[str, Content]:
    with house.database.transaction(write=False) as session:
        return operations.contents(operations.answers_of(session, review_id).values())


def versions(session: Session, review_id: int, question_id: str) -> list[tuple[str | None, str]]:
    answer = operations.answers_of(session, review_id)[question_id]
    return [(version.value, version.comment) for version in operations.history(session, answer.id or 0)]


def saved(result: Saved | Conflict) -> Saved:
    assert isinstance(result, Saved)
    return result


def test_an_answer_is_kept_with_all_its_versions(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    first = saved(save(house, review_id, Given(Q, "ja")))
    house.clock.forward(minutes=3)
    second = saved(save(house, review_id, Given(Q, "nej", "Saknas.", "s. 4", first.version)))
    assert (first.version, second.version) == (1, 2)
    assert second.saved_at == house.clock()
    assert kept(house, review_id)[Q] == Content("nej", "Saknas.", "s. 4")
    with house.database.transaction(write=False) as session:
        assert versions(session, review_id, Q) == [("ja", ""), ("nej", "Saknas.")]


def test_answers_survive_a_restart(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    save(house, review_id, Given(Q, "nej", "Saknas."))
    house.database.close()
    reopened = Database(house.settings.database_url)
    with reopened.transaction(write=False) as session:
        assert operations.contents(operations.answers_of(session, review_id).values()) == {Q: Content("nej", "Saknas.")}
    reopened.close()


def test_the_journal_tells_which_answer_was_given_but_no_comment(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    save(house, review_id, Given(Q, "nej", "Något känsligt."))
    with house.database.transaction(write=False) as session:
        entry = session.exec(select(JournalEntry).where(JournalEntry.action == "answer:given")).one()
        content = session.get_one(JournalContent, entry.sequence).content
        assert '"value":"nej"' in content
        assert Q in content
        assert "känsligt" not in content
        assert journal.verify(session)[1] == []


def test_the_same_answer_again_changes_nothing_even_when_its_receipt_was_lost(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    save(house, review_id, Given(Q, "nej", "Saknas."))
    house.clock.forward(minutes=1)
    again = saved(save(house, review_id, Given(Q, "nej", "Saknas. ", base_version=0)))
    assert again.version == 1
    assert again.saved_at < house.clock()
    with house.database.transaction(write=False) as session:
        assert len(versions(session, review_id, Q)) == 1


def test_an_empty_answer_is_not_written(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    assert saved(save(house, review_id, Given(Q, None, "  "))).version == 0
    assert kept(house, review_id) == {}


def test_two_windows_never_overwrite_each_other_unseen(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    save(house, review_id, Given(Q, "ja"))
    save(house, review_id, Given(Q, "nej", "Från det ena fönstret.", base_version=1))
    late = save(house, review_id, Given(Q, "delvis", "Från det andra.", base_version=1))
    assert isinstance(late, Conflict)
    assert late.kept == Content("nej", "Från det ena fönstret.")
    assert (late.version, late.kept_by) == (2, "Granskare")
    assert kept(house, review_id)[Q].value == "nej"


def test_whichever_version_is_chosen_the_other_stays_in_the_history(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    save(house, review_id, Given(Q, "nej", "Det sparade."))
    chosen = saved(save(house, review_id, Given(Q, "delvis", "Mitt.", base_version=1, yields=True)))
    assert chosen.version == 3
    assert kept(house, review_id)[Q] == Content("nej", "Det sparade.")
    with house.database.transaction(write=False) as session:
        assert versions(session, review_id, Q) == [
            ("nej", "Det sparade."),
            ("delvis", "Mitt."),
            ("nej", "Det sparade."),
        ]


def test_a_form_leaves_alone_what_the_person_did_not_touch(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    save(house, review_id, Given(Q, "ja"))
    save(house, review_id, Given(Q, "nej", "Ändrat i det andra fönstret.", base_version=1))
    form = [Given(Q, "ja", base_version=1), Given(Q2, "ja")]
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        assert operations.save_area(session, stamp=house.stamp("granskare"), review=review, given=form) == []
    assert {question: content.value for question, content in kept(house, review_id).items()} == {Q: "nej", Q2: "ja"}


def test_a_form_is_kept_whole_or_not_at_all(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    save(house, review_id, Given(Q, "nej", "Sparat."))
    form = [Given(Q2, "ja"), Given(Q, "delvis", "Mitt.")]
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        found = operations.save_area(session, stamp=house.stamp("granskare"), review=review, given=form)
    assert [conflict.given.question_id for conflict in found] == [Q]
    assert Q2 not in kept(house, review_id)


def test_what_can_not_be_kept_is_refused_whole(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    with pytest.raises(AnswerFaultError, match="skalan"):
        save(house, review_id, Given(Q, "kanske"))
    with pytest.raises(AnswerFaultError, match="Frågan finns inte"):
        save(house, review_id, Given("annan_fraga", "ja"))
    assert kept(house, review_id) == {}


def test_nobody_answers_in_another_s_place(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    with pytest.raises(ReviewClosedError):
        save(house, review_id, Given(Q, "ja"), account="granskare2")


def test_signing_is_refused_with_what_is_missing(house: House) -> None:
    round_id = distributed_round(house)
    review_id = answered_review(house, round_id, answers={Q: ("delvis", "")}, leave=[Q2])
    with house.database.transaction() as session, pytest.raises(IncompleteError) as refused:
        operations.sign_off(session, stamp=house.stamp("granskare"), review=session.get_one(Review, review_id))
    assert [item.question.id for item in refused.value.missing] == [Q, Q2]


def test_a_signed_review_takes_no_answers_until_it_is_opened_again(house: House) -> None:
    review_id = answered_review(house, distributed_round(house), sign=True)
    with pytest.raises(ReviewClosedError, match="signerad"):
        save(house, review_id, Given(Q, "nej", "För sent.", base_version=1))
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        operations.reopen(session, stamp=house.stamp(), review=review, reason="Fel akt låg framme.")
    save(house, review_id, Given(Q, "nej", "Rättat.", base_version=1))
    with house.database.transaction(write=False) as session:
        assert session.get_one(Review, review_id).signed_at is None
        [(reopening, name)] = operations.reopenings(session, review_id)
        assert (reopening.reason, name) == ("Fel akt låg framme.", "Samordnare")
        assert versions(session, review_id, Q)[-1] == ("nej", "Rättat.")


def test_an_open_review_can_not_be_opened_again(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    with house.database.transaction() as session, pytest.raises(ReviewClosedError):
        operations.reopen(session, stamp=house.stamp(), review=session.get_one(Review, review_id), reason="Av misstag.")


def test_answers_from_many_windows_at_once_are_kept_one_after_the_other(house: House) -> None:
    """Ten windows answer from the same version: one gets through, the others are told, the history has no gap."""
    review_id = review_id_of(house, distributed_round(house))
    results: list[Saved | Conflict] = []

    def answer(number: int) -> None:
        results.append(save(house, review_id, Given(Q, "nej", f"Fönster {number}.")))

    windows = [threading.Thread(target=answer, args=(number,)) for number in range(10)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert len(results) == 10
    assert sum(isinstance(result, Saved) for result in results) == 1
    with house.database.transaction(write=False) as session:
        assert session.exec(select(Answer).where(Answer.review_id == review_id)).one().version == 1
        assert journal.verify(session)[1] == []


def test_an_answer_given_while_somebody_signs_is_either_in_the_signed_review_or_refused(house: House) -> None:
    review_id = answered_review(house, distributed_round(house))
    outcome: list[str] = []

    def sign() -> None:
        with house.database.transaction() as session:
            review = session.get_one(Review, review_id)
            operations.sign_off(session, stamp=house.stamp("granskare"), review=review)

    def answer() -> None:
        try:
            save(house, review_id, Given(Q, None, base_version=1))
            outcome.append("kept")
        except ReviewClosedError:
            outcome.append("refused")

    def sign_or_not() -> None:
        try:
            sign()
        except IncompleteError:
            outcome.append("unsigned")

    both = [threading.Thread(target=sign_or_not), threading.Thread(target=answer)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcome) in (["refused"], ["kept", "unsigned"])
