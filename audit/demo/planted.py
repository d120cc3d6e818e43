"""Hits for the machine controls, planted among the invented payments: a few of each sort for every board."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from audit.demo.cases import Row, Span, cases
from audit.demo.payments import PAYMENT_COLUMNS, payments
from audit.demo.registers import clean

DECIDED = "beslutat_belopp"
COLUMNS = (*PAYMENT_COLUMNS, DECIDED)
# Places among a board's paid payments to the applicants; far enough from each other to be different households.
TWICE, UNDECIDED, TOO_MUCH, SHARED, OWN = (3, 11), (5,), (8,), (14, 21), (17, 26, 30)
EXTRA = Decimal("1250.00")


def payment_file(seed: int, span: Span, boards: Iterable[str]) -> bytes:
    """The payments of the period with what was decided for each, and with the hits, as a clean CSV file."""
    rows = [{**row} for row in payments(seed, span, cases(seed, span, boards))]
    by_decision: dict[object, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["status"] == "betald":
            by_decision[row["beslut_id"]] += Decimal(str(row["belopp"]))
    for row in rows:
        row[DECIDED] = f"{by_decision[row['beslut_id']]:.2f}"
    return clean(COLUMNS, [*rows, *_planted(rows)])


def _planted(rows: list[Row]) -> list[Row]:
    """Change some of the rows; gives those that are to be added."""
    reversed_ones = {(row["arende_id"], row["andamal"]) for row in rows if row["status"] == "makulerad"}
    by_board: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if row["mottagartyp"] == "sokande" and (row["arende_id"], row["andamal"]) not in reversed_ones:
            by_board[row["namnd_kod"]].append(row)
    added = []
    for mine in by_board.values():
        for row in _at(mine, UNDECIDED):
            row["beslut_id"] = None
        for row in _at(mine, TOO_MUCH):
            row["belopp"] = f"{Decimal(str(row['belopp'])) + EXTRA:.2f}"
        for row in _at(mine, SHARED):
            row["konto_hash"] = _at(mine, SHARED)[0]["konto_hash"]
        for row in _at(mine, OWN):
            row["attestant_id"] = row["beslutsfattare_id"]
        added += [{**row, "utbetalning_id": f"{row['utbetalning_id']}-2"} for row in _at(mine, TWICE)]
    return added


def _at(rows: list[Row], places: Iterable[int]) -> list[Row]:
    return [rows[place] for place in places if place < len(rows)]
