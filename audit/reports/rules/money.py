"""The annex's section on what a round of payments comes to in kronor, board by board."""

from collections.abc import Iterable

from audit.reports.content import Column, Row, Section, Table
from audit.reports.rules import figures
from audit.reports.rules.facts import ReportFacts
from audit.reports.rules.text import paragraph, printable
from audit.wording import by_amount_explained, money_explained

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
        rows.append(Row((name, figures.of_draw(facts, "granskade", place), *figures.of_money(one).values())))
        notes += [f"{name}: {said}" for said in one.said]
    return Table(CAPTION, COLUMNS, tuple(rows), tuple(notes), key="kronor", short="Fel i kronor")
