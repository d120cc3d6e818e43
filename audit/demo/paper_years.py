"""What the report of 2014 says of its own year and of 2010, question by question, in its own words."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from audit.accounts.operations import known
from audit.comparison import paper
from audit.comparison.paper import PaperYear
from audit.comparison.rules import Judgement, Statement
from audit.demo.people import Cast
from audit.journal.rules import Stamp

SOURCE = "Tjänsteutlåtande internkontroll 2014"
# Counted in the document as the project has it, where a new page can be told from the text.
VIEWS, AREAS = "3", "5"

COMPLETE = "Samtliga ansökningsblanketter är korrekt ifyllda och underskrivna av sökande."
AS_IN_2010 = (
    "Precis som vid granskningen 2010 är besluten kompletta och korrekt formulerade och journalföringen löpande och "
    "korrekt."
)
PAPER_FILES = (
    "De brister som uppdagades vid internkontrollen 2010 har i huvudsak åtgärdats och påtagliga förbättringar skett, "
    "främst vad gäller ordningen i de granskade pappersakterna."
)
CHILDREN_MISSING = "Medvetenheten finns alltså, men dokumentation utifrån barnperspektivet saknas ofta."


@dataclass(frozen=True)
class Quoted:
    """A quotation from the report that speaks of one question."""

    question: str
    judgement: Judgement
    words: str
    page: str = VIEWS


OF_2010 = (
    Quoted("decision_document_complete", Judgement.IN_ORDER, AS_IN_2010),
    Quoted("journal_continuous", Judgement.IN_ORDER, AS_IN_2010),
    Quoted("paper_file_order", Judgement.NOT_IN_ORDER, PAPER_FILES),
)
OF_2014 = (
    Quoted("application_signed_by_all", Judgement.IN_ORDER, COMPLETE),
    Quoted("application_complete_or_supplemented", Judgement.IN_ORDER, COMPLETE),
    Quoted("decision_document_complete", Judgement.IN_ORDER, AS_IN_2010),
    Quoted(
        "decision_legal_basis_correct",
        Judgement.IN_ORDER,
        "Samtliga beslut är fattade enligt korrekt lag och paragraf.",
    ),
    Quoted("journal_continuous", Judgement.IN_ORDER, AS_IN_2010),
    Quoted("journal_continuous", Judgement.IN_ORDER, "Granskade journalanteckningar är detaljerade och tydliga."),
    Quoted("paper_file_order", Judgement.PARTLY, PAPER_FILES),
    Quoted("child_situation_described", Judgement.NOT_IN_ORDER, CHILDREN_MISSING),
    Quoted(
        "best_interests_assessed_in_decision",
        Judgement.PARTLY,
        "Vid varje beslut som fattas tar handläggaren ställning till hur besluten kan påverka barnen. "
        + CHILDREN_MISSING,
    ),
    Quoted("child_met_at_least_once", Judgement.NOT_IN_ORDER, "Handläggarna träffar aldrig barnen"),
    Quoted(
        "plan_exists_after_second_meeting",
        Judgement.NOT_IN_ORDER,
        "Implementeringen av Förändringsplanerna är ett fortsatt utvecklingsområde inför hösten.",
        AREAS,
    ),
    Quoted(
        "violence_question_documented",
        Judgement.NOT_IN_ORDER,
        "Att, i de fall där det är aktuellt, journalföra hur förekomsten av relationsvåld har tagits upp och vilket "
        "ställningstagande detta lett till.",
        AREAS,
    ),
)


def take_in(session: Session, *, cast: Cast, at: datetime) -> int:
    """Enter the reviews of 2010 and 2014 as the document tells of them. Gives the id of the round of 2014."""
    stamp = Stamp(at, cast.accounts["samordnare"])
    _year(session, stamp, PaperYear(2010, "Internkontroll 2010", cast.reviewed), OF_2010)
    return _year(session, stamp, PaperYear(2014, "Internkontroll 2014", cast.reviewed), OF_2014)


def _year(session: Session, stamp: Stamp, year: PaperYear, quotations: tuple[Quoted, ...]) -> int:
    round_id = known(paper.add_paper_year(session, stamp=stamp, paper=year).id)
    for quoted in quotations:
        statement = Statement(quoted.judgement, quoted.words, SOURCE, quoted.page)
        paper.add_statement(session, stamp=stamp, round_id=round_id, question_id=quoted.question, statement=statement)
    return round_id
