"""The story up to the report: a round reviewed with deviations, a file replaced, observations shared, earlier years."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from audit.accounts.operations import known
from audit.comparison import paper
from audit.comparison.paper import PaperYear, Source, Target
from audit.comparison.rules import CountRow, Judgement, Statement
from audit.findings import operations as findings
from audit.findings.operations import Draft, GivenReply, Talk
from audit.findings.rules import Severity, Stance
from audit.improvements.models import ImprovementArea, ImprovementAreaBoard
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import ReplacementReason
from checklists import AnswerCounts
from tests.support.house import House
from tests.support.remembered import remembered
from tests.support.reviewed import Said, signed_round
from tests.support.story import BOARDS

CHILDREN = "child_perspective_weighed"
TITLE = "Barnperspektivet syns inte i utredningen"
SEEN = "I flera akter saknas en bedömning av hur beslutet påverkar barnen."
QUOTATION = "Samtliga ansökningsblanketter är korrekt ifyllda och underskrivna av sökande."

# By board, place in the sample and question. Every other question of every file is answered with Ja.
ANSWERS: dict[tuple[str, int, str], Said] = {
    ("Kungsholmen", 1, "application_on_file"): ("nej", "hemlig kommentar ett"),
    ("Kungsholmen", 2, "application_on_file"): ("delvis", "hemlig kommentar två"),
    ("Kungsholmen", 3, "application_on_file"): ("kan_ej_bedomas", "hemlig kommentar tre"),
    ("Norrmalm", 1, "application_on_file"): ("ej_aktuellt", ""),
    ("Norrmalm", 2, "income_assets_verified"): ("nej", "hemlig kommentar fyra"),
}


@dataclass(frozen=True)
class Told:
    """The rounds of the story: the one reported, and the year on paper before it."""

    round_id: int
    paper_id: int


@remembered
def tell(house: House) -> Told:
    """Everything that a report can tell of, in the order in which it happens."""
    paper_id = paper_year(house)
    round_id = signed_round(house, answers=ANSWERS)
    with house.database.transaction() as session:
        replace_one(house, session, round_id)
        share_observation(house, session, round_id)
        add_area(house, session, paper_id)
    return Told(round_id, paper_id)


def paper_year(house: House) -> int:
    """2014 on paper: a statement about both boards, and one table of Norrmalm."""
    stamp = house.stamp()
    with house.database.transaction() as session:
        round_ = paper.add_paper_year(
            session, stamp=stamp, paper=PaperYear(2014, "Internkontroll 2014", tuple(house.board_ids(*BOARDS)))
        )
        round_id = known(round_.id)
        quoted = Statement(Judgement.IN_ORDER, QUOTATION, "Tjänsteutlåtande 2014", "3")
        paper.add_statement(
            session, stamp=stamp, round_id=round_id, question_id="application_signed_by_all", statement=quoted
        )
        target = Target(round_id, house.boards["Norrmalm"], Source("Tjänsteutlåtande 2014", "4"))
        row = CountRow("income_assets_verified", AnswerCounts(ja=7, nej=2, ej_aktuellt=1))
        paper.set_counts(session, stamp=stamp, target=target, rows=[row])
        return round_id


def replace_one(house: House, session: Session, round_id: int) -> None:
    """Norrmalm's third file could not be found; the reserve that is called in is not reviewed yet."""
    unit = rounds.in_use(session, round_id, [house.boards["Norrmalm"]])[2]
    rounds.replace_unit(session, stamp=house.stamp(), unit=unit, reason=ReplacementReason.FILE_MISSING)


def share_observation(house: House, session: Session, round_id: int) -> None:
    round_ = session.get_one(Round, round_id)
    stamp = house.stamp()
    draft = Draft(TITLE, SEEN, Severity.MATERIAL, "Bristen är väsentlig.", "Inför en rubrik om barnen.")
    shared = findings.write_observation(session, stamp=stamp, round_=round_, draft=draft)
    unshared = Draft("Utkast som ingen har delat", "Ännu inte delat.", Severity.MINOR)
    findings.write_observation(session, stamp=stamp, round_=round_, draft=unshared)
    findings.share(session, stamp=stamp, round_=round_, observation_ids=[known(shared.id)])
    talk = Talk(house.today, "Enhetschef, två granskare")
    findings.add_meeting(session, stamp=stamp, round_=round_, talk=talk)
    given = GivenReply(Stance.AGREES, text="Vi delar bilden.", measure="Ny rubrik i mallen.", due_on=date(2026, 12, 1))
    findings.reply(session, stamp=house.stamp("enhetschef"), observation_id=known(shared.id), given=given)


def add_area(house: House, session: Session, paper_id: int) -> None:
    area = ImprovementArea(
        title="Barnperspektivet i dokumentationen",
        description="Att åskådliggöra barnperspektivet i dokumentationen.",
        origin_round_id=paper_id,
        origin="Tjänsteutlåtande 2014",
        owner="Enhetschefen",
        due_on=date(2026, 12, 31),
        created_at=house.clock(),
    )
    session.add(area)
    session.flush()
    for board in house.board_ids(*BOARDS):
        session.add(ImprovementAreaBoard(area_id=known(area.id), board_id=board))
