"""What the year under way shows of reviewing in pairs: a file left because of jäv, and two that both have reviewed."""

from sqlmodel import Session, select

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.demo.figures import KUNGSHOLMEN, NORRMALM
from audit.demo.review_rounds import REVIEWERS, Script
from audit.journal.rules import Stamp
from audit.reviews import operations as reviews
from audit.reviews.models import CaseFact, Review
from audit.reviews.operations import Compared
from audit.reviews.rules import Given, GivenFact
from audit.reviews.rules.states import Seat

PERCENT = 10
LEFT_BECAUSE = "Uppdiktat skäl: jag har suttit i samma arbetsgrupp som den som handlade ärendet."
# By board: the word of the second where she saw less than the first, and why they came to what they did (if they did).
DIFFERENT = {
    KUNGSHOLMEN: ("Underlaget finns, men det saknar datum.", "Vi läste om underlaget tillsammans: datumet saknas."),
    NORRMALM: ("Det framgår av journalen bara delvis.", ""),
}
LEFT_POSITION = 9


def share_out(session: Session, script: Script, round_id: int) -> None:
    """Choose how many files are reviewed twice, give them their second reviewers, and let one reviewer declare jäv."""
    stamp = script.stamp("samordnare", 9, 30, "10:40")
    reviews.choose_share(session, stamp=stamp, round_id=round_id, percent=PERCENT)
    places = reviews.second_reviewing(session, round_id=round_id).places
    given = {known(place.unit.id): place.proposed_id for place in places if place.proposed_id}
    reviews.give_seconds(session, stamp=stamp, round_id=round_id, reviewers=given)
    of_board = reviews.reviews_of_round(session, round_id, [script.cast.boards[NORRMALM]])
    left = session.get_one(Review, of_board[LEFT_POSITION - 1].review_id)
    said = Stamp(script.autumn.on(10, 1, "08:10"), left.reviewer_id)
    reviews.declare(session, stamp=said, review=left, reason=LEFT_BECAUSE)


def review_twice(session: Session, script: Script, round_id: int) -> None:
    """Let the second reviewers answer as the first did but for one question; one difference is settled, one is not."""
    query = select(Review).where(Review.round_id == round_id, Review.seat == Seat.SECOND)
    seconds = {review.board_id: review for review in session.exec(query)}
    for place, (code, (comment, come_to)) in enumerate(DIFFERENT.items()):
        second = seconds[script.cast.boards[code]]
        stamp = Stamp(script.autumn.on(10, 2, f"{9 + place:02}:20"), second.reviewer_id)
        question = _answer_as_the_first(session, stamp, second, comment, place)
        if come_to:
            _settle(session, script, second, question, come_to)


def _answer_as_the_first(session: Session, stamp: Stamp, second: Review, comment: str, place: int) -> str:
    """Gives the question that was answered otherwise: the first or second that the other had answered Ja."""
    first = session.exec(
        select(Review).where(Review.sample_unit_id == second.sample_unit_id, Review.seat == Seat.FIRST)
    ).one()
    for fact in session.exec(select(CaseFact).where(CaseFact.review_id == first.id)):
        told = GivenFact(fact.attribute_id, fact.value or "")
        reviews.save_fact(session, stamp=stamp, review=second, given=told)
    kept = {name: one for name, one in reviews.answers_of(session, known(first.id)).items() if not one.by_rule}
    question = [name for name, one in kept.items() if one.value == "ja"][place]
    given = [
        Given(name, "delvis", comment, one.evidence, reason=one.reason)
        if name == question
        else Given(name, one.value, one.comment, one.evidence, reason=one.reason)
        for name, one in kept.items()
    ]
    reviews.save_area(session, stamp=stamp, review=second, given=given)
    reviews.sign_off(session, stamp=stamp, review=second)
    return question


def _settle(session: Session, script: Script, second: Review, question: str, reason: str) -> None:
    """The first reviewer proposes the second's answer, and the second confirms."""
    people = {script.cast.accounts[name] for name in REVIEWERS}
    [first_reviewer] = people - {second.reviewer_id}
    at = script.autumn.on(10, 2, "11:05")
    reviews.propose(
        session,
        stamp=Stamp(at, first_reviewer),
        found=_compared(session, second, first_reviewer),
        question_id=question,
        value="delvis",
        reason=reason,
    )
    confirmed = Stamp(script.autumn.on(10, 2, "11:20"), second.reviewer_id)
    found = _compared(session, second, known(second.reviewer_id))
    reviews.confirm(session, stamp=confirmed, found=found, question_id=question, number=1)


def _compared(session: Session, second: Review, account_id: int) -> Compared:
    scope = Scope(account_id, "", frozenset({(Role.REVIEWER, second.board_id)}))
    found = reviews.compared(session, scope, known(second.id))
    if found is None:
        raise RuntimeError("two invented reviewers have nothing to compare")
    return found
