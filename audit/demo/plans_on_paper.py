"""What the documents of 2009 to 2015 name as internal control, as far as they do: no risk values, no follow-ups."""

from dataclasses import dataclass

from sqlmodel import Session

from audit.demo.figures import ANNUAL_REPORT, KUNGSHOLMEN, NORRMALM, OSTERMALM, PLAN_2009
from audit.demo.people import Cast
from audit.journal.rules import Stamp
from audit.plans import operations as plans
from audit.plans.operations import Adoption, ControlEntry, Known

AGREEMENT = "Överenskommelse 2010, Internkontroll, punkt 10"
REPORT_2014 = "Tjänsteutlåtande internkontroll 2014"
PLAN_2011, PAID_RIGHT = "Verksamhetsplan 2011", "Rätt utbetalning (RUT)"


@dataclass(frozen=True)
class OnPaper:
    """A year's controls as a document names them. Risks, values and follow-ups are not in any of the documents."""

    year: int
    source: str
    boards: tuple[str, ...]
    controls: tuple[tuple[str, str, str], ...]
    note: str = ""


WORK_PLANS = "Arbetsplaner", "Arbetsplaner följs upp regelbundet och utvärderas vid internkontroll inom enheten"
OWN_SAMPLES = (
    ("Försörjningsstöd", "Egna stickprov av akter", "Stickprov under året"),
    ("Försörjningsstöd", "Egna stickprov av utbetalningar", "Stickprov under året"),
    ("Försörjningsstöd", "Ta del av Östermalms internkontroll", ""),
    ("Boutredning", "Kontroll av boutredningen på samma sätt", ""),
)
ON_PAPER = (
    OnPaper(
        2009,
        PLAN_2009,
        (OSTERMALM,),
        (("Försörjningsstöd", "Aktgranskning", "Enhetens aktivitet 2009"), (*WORK_PLANS, "")),
    ),
    OnPaper(
        2010,
        AGREEMENT,
        (KUNGSHOLMEN, NORRMALM),
        OWN_SAMPLES,
        "Varje stadsdelsnämnd ska enligt överenskommelsen ha gjort en risk- och väsentlighetsanalys och en "
        "internkontrollplan som följs upp och dokumenteras. Själva analysen och planen finns inte bland dokumenten.",
    ),
    OnPaper(
        2011,
        PLAN_2011,
        (OSTERMALM,),
        ((*WORK_PLANS, ""), ("Alla verksamheter", "Risk- och sårbarhetsanalyser", "Kommunfullmäktiges aktivitet 2011")),
    ),
    OnPaper(
        2014,
        REPORT_2014,
        (KUNGSHOLMEN, NORRMALM),
        (("Försörjningsstöd", "Aktgranskning i fem områden", "Slumpvis urval av tio akter från vardera nämnden"),),
        "Utlåtandet redovisar akterna. Utbetalningar och boutredning, som överenskommelsen nämner, redovisas inte.",
    ),
    OnPaper(
        2015,
        ANNUAL_REPORT,
        (OSTERMALM,),
        (
            (PAID_RIGHT, "Kontroll när någon tar kontakt", "Telefonsamtalet"),
            (PAID_RIGHT, "Kontroll vid nybesöket", "Till exempel om rådrum finns till byte av bostad, och Infotorg"),
            (PAID_RIGHT, "Kontroll när ärendet dras med chefen", ""),
            (PAID_RIGHT, "Löpande kontroll av samtliga ärenden", "Tidigast efter tre månader"),
            (PAID_RIGHT, "Avslutade klienters inkomster", "Listor från Skatteverket varje år"),
        ),
    ),
)


def enter(session: Session, *, cast: Cast, at: Stamp) -> None:
    """Enter what the documents of 2009 to 2015 name as internal control, and nothing that they don't."""
    for told in ON_PAPER:
        for code in told.boards:
            kept = Known(note=told.note, source=told.source, on_paper=True)
            made = plans.create_plan(session, stamp=at, board_id=cast.boards[code], year=told.year, told=kept)
            for process, control, method in told.controls:
                entry = ControlEntry(control, method, "", (), "", "", process=process)
                plans.save_control(session, stamp=at, plan=made, entry=entry)
            plans.adopt(session, stamp=at, of=plans.whole_plan(session, made.document), adoption=Adoption(None, ""))
