"""The story goes on: a signed round with deviations, observations on them, and what is shared with the unit."""

from typing import Any

from werkzeug.test import TestResponse

from audit.accounts.operations import known
from audit.findings import operations
from audit.findings.operations import Draft, Finding
from audit.findings.rules import Severity
from audit.registers.rules import RegisterKind
from audit.rounds import operations as rounds
from audit.rounds.models import Origin, Round, RoundBoard
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.remembered import remembered
from tests.support.reviewed import Said, signed_round
from tests.support.story import BOARDS, runner

CHILD, VIOLENCE, LAW = "child_situation_described", "violence_question_documented", "decision_legal_basis_correct"
SECRET = "Skolan nämns inte i journalen."
DEVIATIONS: dict[tuple[str, int, str], Said] = {
    ("Kungsholmen", 1, CHILD): ("nej", SECRET),
    ("Kungsholmen", 2, CHILD): ("delvis", SECRET),
    ("Kungsholmen", 3, CHILD): ("ej_aktuellt", ""),
    ("Norrmalm", 1, CHILD): ("nej", SECRET),
    ("Norrmalm", 2, VIOLENCE): ("nej", "Frågan är inte ställd."),
    ("Östermalm", 1, LAW): ("nej", "Fel lag."),
}
CASE_IDS = ("KUN-0", "NOR-0", "ÖST-0")


def reviewed(house: House, *boards: str) -> int:
    """A signed round with the deviations above. Gives its id."""
    return signed_round(house, *boards, answers=DEVIATIONS)


@remembered
def observed(
    house: House,
    round_id: int,
    *,
    board: str | None = None,
    shared: bool = False,
    boards: tuple[str, ...] = (),
    **texts: Any,
) -> int:
    """An observation on the children's situation, shared with the unit if so told. Gives its id."""
    draft = Draft(
        title=texts.get("title", "Barnperspektivet"),
        seen=texts.get("seen", "Nej eller Delvis i 3 av 5 akter."),
        assessment="Barnens situation ska framgå.",
        recommendation=texts.get("recommendation", "Inför en rubrik i mallen."),
        severity=Severity.MATERIAL,
        board_id=house.boards[board] if board else None,
        question_ids=texts.get("question_ids", (CHILD,)),
    )
    stamp = house.stamp(runner(boards))
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        made = operations.write_observation(session, stamp=stamp, round_=round_, draft=draft)
        if shared:
            operations.share(session, stamp=stamp, round_=round_, observation_ids=[made.id or 0])
        return made.id or 0


def finding(house: House, round_id: int, observation_id: int) -> Finding:
    with house.database.transaction(write=False) as session:
        found = operations.observations(session, round_id=round_id)
        return next(one for one in found if one.id == observation_id)


def case_ids(house: House, round_id: int) -> list[str]:
    with house.database.transaction(write=False) as session:
        return [unit.unit_id for unit in rounds.in_use(session, round_id)]


def words(response: TestResponse) -> str:
    """What stands in the page's main part, on one line, no-break spaces as spaces."""
    return text_of(parse(response).find(".//main"))


def paper_round(house: House, *boards: str, year: int = 2014) -> int:
    """A round that exists on paper only. Gives its id."""
    with house.database.transaction() as session:
        round_ = Round(
            name=f"Internkontroll {year}",
            year=year,
            kind=RegisterKind.CASES,
            origin=Origin.PAPER,
            created_at=house.clock(),
        )
        session.add(round_)
        session.flush()
        for board in house.board_ids(*(boards or BOARDS)):
            session.add(RoundBoard(round_id=known(round_.id), board_id=board))
        return known(round_.id)
