"""The way back from a figure to the reviews that it is made of, for those who may see single answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.findings import operations as findings
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.content import Figure, MadeOf
from audit.reports.operations.reading import report_for_reader
from audit.reviews import operations as reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import Target


@dataclass(frozen=True)
class Record:
    """A review behind a figure: the unit and, where the figure counts answers, the question with what was answered.

    A unit that nobody has been given yet has no review.
    """

    review_id: int | None
    unit_id: str
    board: str
    question: str = ""
    value: str = ""
    comment: str = ""


@dataclass(frozen=True)
class FigureRecords:
    """A figure of a round's report with the reviews behind it, in the order of board and draw. `place`: where the
    report tells of it; `board_id`: the board whose own report it is, if it is one."""

    round_: Round
    figure: Figure
    place: str
    board_ids: tuple[int, ...]
    board_names: tuple[str, ...]
    questions: tuple[str, ...]
    records: tuple[Record, ...]
    board_id: int | None = None

    @property
    def reviews(self) -> int:
        return len({record.unit_id for record in self.records})


def figure_for_coordinator(
    session: Session, scope: Scope, round_id: int, figure: str, board_id: int | None = None
) -> FigureRecords | None:
    """What is behind a figure of the report of those of the round's boards that one coordinates, or of one of them."""
    seen = report_for_reader(session, scope, round_id, board_id)
    if seen is None or seen.built is None:
        return None
    report = seen.built.report
    found = next(
        ((place, one) for place, one in report.pieces() if isinstance(one, Figure) and one.key == figure), None
    )
    if found is None or found[1].made_of is None:
        return None
    return replace(_records(session, seen.round_, *found, found[1].made_of), board_id=board_id)


def _records(session: Session, round_: Round, place: str, figure: Figure, made_of: MadeOf) -> FigureRecords:
    names = findings.boards_of(session, round_id=known(round_.id), within=set(made_of.board_ids))
    texts = {question.id: question.text for question in findings.questions_of(round_)}
    of_answers = bool(made_of.question_ids)
    found = _answers(session, round_, made_of, names, texts) if of_answers else _files(session, round_, made_of, names)
    asked = tuple(texts[one] for one in made_of.question_ids if one in texts)
    return FigureRecords(round_, figure, place, tuple(names), tuple(names.values()), asked, tuple(found))


def _answers(
    session: Session, round_: Round, made_of: MadeOf, names: dict[int, str], texts: dict[str, str]
) -> Iterable[Record]:
    given = reviews.given_answers(
        session,
        round_id=known(round_.id),
        board_ids=made_of.board_ids,
        signed_only=True,
        target=Target(made_of.target),
    )
    labels = {option.code: option.label for option in reviews.checklist_of(round_).scale}
    for one in given:
        if one.question_id in made_of.question_ids and (not made_of.values or one.value in made_of.values):
            yield Record(
                one.review_id, one.unit_id, names[one.board_id], texts[one.question_id], labels[one.value], one.comment
            )


def _files(session: Session, round_: Round, made_of: MadeOf, names: dict[int, str]) -> Iterable[Record]:
    round_id, target = known(round_.id), Target(made_of.target)
    of_round = reviews.standing_reviews(session, round_id, made_of.board_ids, target)
    by_unit = {(one.board_id, one.unit_id): one for one in of_round}
    for unit in rounds.in_use(session, round_id, made_of.board_ids, target):
        review = by_unit.get((unit.board_id, unit.unit_id))
        if (review and review.finished) or not made_of.finished:
            yield Record(review.review_id if review else None, unit.unit_id, names[unit.board_id])


def note_records_viewed(session: Session, *, stamp: Stamp, of: FigureRecords) -> None:
    """Note in the journal which cases a figure led to."""
    units = sorted({record.unit_id for record in of.records})
    if units:
        boards = sorted(of.board_ids)
        journal.record(session, stamp, "answers:viewed", known(of.round_.id), page="siffra", units=units, boards=boards)
