"""What a board pastes into the city's management system (ILS): a short text and rows of indicators, by period."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from audit.reports.content import Column, Figure, Row, Table
from audit.reports.rules import answers, figures, sentences
from audit.reports.rules.facts import ReportFacts
from audit.reports.rules.proposals import TITLES
from audit.reports.rules.text import untagged
from audit.web.formats import number
from audit.wording import UNITS, count_of

SHORT = 1_000


class Period(StrEnum):
    """When the board reports: after April, after August, and for the whole year."""

    T1 = "t1"
    T2 = "t2"
    VB = "vb"


PERIOD_NAMES = {
    Period.T1: "Tertialrapport 1",
    Period.T2: "Tertialrapport 2",
    Period.VB: "Verksamhetsberättelse",
}


@dataclass(frozen=True)
class Material:
    """What one board pastes: the text, the indicators as a table, and the same rows parted by tabs."""

    board: str
    text: str
    table: Table

    @property
    def rows(self) -> str:
        heads = tuple(column.title for column in self.table.columns)
        return "\n".join("\t".join(map(str, cells)) for cells in (heads, *(row.cells for row in self.table.rows)))


def material(facts: ReportFacts, period: Period, more: Sequence[tuple[str, str, str]] = ()) -> Material:
    """The material of a report about one board. `more` are its indicators beside the review: name, outcome and note."""
    board = facts.boards[0].name
    title = f"{PERIOD_NAMES[period]} {facts.year}, intern kontroll"
    rows = (*(Row(cells) for cells in _indicators(facts)), *(Row(cells) for cells in more))
    columns = (Column("Indikator", share=4), Column("Utfall", numeric=True, share=2), Column("Underlag", share=5))
    return Material(
        board, _text(facts, period), Table(f"{title}: {board}", columns, rows, key=f"ils-{facts.boards[0].id}")
    )


def _text(facts: ReportFacts, period: Period) -> str:
    """At most `SHORT` characters; a tertial report tells the state, the annual report also how areas were closed."""
    pieces = [
        f"{TITLES[facts.kind]} {facts.year}.",
        sentences.scope(facts),
        sentences.unfinished(facts),
        _outcome(facts),
    ]
    pieces += [sentences.areas_followed(facts)]
    if period is Period.VB:
        pieces += [_closed(facts)]
    text = " ".join(" ".join(untagged(piece).split()) for piece in pieces if piece)
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rsplit(' ', 1)[0]}…"


def _outcome(facts: ReportFacts) -> str:
    """The first sentence of the outcome: in how many questions anything deviates."""
    return answers.outcome(facts).split("\n", 1)[0] if facts.signed else ""


def _closed(facts: ReportFacts) -> str:
    closed = [one.title for one in facts.improvements if one.closed]
    return f"Åtgärdade förbättringsområden: {'; '.join(closed)}." if closed else ""


def _indicators(facts: ReportFacts) -> list[tuple[str, Figure, str]]:
    units = UNITS[facts.kind][1]
    deviating, every = figures.deviating_questions(facts), figures.of_all(facts)
    open_areas = sum(1 for one in facts.improvements if not one.closed)
    signed = figures.of_draw(facts, "granskade")
    return [
        (f"Granskade {units}", signed, f"{count_of(facts.signed, facts.in_use)} färdiggranskade"),
        ("Följsamhet, alla frågor", figures.adherence(every), "Ja av alla Ja, Delvis och Nej i stickprovet"),
        ("Frågor med avvikelser", deviating, f"{deviating.shown} av {number(len(facts.questions))} frågor"),
        _plain("Delade iakttagelser", "iakttagelser", len(facts.observations), "Kommunicerade med enheten"),
        _plain("Öppna förbättringsområden", "omraden.oppna", open_areas, "Följs upp vid nästa granskning"),
        _plain(
            "Åtgärdade förbättringsområden", "omraden.atgardade", len(facts.improvements) - open_areas, "I granskningen"
        ),
    ]


def _plain(name: str, key: str, amount: int, note: str) -> tuple[str, Figure, str]:
    return name, Figure(f"ils.{key}", number(amount), amount), note
