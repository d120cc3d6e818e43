"""The report of a year that exists on paper: what its document says, in the document's own words and with its place."""

from collections.abc import Iterable

from audit.comparison.rules import JUDGEMENT_NAMES, NOTHING, Statement
from audit.reports.content import Annex, Column, Row, RowKind, Section, Table
from audit.reports.rules.facts import ReportFacts
from audit.reports.rules.text import paragraph, paragraphs, points, printable

NOT_ENTERED = "Avsnittet är inte inskrivet ur dokumentet."
NOTICE = "Återgiven ur granskningens eget dokument. Omdömena är citat; programmet har inte räknat något."
SPACE = "\N{NO-BREAK SPACE}"


def not_entered(facts: ReportFacts) -> str:  # noqa: ARG001 - the same for every year
    return NOT_ENTERED


def views(facts: ReportFacts) -> str:
    """Every quotation once, with where it stands."""
    said = dict.fromkeys(f"»{printable(one.quotation)}« ({_place(one)})" for one in _own(facts))
    return paragraphs("Dokumentets omdömen:", points(said)) if said else NOT_ENTERED


def improvements(facts: ReportFacts) -> str:
    """The improvement areas that the document names."""
    own = [one for one in facts.improvements if one.since == facts.year]
    return points(f"{printable(one.title)}: {printable(one.description)}" for one in own) or NOT_ENTERED


def annexes(facts: ReportFacts) -> str:
    return f"1. {title(facts)}: omdömen i ord"


def title(facts: ReportFacts) -> str:
    return f"Aktgranskning {facts.year}"


def annex(facts: ReportFacts, comparison: Iterable[Section]) -> Annex:
    """What the document says of each question, and the years side by side."""
    lead = "Tabellen har dokumentets egna ord om varje fråga, med sida. Ett omdöme utan nämnd gäller alla."
    own = Section("Omdömen per fråga", 2, (paragraph(lead),), (_judgements(facts),), key="bilaga-omdomen")
    return Annex("bilaga-aktgranskning", title(facts), (own, *comparison))


def _judgements(facts: ReportFacts) -> Table:
    rows: list[Row] = []
    for area in facts.areas:
        told = [row for question in area.questions for row in _rows(facts, question.id, question.text)]
        rows += [Row((area.name,), RowKind.GROUP), *told] if told else []
    columns = (Column("Fråga", share=4), Column("Omdöme", share=2), Column("Citat", share=5), Column("Källa", share=3))
    return Table(f"Omdömen {facts.year}", columns, tuple(rows), key="omdomen", short="Omdömen")


def _rows(facts: ReportFacts, question_id: str, text: str) -> Iterable[Row]:
    for one in _of_question(facts, question_id):
        yield Row((text, JUDGEMENT_NAMES[one.judgement], f"»{printable(one.quotation)}«", _place(one)))


def _own(facts: ReportFacts) -> Iterable[Statement]:
    for question in facts.questions:
        yield from _of_question(facts, question.id)


def _of_question(facts: ReportFacts, question_id: str) -> Iterable[Statement]:
    found = (facts.cells.get((facts.round_id, board.id, question_id), NOTHING).statements for board in facts.boards)
    return dict.fromkeys(one for statements in found for one in statements)


def _place(one: Statement) -> str:
    return printable(f"{one.source}, s.{SPACE}{one.page}" if one.page else one.source)
