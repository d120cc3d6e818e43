"""The text that each section begins with: made from the results, and saying nothing that the numbers do not carry.

The rules, the same for every section:
- The count comes first (»3 av 10 akter«), a percentage never alone.
- »Samtliga« and »ingen« only where every single one is meant and was counted.
- A deviation is the answer Nej or Delvis. Ej aktuellt and Kan ej bedömas are neither deviations nor in order.
- Earlier years are named and set beside each other. A difference is said only in the words of `audit.wording`.
- What is not known is left out; nothing is assumed of how the unit works.
"""

from collections.abc import Callable, Mapping

from audit.reports.rules import answers, on_paper, sentences
from audit.reports.rules.facts import ReportFacts
from audit.reports.rules.text import genitive, listing, paragraphs, points, printable
from audit.wording import UNITS

Propose = Callable[[ReportFacts], str]
TITLES = {
    "arenden": "Aktgranskning",
    "utbetalningar": "Granskning av utbetalningar",
    "boutredningar": "Granskning av boutredningar",
}


def title(facts: ReportFacts) -> str:
    """»Aktgranskning 2026 för Kungsholmen och Norrmalm«."""
    what = printable(facts.name) if facts.on_paper else f"{TITLES[facts.kind]} {facts.year}"
    return f"{what} för {listing(board.name for board in facts.boards)}"


def administrations(facts: ReportFacts) -> str:
    """»Kungsholmens och Norrmalms stadsdelsförvaltningar«."""
    names = listing(genitive(board.name) for board in facts.boards)
    return f"{names} {'stadsdelsförvaltning' if len(facts.boards) == 1 else 'stadsdelsförvaltningar'}"


def recipients(facts: ReportFacts) -> str:
    """»Kungsholmens stadsdelsnämnd och Norrmalms stadsdelsnämnd«."""
    return listing(f"{genitive(board.name)} stadsdelsnämnd" for board in facts.boards)


# ---- The sections -----------------------------------------------------------------------------------------------


def decision(facts: ReportFacts) -> str:
    whose = "Stadsdelsnämnden" if len(facts.boards) == 1 else "Respektive stadsdelsnämnd"
    return f"{whose} godkänner redovisningen av granskningen {facts.year} och lägger den till handlingarna."


def summary(facts: ReportFacts) -> str:
    return paragraphs(
        sentences.scope(facts), sentences.unfinished(facts), answers.outcome(facts), sentences.areas_followed(facts)
    )


def background(facts: ReportFacts) -> str:
    duty = (
        "Enligt 6 kap. 6 § kommunallagen (2017:725) ska nämnden se till att den interna kontrollen är tillräcklig "
        "samt att verksamheten bedrivs på ett i övrigt tillfredsställande sätt. Granskningen är en del av den "
        "interna kontrollen."
    )
    years = sorted({str(year.year) for year in facts.earlier})
    before = f"Tidigare granskningar som går att ställa bredvid denna finns från {listing(years)}." if years else ""
    return paragraphs(duty, before)


def matter(facts: ReportFacts) -> str:
    return paragraphs(
        sentences.drawn(facts),
        sentences.reviewed(facts),
        sentences.replaced(facts),
        sentences.unfinished(facts),
        sentences.communicated(facts),
    )


def preparation(facts: ReportFacts) -> str:
    if len(facts.boards) == 1:
        return f"Ärendet har beretts av {administrations(facts)}."
    return f"Ärendet har beretts i samverkan mellan {administrations(facts)}."


def views(facts: ReportFacts) -> str:
    return paragraphs(
        sentences.missing(facts),
        sentences.money(facts),
        answers.reading(facts),
        answers.areas(facts),
        answers.not_assessed(facts),
        *(sentences.observation(place, one) for place, one in enumerate(facts.observations, start=1)),
        sentences.replies(facts),
        _beside(facts),
    )


def _beside(facts: ReportFacts) -> str:
    if not facts.earlier:
        return ""
    return (
        f"Svaren från tidigare år står bredvid årets i bilagan. De beskriver de {UNITS[facts.kind][1]} som granskades "
        "respektive år och visar inte i sig om något har blivit bättre eller sämre. Bilagan säger bredvid dem om "
        "skillnaden mot året före är prövad."
    )


def improvements(facts: ReportFacts) -> str:
    open_areas = [area for area in facts.improvements if not area.closed]
    closed = [area for area in facts.improvements if area.closed]
    if not facts.improvements:
        return "Inga förbättringsområden är upptagna."
    standing = "Nedanstående områden följs upp vid nästa granskning." if open_areas else ""
    done = "Bedömda som åtgärdade:" if closed else ""
    return paragraphs(
        standing,
        points(sentences.improvement(area) for area in open_areas),
        sentences.areas_back(facts),
        done,
        points(sentences.improvement_closed(area) for area in closed),
    )


def annexes(facts: ReportFacts) -> str:
    beside = " och jämförelse med tidigare år" if facts.earlier else ""
    first = f"1. {TITLES[facts.kind]} {facts.year}: metod, svar per fråga och område{beside}"
    return "\n".join((first, "2. Samstämmighet mellan granskare")) if facts.agreement else first


def _either(of_review: Propose, of_paper: Propose = on_paper.not_entered) -> Propose:
    """The rule for a year that was reviewed in the program, or that for a year on paper."""
    return lambda facts: of_paper(facts) if facts.on_paper else of_review(facts)


SECTIONS: Mapping[str, tuple[str, Propose]] = {
    "beslut": ("Förslag till beslut", _either(decision)),
    "sammanfattning": ("Sammanfattning", _either(summary)),
    "bakgrund": ("Bakgrund", _either(background)),
    "arendet": ("Ärendet", _either(matter)),
    "beredning": ("Ärendets beredning", preparation),
    "synpunkter": ("Förvaltningens synpunkter och förslag", _either(views, on_paper.views)),
    "forbattringsomraden": ("Förbättringsområden", _either(improvements, on_paper.improvements)),
    "bilagor": ("Bilagor", _either(annexes, on_paper.annexes)),
}
"""The sections of a tjänsteutlåtande in their order: key, heading, and the rule that proposes the text."""
