"""The annex that tells how far two reviewers agreed on the same files."""

from collections.abc import Iterable

from audit.reports.content import Annex, Column, Row, RowKind, Section, Table
from audit.reports.rules.facts import AgreedArea, AgreementFacts, ReportFacts
from audit.reports.rules.text import paragraph
from audit.web.formats import counted
from audit.wording import AGREEMENT_EXPLAINED, UNITS, Agreed, agreement_said, alike_said, coefficient_said

TITLE = "Samstämmighet mellan granskare"
COLUMNS = (
    Column("Samma svar", numeric=True, share=2),
    Column("AC1", numeric=True, share=3),
    Column("Kappa", numeric=True, share=3),
)


def annex(facts: ReportFacts) -> Iterable[Annex]:
    """The annex, where any file was reviewed by two."""
    if facts.agreement:
        yield Annex("bilaga-samstammighet", TITLE, (_section(facts, facts.agreement),))


def _section(facts: ReportFacts, told: AgreementFacts) -> Section:
    files = counted(told.files, *UNITS[facts.kind])
    lead = f"{files} granskades av två var för sig. Svaren jämfördes innan de två hade sett varandras."
    blocks = tuple(map(paragraph, (lead, agreement_said(told.whole), AGREEMENT_EXPLAINED)))
    tables = (_by_area(told), _by_question(told))
    return Section("Hur lika svaren var", 2, blocks, tables, key="bilaga-samstammighet-svar")


def _by_area(told: AgreementFacts) -> Table:
    rows = tuple(Row((area.name, *_cells(area.agreed))) for area in told.areas)
    return Table(
        "Samstämmighet per område",
        (Column("Område", share=4), *COLUMNS),
        (*rows, Row(("Alla områden", *_cells(told.whole)), RowKind.SUM)),
        key="samstammighet-omrade",
        short="Samstämmighet område",
    )


def _by_question(told: AgreementFacts) -> Table:
    return Table(
        "Samstämmighet per fråga",
        (Column("Fråga", share=5), *COLUMNS),
        tuple(row for area in told.areas for row in _rows(area)),
        key="samstammighet-fraga",
        short="Samstämmighet fråga",
    )


def _rows(area: AgreedArea) -> Iterable[Row]:
    yield Row((area.name,), RowKind.GROUP)
    for text, agreed in area.questions:
        yield Row((text, *_cells(agreed)))


def _cells(agreed: Agreed) -> tuple[str, ...]:
    return (alike_said(agreed), coefficient_said(agreed, agreed.ac1), coefficient_said(agreed, agreed.kappa))
