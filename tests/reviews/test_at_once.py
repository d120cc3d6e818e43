"""Two at the same time: one gets through, the other is told in a sentence, and nothing is written by halves."""

from functools import partial

from sqlmodel import Session, func, select
from werkzeug.test import TestResponse

from audit.accounts.models import RoleGrant
from audit.accounts.rules import Role
from audit.journal import operations as journal
from audit.journal.models import JournalEntry
from audit.journal.rules import Stamp
from audit.reviews import operations
from audit.reviews.models import BlindPair, Remark, Reopening, Review, Settlement
from audit.reviews.rules import Given
from audit.reviews.rules.states import Seat
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from tests.support import at_once as holding
from tests.support.at_once import Send
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import answered_review, answered_second, distributed_round, second_reviewer

Q, Q2 = "application_on_file", "application_signed_by_all"


def at_once(house: House, review_id: int, *sends: Send) -> list[TestResponse]:
    """All of it while somebody holds the file."""
    unit = select(Review.sample_unit_id).where(Review.id == review_id).scalar_subquery()
    file = select(Review).where(Review.sample_unit_id == unit).with_for_update()
    return holding.at_once(house, lambda session: session.exec(file).all(), *sends)


def words(answer: TestResponse) -> str:
    return text_of(parse(answer).find(".//main"))


def one_and_other(answers: list[TestResponse]) -> TestResponse:
    """The answer to the one who was not first; the first got through."""
    first, other = sorted(answers, key=lambda answer: answer.status_code)
    assert (first.status_code, other.status_code // 100) == (302, 4), [words(answer) for answer in answers]
    return other


def times(house: House, action: str) -> int:
    """How often it stands in the journal, which has to verify."""
    with house.database.transaction(write=False) as session:
        assert journal.verify(session)[1] == []
        return session.exec(select(func.count()).where(JournalEntry.action == action)).one()


def test_two_windows_that_sign_the_same_review(house: House) -> None:
    review_id = answered_review(house, distributed_round(house))
    windows = [house.client("granskare"), house.client("granskare")]
    filled = [page.form(f"/granskning/{review_id}/signera") for page in windows]
    sends = [partial(page.post, address, data=fields) for page, (address, fields) in zip(windows, filled, strict=True)]
    other = one_and_other(at_once(house, review_id, *sends))
    assert "Granskningen är signerad." in words(other)
    assert times(house, "review:signed") == 1


def test_two_who_review_the_same_file_sign_at_once_and_are_set_side_by_side_once(house: House) -> None:
    round_id = distributed_round(house)
    second = second_reviewer(house, round_id)
    first = answered_review(house, round_id)
    answered_second(house, round_id, answers={Q: ("nej", "Saknas.")}, sign=False)
    one, other = house.client("granskare"), house.client("granskare2")
    answers = at_once(
        house,
        first,
        lambda: one.fill(f"/granskning/{first}/signera"),
        lambda: other.fill(f"/granskning/{second}/signera"),
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    with house.database.transaction(write=False) as session:
        pair = session.exec(select(BlindPair)).one()
        assert pair.answers[Q] == ["ja", "nej"]
    assert times(house, "review:compared") == 1


def test_an_area_that_is_saved_while_the_review_is_signed_is_kept_before_or_shown_again(house: House) -> None:
    review_id = answered_review(house, distributed_round(house))
    signing, answering = house.client("granskare"), house.client("granskare")
    address, fields = answering.form(f"/granskning/{review_id}?omrade=ansokan")
    changed = fields | {f"svar-{Q}": "nej", f"kommentar-{Q}": "Saknas för hela mars."}
    signed, saved = at_once(
        house,
        review_id,
        lambda: signing.fill(f"/granskning/{review_id}/signera"),
        lambda: answering.post(address, data=changed),
    )
    assert signed.status_code == 302
    with house.database.transaction(write=False) as session:
        answer = operations.answers_of(session, review_id)[Q]
    if saved.status_code == 302:
        assert answer.value == "nej"
    else:
        assert saved.status_code == 404
        assert answer.value == "ja"
        assert "Granskningen är signerad." in words(saved)
        assert "Saknas för hela mars." in words(saved), "what was typed is not lost"


def test_two_who_settle_the_same_difference(house: House) -> None:
    round_id = distributed_round(house)
    second_reviewer(house, round_id)
    first = answered_review(house, round_id, sign=True)
    second = answered_second(house, round_id, answers={Q: ("nej", "Saknas.")})
    address = f"/granskning/{first}/skillnader"
    house.client("granskare").fill(address, value="nej", reason="Vi läste om akten.")
    confirming, deciding = house.client("granskare2"), house.client("samordnare")
    confirmed, decided = at_once(
        house,
        first,
        lambda: confirming.fill(f"/granskning/{second}/skillnader"),
        lambda: deciding.fill(address, value="delvis", reason="Sidan två finns."),
    )
    other = one_and_other([confirmed, decided])
    assert "avgjord" in words(other).lower()
    with house.database.transaction(write=False) as session:
        made = session.exec(select(Settlement)).all()
    assert [one.value for one in made if one.settled_at] == ["nej" if other is decided else "delvis"]
    assert len(made) == (1 if other is decided else 2)


def test_two_proposals_at_once_both_stand_and_the_later_one_waits_for_the_other(house: House) -> None:
    round_id = distributed_round(house)
    second_reviewer(house, round_id)
    first = answered_review(house, round_id, sign=True)
    answered_second(house, round_id, answers={Q: ("nej", "Saknas.")})
    people = {name: house.client(name) for name in ("granskare", "granskare2")}
    address = f"/granskning/{first}/skillnader"
    answers = at_once(
        house,
        first,
        lambda: people["granskare"].fill(address, value="ja", reason="Den finns på sidan 4."),
        lambda: people["granskare2"].fill(address, value="nej", reason="Sidan 4 är en annan."),
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    with house.database.transaction(write=False) as session:
        made = session.exec(select(Settlement)).all()
    assert sorted(one.number for one in made) == [1, 2]
    assert not any(one.settled_at for one in made)


def test_two_coordinators_one_opens_a_review_again_and_the_other_returns_it(house: House) -> None:
    review_id = answered_review(house, distributed_round(house), sign=True)
    opening, returning = house.client("samordnare"), house.client("samordnare")
    opened, returned = at_once(
        house,
        review_id,
        lambda: opening.fill(f"/granskning/{review_id}", reason="Journalen var utlånad."),
        lambda: returning.fill(f"/granskning/{review_id}/aterlamna", **{f"anm_{Q}": "Vilken sida är det?"}),
    )
    other = one_and_other([opened, returned])
    typed = "Journalen var utlånad." if other is opened else "Vilken sida är det?"
    assert typed in words(other)
    assert "Granskningen är" in words(other)
    with house.database.transaction(write=False) as session:
        assert len(session.exec(select(Reopening)).all()) == 1
        assert len(session.exec(select(Remark)).all()) == (other is opened)
    assert times(house, "review:reopened") + times(house, "review:sent_back") == 1


def test_jav_is_declared_while_the_files_are_given_out(house: House) -> None:
    """Each holds what the other will ask for: neither may lock the other out."""
    round_id = distributed_round(house)
    with house.database.transaction(write=False) as session:
        mine = select(Review.id).where(Review.reviewer_id == house.accounts["granskare"])
        review_id = session.exec(mine).first() or 0
    leaving, giving = house.client("granskare"), house.client("samordnare")
    declared, given = at_once(
        house,
        review_id,
        lambda: leaving.fill(f"/granskning/{review_id}/jav", reason="Min granne."),
        lambda: giving.fill(f"/granskning/omgang/{round_id}/fordela?forslag=byt"),
    )
    assert declared.status_code in {302, 409}
    assert given.status_code == 302 or "Jäv:" in words(given)
    with house.database.transaction(write=False) as session:
        left = session.exec(select(Review).where(Review.seat == Seat.LEFT)).all()
        assert len(left) == (declared.status_code == 302)
        firsts = session.exec(select(Review.sample_unit_id).where(Review.seat == Seat.FIRST)).all()
        assert len(firsts) == len(set(firsts))


def test_a_second_review_that_is_begun_while_it_is_moved_stays_where_it_is(house_on_postgresql: House) -> None:
    house = house_on_postgresql
    round_id = distributed_round(house)
    second_id = second_reviewer(house, round_id)
    with house.database.transaction() as session:
        round_, third = session.get_one(Round, round_id), house.accounts["enhetschef"]
        for board_id in house.board_ids("Kungsholmen", "Norrmalm"):
            session.add(RoleGrant(account_id=third, role=Role.REVIEWER, board_id=board_id))
        session.flush()
        reviewers = [house.accounts["granskare"], house.accounts["granskare2"], third]
        rounds.set_reviewers(session, stamp=house.stamp(), round_=round_, account_ids=reviewers)
        before = session.get_one(Review, second_id)

    def answer(session: Session) -> None:
        review, stamp = session.get_one(Review, second_id), Stamp(house.clock(), before.reviewer_id)
        operations.save_answer(session, stamp=stamp, review=review, given=Given(Q, "nej", "Saknas."))

    place = {f"akt_{before.sample_unit_id}": str(third)}
    moving = holding.filled(
        house.client("samordnare"), f"/granskning/omgang/{round_id}/dubbel", "Spara andra granskare", **place
    )
    (moved,) = holding.at_once(house, answer, moving)
    assert moved.status_code == 422
    assert "Den andra granskningen har börjat." in words(moved)
    with house.database.transaction(write=False) as session:
        assert session.get_one(Review, second_id).reviewer_id == before.reviewer_id
