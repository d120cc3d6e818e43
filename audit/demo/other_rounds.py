"""Beside the year's case files: a few payments and estates drawn and reviewed, small but whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from audit.accounts.operations import known
from audit.demo.review_rounds import REPRESENTATIVES, REVIEWERS, Script
from audit.journal.rules import Stamp
from audit.registers import operations as registers
from audit.registers.rules import RegisterKind
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.reviews.operations import ReviewState
from audit.reviews.operations.cases import case_of
from audit.reviews.rules import Given
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.operations import RoundPlan
from audit.rounds.rules import DICE, Drawing, PartPlan, ReplacementReason, Retrieval

RESERVES, MOST_PASSES = 2, 5


@dataclass(frozen=True)
class Small:
    """A small round: what it is of, how many units of each board, and the deviations by place in the order of all.

    `overpaid` are öre that were paid too much, by the same places. `day` is that of November when it is drawn. Where
    `drawing` is by the krona, the size is how many kronor of each board are hit, and the last `aside` payments are set
    aside because their files are on loan.
    """

    kind: RegisterKind
    name: str
    checklist: str
    size: int
    day: int
    deviations: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    overpaid: Mapping[int, int] = field(default_factory=dict)
    drawing: Drawing = Drawing.EQUAL
    aside: int = 0

    @property
    def reserves(self) -> int:
        return 0 if self.drawing is Drawing.KRONOR else RESERVES


ROUNDS = (
    Small(
        RegisterKind.PAYMENTS, "Utbetalningar", "utbetalning-2026.1", 6, 4,
        {1: ("pay_amount_equals_decision", "Uppdiktat: 450 kronor mer än beslutet är utbetalt."),
         6: ("pay_dual_control", "Uppdiktat: samma person har beslutat och attesterat. Beloppet är rätt.")},
        {1: 45_000, 6: 0},
        drawing=Drawing.KRONOR,
        aside=1,
    ),
    Small(
        RegisterKind.ESTATES, "Boutredningar", "boutredning-2026.1", 2, 11,
        {2: ("estate_assets_debts_verified", "Uppdiktat: underlag för skulderna saknas.")},
    ),
)  # fmt: skip


def review_all(session: Session, script: Script) -> None:
    """Draw and review each of the small rounds to its end."""
    for small in ROUNDS:
        _review(session, script, small, _drawn(session, script, small))


def _drawn(session: Session, script: Script, small: Small) -> Round:
    frames = registers.frames_for(session, kind=small.kind, board_ids=script.cast.reviewed)
    newest = {frame.board_id: frame for frame in reversed(frames)}
    extract = registers.extract_of(session, frames[0])
    stamp = script.stamp("samordnare", 11, small.day, "09:00")
    plan = RoundPlan(
        name=f"{small.name} {script.autumn.year}",
        year=script.autumn.year,
        kind=small.kind,
        period_from=extract.period_from,
        period_to=extract.period_to,
        checklist=small.checklist,
        parts=tuple(PartPlan(board, small.size, small.reserves) for board in script.cast.reviewed),
        reviewer_ids=tuple(script.cast.accounts[name] for name in REVIEWERS),
        invented=True,
        drawing=small.drawing,
    )
    round_ = rounds.create_round(session, stamp=stamp, plan=plan)
    for part in rounds.parts(session, known(round_.id)):
        rounds.attach_frame(session, stamp=stamp, part=part, frame=newest[part.board_id])
    sizes = dict.fromkeys(script.cast.reviewed, (small.size, small.reserves))
    rounds.fix_sizes(session, stamp=stamp, round_=round_, sizes=sizes)
    for code, (person, clock) in REPRESENTATIVES.items():
        thrown = "-".join(str(script.chance(f"{small.name} {code} {turn}").between(1, 6)) for turn in range(3))
        given, board = script.stamp(person, 11, small.day, clock), script.cast.boards[code]
        rounds.give_seed_part(session, stamp=given, round_=round_, board_id=board, value=thrown, source=DICE)
    rounds.draw(session, stamp=script.stamp("samordnare", 11, small.day, "10:00"), round_=round_)
    return round_


def _review(session: Session, script: Script, small: Small, round_: Round) -> None:
    stamp, round_id = script.stamp("samordnare", 11, small.day, "10:30"), known(round_.id)
    people = [script.cast.accounts[name] for name in REVIEWERS]
    drawn = rounds.in_use(session, round_id)
    in_use, aside = drawn[: len(drawn) - small.aside], drawn[len(drawn) - small.aside :]
    for unit in aside:
        rounds.set_aside(session, stamp=stamp, unit=unit, reason=ReplacementReason.ON_LOAN)
    rounds.set_retrieval(session, stamp=stamp, units=in_use, retrieval=Retrieval.FETCHED)
    given = {known(unit.id): people[place % len(people)] for place, unit in enumerate(in_use)}
    reviews.distribute(session, stamp=stamp, round_id=round_id, reviewers=given)
    for place, state in enumerate(reviews.reviews_of_round(session, round_id)):
        _answer(session, script, small, place, state)
    returned = script.stamp("samordnare", 11, small.day + 2, "09:00")
    rounds.set_retrieval(session, stamp=returned, units=in_use, retrieval=Retrieval.RETURNED)


def _answer(session: Session, script: Script, small: Small, place: int, state: ReviewState) -> None:
    review = session.get_one(Review, state.review_id)
    stamp = Stamp(script.autumn.on(11, small.day + 1, f"{9 + place // 2:02}:{10 + place % 2}"), review.reviewer_id)
    wrong, comment = small.deviations.get(place, ("", ""))
    for _ in range(MOST_PASSES):
        lacking = [one.question.id for one in reviews.lacking(session, review=review)]
        if not lacking:
            break
        reviews.save_area(session, stamp=stamp, review=review, given=list(_said(lacking, wrong, comment)))
    if place in small.overpaid and (case := case_of(session, state.review_id)):
        overpaid = small.overpaid[place]
        reviews.say_error(session, stamp=stamp, case=case, overpaid=overpaid, underpaid=0, seen=0)
    reviews.sign_off(session, stamp=stamp, review=review)


def _said(questions: Iterable[str], wrong: str, comment: str) -> Iterable[Given]:
    """Ja to everything but one question."""
    for question in questions:
        yield Given(question, "nej", comment) if question == wrong else Given(question, "ja")
