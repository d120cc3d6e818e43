"""What an area may be linked to: the questions of every checklist, and the boards' observations."""

from collections.abc import Collection, Iterable

from sqlmodel import Session, and_, col, or_, select

from audit.accounts.operations import known
from audit.checklists import operations as checklists
from audit.checklists.rules import newest_first
from audit.findings import operations as findings
from audit.findings.models import Observation
from audit.findings.operations import Finding
from audit.rounds.models import Round, RoundBoard
from audit.rounds.operations import standing
from checklists import Question

# ---- Questions --------------------------------------------------------------------------------------------------


def known_questions(session: Session) -> dict[str, Question]:
    """Every question of every checklist by id, worded as in the newest version that has it."""
    found: dict[str, Question] = {}
    for one in reversed(newest_first(checklists.everything(session).values())):
        found.update((question.id, question) for question in one.questions)
    return found


def question_texts(session: Session, question_ids: Iterable[str]) -> dict[str, str]:
    """The text of each question, in the order given; its id where no checklist has it."""
    all_known = known_questions(session)
    return {one: all_known[one].text if one in all_known else one for one in question_ids}


def newest_checklists(session: Session) -> dict[str, str]:
    """By question, the name of the newest checklist that asks it."""
    by_name = checklists.everything(session)
    names = {id(one): name for name, one in by_name.items()}
    oldest_first = reversed(newest_first(by_name.values()))
    return {question.id: names[id(one)] for one in oldest_first for question in one.questions}


# ---- Observations -----------------------------------------------------------------------------------------------


def observations_of(session: Session, ids: Iterable[int], *, board_ids: Collection[int]) -> list[Finding]:
    """The observations with these ids, as far as they concern those boards."""
    query = select(Observation).where(
        col(Observation.id).in_(list(ids)),
        or_(col(Observation.board_id).is_(None), col(Observation.board_id).in_(list(board_ids))),
    )
    return findings.findings_of(session, list(session.exec(query.order_by(col(Observation.id)))))


def observations_to_choose(
    session: Session, *, board_ids: Collection[int], linked: Iterable[int] = ()
) -> list[tuple[Finding, Round]]:
    """The observations that concern those boards, those of the newest round first, each with its round; and such as
    are `linked` already, whatever board they concern."""
    boards = list(board_ids)
    with_boards = select(RoundBoard.round_id).where(col(RoundBoard.board_id).in_(boards))
    query = (
        select(Observation, Round)
        .join(Round, col(Round.id) == col(Observation.round_id))
        .where(
            or_(
                and_(
                    col(Round.id).in_(with_boards),
                    or_(col(Observation.board_id).is_(None), col(Observation.board_id).in_(boards)),
                    standing(),
                ),
                col(Observation.id).in_(list(linked)),
            ),
        )
    )
    ordered = sorted(session.exec(query), key=lambda each: (-each[1].year, -known(each[1].id), known(each[0].id)))
    whole = findings.findings_of(session, [observation for observation, _ in ordered])
    return [(one, round_) for one, (_, round_) in zip(whole, ordered, strict=True)]
