"""What the machine controls look for, planted among the invented payments and cases: some hits for every board."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from audit.demo.cases import CASE_COLUMNS, Row, Span, cases, day_in, months_before
from audit.demo.chance import Chance
from audit.demo.payments import PAYMENT_COLUMNS, payments
from audit.demo.registers import clean

DECIDED = "beslutat_belopp"
COLUMNS = (*PAYMENT_COLUMNS, DECIDED)
WITH_MEETINGS = (*CASE_COLUMNS, "andra_besok", "senaste_omprovning")
LONG_AID, REVIEWED_IN_A_HUNDRED, AT_THE_MEETING, WITHOUT_PLAN = 10, 70, 90, 20
# Places among a board's paid payments to the applicants; far enough from each other to be different households.
TWICE, UNDECIDED, TOO_MUCH, SHARED, OWN = (3, 11), (5,), (8,), (14, 21), (17, 26, 30)
EXTRA = Decimal("1250.00")


def case_file(seed: int, span: Span, boards: Iterable[str]) -> bytes:
    """The case register with second meetings and reviews of long aid, some of which are late or missing."""
    return clean(
        WITH_MEETINGS,
        [{**row, **_meetings(Chance(seed, row["arende_id"]), row, span)} for row in cases(seed, span, boards)],
    )


def _meetings(chance: Chance, row: Row, span: Span) -> Row:
    months, met = int(str(row["bistand_manader"])), _second_meeting(chance, row)
    reviewed = chance.day(months_before(span.last, LONG_AID - 1), span.last)
    return {
        "andra_besok": met if met and months > 1 and met <= span.last else None,
        "senaste_omprovning": reviewed if months > LONG_AID and chance.happens(REVIEWED_IN_A_HUNDRED) else None,
    }


def _second_meeting(chance: Chance, row: Row) -> date | None:
    """Mostly a plan is made at the meeting; some come later, and of some meetings no plan came."""
    plan = row["arbetsplan_datum"]
    if isinstance(plan, date):
        return plan if chance.happens(AT_THE_MEETING) else plan - timedelta(days=chance.between(7, 40))
    met = day_in(row, "forsta_besok") + timedelta(days=chance.between(9, 30))
    return met if chance.happens(WITHOUT_PLAN) else None


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
