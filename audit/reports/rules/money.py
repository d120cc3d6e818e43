"""The annex's section on what a round of payments comes to in kronor, board by board."""

from collections.abc import Iterable
from decimal import Decimal

from audit.reports.content import Column, Figure, MadeOf, Row, Section, Table
from audit.reports.rules import figures
from audit.reports.rules.facts import MoneyFacts, ReportFacts
from audit.reports.rules.text import paragraph, printable
from audit.web.formats import number
from audit.wording import by_amount_explained, kronor, money_explained

ORE = Decimal("0.01")
CAPTION = "Fel i kronor per nämnd"
COLUMNS = (
    Column("Nämnd", share=3),
    Column("Granskade", numeric=True, share=2),
    Column("Med fel belopp", numeric=True, share=2),
    Column("För mycket i de granskade", numeric=True, share=3),
    Column("Troligast för mycket i ramen", numeric=True, share=3),
    Column("Högst för mycket i ramen", numeric=True, share=3),
    Column("För lite i de granskade", numeric=True, share=3),
)


def explained(facts: ReportFacts) -> tuple[str, ...]:
    """How the amounts are worked out, and what they leave out."""
    return money_explained() if facts.equal_chances else by_amount_explained()


def sections(facts: ReportFacts) -> Iterable[Section]:
    """The section of a round of payments; nothing for any other, or before anything is reviewed."""
    if facts.money:
        yield Section("Fel i kronor", 2, tuple(map(paragraph, explained(facts))), (_table(facts),), "bilaga-kronor")


def _table(facts: ReportFacts) -> Table:
    """The amounts, with the sentences that say what they mean as notes: where the table goes, the notes do too."""
    places = {board.id: place for place, board in enumerate(facts.boards)}
    rows, notes = [], []
    for one in facts.money:
        place = places[one.board_id]
        name = printable(facts.boards[place].name)
        rows.append(Row((name, figures.of_draw(facts, "granskade", place), *_cells(one))))
        notes += [f"{name}: {said}" for said in one.said]
    return Table(CAPTION, COLUMNS, tuple(rows), tuple(notes), key="kronor", short="Fel i kronor")


def _cells(one: MoneyFacts) -> Iterable[Figure]:
    made_of, key = MadeOf((one.board_id,), finished=True), f"kronor.{one.board_id}"
    yield Figure(f"{key}.med_fel", number(one.wrong), one.wrong, made_of)
    amounts = {"funnet": one.found, "troligast": one.likely, "hogst": one.upper, "for_lite": one.underpaid}
    for name, amount in amounts.items():
        value = "–" if amount is None else amount.quantize(ORE)
        yield Figure(f"{key}.{name}", value if isinstance(value, str) else kronor(value), value, made_of)
