"""One invented year's round, step by step as its people would do it: planned, drawn, reviewed and talked over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from audit.accounts.operations import known
from audit.demo.answers import Said, answers, as_the_rules_say
from audit.demo.autumn import Autumn
from audit.demo.chance import Chance
from audit.demo.figures import KUNGSHOLMEN, NORRMALM
from audit.demo.people import Cast
from audit.journal.rules import Stamp
from audit.registers.models import Frame, RegisterUnit
from audit.registers.rules import RegisterKind
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.reviews.rules import Content, Given, GivenFact
from audit.rounds import operations as rounds
from audit.rounds.models import Round, SampleUnit
from audit.rounds.operations import RoundPlan
from audit.rounds.rules import DICE, PartPlan, ReplacementReason, Retrieval

CHECKLIST = "akt-2026.1"
SIZE, RESERVES, DICE_EACH = 10, 5, 3
REVIEWERS = ("granskare1", "granskare2")
# Who enters a board's part of the seed, and when.
REPRESENTATIVES = {KUNGSHOLMEN: ("granskare1", "09:40"), NORRMALM: ("granskare2", "09:45")}
MINUTES_A_FILE, AT_ONCE = 25, 9
LONG_AID, IN_A_HUNDRED = 6, 40
# What the report of 2014 asked to be followed up, and the journal.
FOCUS = (
    "plan_exists_after_second_meeting",
    "child_situation_described",
    "best_interests_assessed_in_decision",
    "violence_question_documented",
    "journal_continuous",
)


@dataclass(frozen=True)
class Progress:
    """How far a round has come: how many files of each board are signed, and how many begun beside them."""

    signed: int = SIZE
    begun: int = 0


@dataclass(frozen=True)
class Replaced:
    """A drawn file that is replaced: the board's code, the place in the sample (from 1), and why."""

    board: str
    position: int
    reason: ReplacementReason


@dataclass(frozen=True)
class Script:
    """What is decided beforehand of one year's round; the rest falls as the draw and chance have it."""

    autumn: Autumn
    cast: Cast
    seed: int
    replaced: Replaced | None = None
    progress: Progress = Progress()

    def stamp(self, who: str, month: int, day: int, clock: str) -> Stamp:
        return self.autumn.stamp(self.cast.accounts[who], month, day, clock)

    def chance(self, purpose: str) -> Chance:
        return Chance(self.seed, self.autumn.year, purpose)


def draw_round(session: Session, script: Script, frames: Mapping[int, Frame]) -> Round:
    """Plan the round of the two boards on their frames, fix its sizes and draw it with both boards' dice."""
    span = script.autumn.span
    plan = RoundPlan(
        name=f"Aktgranskning {script.autumn.year}",
        year=script.autumn.year,
        kind=RegisterKind.CASES,
        period_from=span.first,
        period_to=span.last,
        checklist=CHECKLIST,
        parts=tuple(PartPlan(board, SIZE, RESERVES) for board in script.cast.reviewed),
        reviewer_ids=tuple(script.cast.accounts[name] for name in REVIEWERS),
        invented=True,
    )
    round_ = rounds.create_round(session, stamp=script.stamp("samordnare", 9, 25, "10:20"), plan=plan)
    stamp = script.stamp("samordnare", 9, 25, "10:40")
    for part in rounds.parts(session, known(round_.id)):
        rounds.attach_frame(session, stamp=stamp, part=part, frame=frames[part.board_id])
    sizes = dict.fromkeys(script.cast.reviewed, (SIZE, RESERVES))
    rounds.fix_sizes(session, stamp=stamp, round_=round_, sizes=sizes)
    naming = script.stamp("samordnare", 9, 25, "10:50")
    rounds.set_focus(session, stamp=naming, round_=round_, question_ids=FOCUS)
    _enter_dice(session, script, round_)
    rounds.draw(session, stamp=script.stamp("samordnare", 9, 29, "10:00"), round_=round_)
    return round_


def _enter_dice(session: Session, script: Script, round_: Round) -> None:
    """Each board's representative enters what she has thrown: one »4-2-6«, the other »1-5-3«."""
    chance = script.chance("tärningar")
    for code, (person, clock) in REPRESENTATIVES.items():
        thrown = "-".join(str(chance.between(1, 6)) for _ in range(DICE_EACH))
        stamp, board = script.stamp(person, 9, 29, clock), script.cast.boards[code]
        rounds.give_seed_part(session, stamp=stamp, round_=round_, board_id=board, value=thrown, source=DICE)


def fetch_and_distribute(session: Session, script: Script, round_id: int) -> None:
    """Fetch the files, replace one where the script says so, and share them between the two reviewers."""
    fetching = script.stamp("samordnare", 9, 30, "08:30")
    if script.replaced:
        unit = _drawn(session, round_id, script.cast.boards[script.replaced.board], script.replaced.position)
        rounds.replace_unit(session, stamp=fetching, unit=unit, reason=script.replaced.reason)
    in_use = rounds.in_use(session, round_id)
    rounds.set_retrieval(session, stamp=fetching, units=in_use, retrieval=Retrieval.FETCHED)
    people = [script.cast.accounts[name] for name in REVIEWERS]
    given = {known(unit.id): people[place % len(people)] for place, unit in enumerate(in_use)}
    reviews.distribute(session, stamp=script.stamp("samordnare", 9, 30, "10:15"), round_id=round_id, reviewers=given)


def _drawn(session: Session, round_id: int, board_id: int, position: int) -> SampleUnit:
    return next(unit for unit in rounds.sample(session, round_id, [board_id]) if unit.position == position)


def round_with(session: Session, round_id: int) -> Round:
    return session.get_one(Round, round_id)


# ---- Reviewing ----------------------------------------------------------------------------------------------------


def to_review(session: Session, script: Script, round_id: int) -> list[tuple[int, bool]]:
    """The reviews that are begun, by id, in the order of the draw; True for those that are signed too."""
    chosen = []
    for board in script.cast.reviewed:
        states = reviews.reviews_of_round(session, round_id, [board])
        signed, begun = script.progress.signed, script.progress.signed + script.progress.begun
        chosen += [(state.review_id, place < signed) for place, state in enumerate(states[:begun])]
    return chosen


def review_file(session: Session, script: Script, review_id: int, *, place: int, sign: bool) -> None:
    """Answer a file's questions some at a time, all of them if it is to be signed, else about half."""
    review = session.get_one(Review, review_id)
    unit = session.get_one(SampleUnit, review.sample_unit_id)
    content = session.get_one(RegisterUnit, unit.register_unit_id).content
    areas = reviews.areas_of(session.get_one(Round, review.round_id))
    asked = tuple(question.id for part in areas for question in part.questions)
    said = answers(content, asked, year=script.autumn.year, chance=script.chance(unit.unit_id))
    _correct_the_register(session, script, review, content)
    said = as_the_rules_say(said, reviews.concern_of(session, review=review, answers=_contents(said)))
    asked = tuple(question for question in asked if question in said)
    at = script.autumn.on(10, 1, "08:40") + timedelta(minutes=MINUTES_A_FILE * (place // len(REVIEWERS)))
    for number, few in enumerate(_in_parts(asked if sign else asked[: len(asked) // 2]), start=1):
        given = [Given(one, said[one].value, said[one].comment, said[one].evidence) for one in few]
        stamp = Stamp(at + timedelta(minutes=5 * number), review.reviewer_id)
        if reviews.save_area(session, stamp=stamp, review=review, given=given):
            raise RuntimeError("two invented reviewers collided")
    if sign:
        signed = Stamp(at + timedelta(minutes=MINUTES_A_FILE - 3), review.reviewer_id)
        reviews.sign_off(session, stamp=signed, review=review)


def _correct_the_register(session: Session, script: Script, review: Review, content: Mapping[str, Any]) -> None:
    """In a few files the months of aid are not what the register says."""
    months = content["bistand_manader"]
    if months > LONG_AID and script.chance(f"registret {review.sample_unit_id}").happens(IN_A_HUNDRED):
        told = GivenFact("months_aided", str(months + 1))
        stamp = Stamp(script.autumn.on(10, 1, "08:40"), review.reviewer_id)
        reviews.save_fact(session, stamp=stamp, review=review, given=told)


def _contents(said: Mapping[str, Said]) -> dict[str, Content]:
    return {question: Content(one.value, one.comment, one.evidence) for question, one in said.items()}


def _in_parts(questions: Sequence[str]) -> list[Sequence[str]]:
    return [questions[first : first + AT_ONCE] for first in range(0, len(questions), AT_ONCE)]


def return_files(session: Session, script: Script, round_id: int) -> None:
    in_use = rounds.in_use(session, round_id)
    stamp = script.stamp("samordnare", 10, 3, "09:00")
    rounds.set_retrieval(session, stamp=stamp, units=in_use, retrieval=Retrieval.RETURNED)
