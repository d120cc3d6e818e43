"""Invented cases: rows of a case register whose sums are the published ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import takewhile

from audit.demo.chance import Chance
from audit.demo.figures import CLOSED, CLOSURE_REASONS, HOUSEHOLDS, KUNGSHOLMEN, NORRMALM, OBSTACLES, OSTERMALM
from audit.demo.figures import RECIPIENTS as OPEN

Cell = str | int | date | bool | None
Row = dict[str, Cell]

CASE_COLUMNS = (
    "namnd_kod", "arende_id", "personnr_sokande", "personnr_medsokande", "fodelsear", "hushallstyp", "antal_barn",
    "antal_barn_u16", "inskrivningsdatum", "aktualiseringsdatum", "forsta_besok", "ansokan_datum", "komplett_datum",
    "beslutsdatum", "expedierat_datum", "beslutstyp", "lagrum", "forsorjningshinder", "andamal", "boendeform",
    "handlaggare_id", "enhet", "bistand_manader", "jobbtorg_status", "senaste_journal", "arbetsplan_datum",
    "avslutsdatum", "avslutsorsak", "skyddad",
)  # fmt: skip
HANDLERS = tuple(f"HL{number:02}" for number in range(1, 22))
NEW_LAW = date(2025, 7, 1)

# Of the households with a decision in the period, how many are closed before the extract is taken. The rest of the
# three boards' 495 are the 464 recipients whose obstacles the annual report counts.
CLOSED_SINCE = {KUNGSHOLMEN: 10, NORRMALM: 10, OSTERMALM: 11}
NEW = 15
YOUNG = {KUNGSHOLMEN: 55, NORRMALM: 53, OSTERMALM: 57}
WITH_CHILDREN = {KUNGSHOLMEN: 17, NORRMALM: 16, OSTERMALM: 17}
COUPLES_WITH_CHILDREN, COUPLES, OTHER_HOUSEHOLDS = 5, 13, 2

# The recipients whose obstacle the annual report does not name; how they are spread is invented.
UNNAMED = {"arbetar_deltid": 17, "sprakhinder": 9, "sjuk_ersattning": 8, "utan_hinder": 7, "studerande": 5, "annat": 5}
DECISIONS = {"bifall": 84, "delavslag": 7, "avslag": 7, "nedsattning": 2}
HOUSING = {
    "hyresratt": 52, "andrahand": 18, "inneboende": 14, "tillfalligt": 5, "bostadsratt": 4, "traningslagenhet": 4,
    "hos_anhoriga": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """What a register tells of: the days in which decisions are reviewed, and the day it was taken out.

    `first_number` is where the running numbers of its cases begin.
    """

    first: date
    last: date
    taken: date
    first_number: int = 1

    @property
    def year(self) -> int:
        return self.first.year


def cases(seed: int, span: Span, boards: Iterable[str] = tuple(CLOSED)) -> list[Row]:
    """The case register of `boards` (codes): the households of the period, and all that closed in twelve months.

    The rows are shared with later callers and not to be changed.
    """
    wanted = set(boards)
    return [row for code in CLOSED if code in wanted for row in _of_board(seed, span, code)]


@cache
def _obstacles(seed: int, span: Span) -> list[str]:
    """One obstacle for each open household of the three boards, as often as published."""
    if sum(OBSTACLES.values()) + sum(UNNAMED.values()) != OPEN:
        raise ValueError("the obstacles do not add up to the recipients")
    return Chance(seed, span.first, "hinder").dealt({**OBSTACLES, **UNNAMED})


@cache
def _of_board(seed: int, span: Span, code: str) -> list[Row]:
    chance = Chance(seed, span.first, code)
    reasons = _reasons(chance, code)
    obstacles = _share(_obstacles(seed, span), code)
    found = _households(chance, span, code, [*obstacles, *_any_obstacles(chance, CLOSED_SINCE[code])])
    for row in found[len(obstacles) :]:
        _close(row, chance.day(span.last + timedelta(days=1), span.taken), reasons.pop())
    found += [_closed_earlier(chance, span, reason) for reason in reasons]
    found.sort(key=lambda row: str(row["inskrivningsdatum"]))
    for number, row in enumerate(found, start=span.first_number):
        row["namnd_kod"], row["arende_id"] = code, f"{code[0]}-{span.year % 100}-{number:04}"
    found[chance.below(len(found))]["skyddad"] = True
    return [{column: row.get(column) for column in CASE_COLUMNS} for row in found]


def _share(obstacles: list[str], code: str) -> list[str]:
    """A board's part of the obstacles of all three: as many as it has open households."""
    still_open = {board: HOUSEHOLDS[2015][board] - CLOSED_SINCE[board] for board in CLOSED}
    before = sum(still_open[board] for board in takewhile(lambda board: board != code, CLOSED))
    return obstacles[before : before + still_open[code]]


def _reasons(chance: Chance, code: str) -> list[str | None]:
    """A reason for every closed case of the year; None for those that the annual report gives none for."""
    known = CLOSURE_REASONS[code]
    amounts: list[tuple[str | None, int]] = [*known.items(), (None, CLOSED[code] - sum(known.values()))]
    return chance.dealt(dict(amounts))


def _any_obstacles(chance: Chance, amount: int) -> list[str]:
    return [chance.weighted({**OBSTACLES, **UNNAMED}) for _ in range(amount)]


# ---- Who the household is -----------------------------------------------------------------------------------------


def _households(chance: Chance, span: Span, code: str, obstacles: list[str]) -> list[Row]:
    """The households with a decision in the period, in the order of `obstacles`."""
    total = len(obstacles)
    young = chance.dealt({True: YOUNG[code], False: total - YOUNG[code]})
    kinds = chance.dealt(household_kinds(code, total))
    new = chance.dealt({True: NEW, False: total - NEW})
    rows = []
    for obstacle, is_young, kind, is_new in zip(obstacles, young, kinds, new, strict=True):
        row: Row = {"forsorjningshinder": obstacle}
        _describe(row, chance, span, kind, young=is_young)
        _date_in_period(row, chance, span, new=is_new)
        rows.append(row)
    return rows


def household_kinds(code: str, total: int) -> dict[str, int]:
    """How many households of each kind a board has: one in ten with children, most of the others alone."""
    kinds = {
        "ensam_med_barn": WITH_CHILDREN[code] - COUPLES_WITH_CHILDREN,
        "par_med_barn": COUPLES_WITH_CHILDREN,
        "par_utan_barn": COUPLES,
        "ovrigt": OTHER_HOUSEHOLDS,
    }
    return {"ensam_utan_barn": total - sum(kinds.values()), **kinds}


def _describe(row: Row, chance: Chance, span: Span, kind: str, *, young: bool) -> None:
    age = chance.between(18, 25) if young else chance.between(26, 64)
    children = chance.weighted({1: 5, 2: 3, 3: 1}) if kind.endswith("med_barn") else 0
    small = children if young else chance.between(0, children)
    row |= {
        "fodelsear": span.year - age,
        "hushallstyp": kind,
        "antal_barn": children,
        "antal_barn_u16": small,
        "beslutstyp": chance.weighted(DECISIONS),
        "andamal": "Försörjningsstöd" if chance.happens(92) else "Livsföring i övrigt",
        "boendeform": chance.weighted(HOUSING),
        "handlaggare_id": chance.pick(HANDLERS),
        "enhet": "FSE",
        "skyddad": False,
    }
    if row["forsorjningshinder"] == "arbetslos":
        row["jobbtorg_status"] = chance.weighted({"aktiv": 80, "remitterad": 14, "ej inskriven": 6})


# ---- When things happened -----------------------------------------------------------------------------------------


def _months(chance: Chance) -> int:
    """For how many months an older case has had aid: four in ten for ten months or more."""
    return chance.between(10, 60) if chance.happens(40) else chance.between(1, 9)


def _date_in_period(row: Row, chance: Chance, span: Span, *, new: bool) -> None:
    """The days of a case with a decision in the period; a new one came in the period too."""
    if not new:
        _date(row, chance, chance.workday(span.first, span.last), _months(chance))
        return
    decided = chance.workday(span.first + timedelta(days=16), span.last)
    applied = _apply(row, chance, decided, took=chance.between(1, 9))
    intake = chance.day(span.first, applied - timedelta(days=1))
    _decide(row, chance, decided)
    _take_in(row, intake, chance.day(intake + timedelta(days=1), decided), months=1)


def _date(row: Row, chance: Chance, decided: date, months: int) -> None:
    """The days of a case that has had aid for some months, by the day of its last decision."""
    applied = _apply(row, chance, decided, took=chance.between(1, 13) if chance.happens(92) else chance.between(15, 20))
    intake = min(months_before(decided, months) + timedelta(days=chance.between(0, 25)), applied)
    _decide(row, chance, decided)
    _take_in(row, intake, intake + timedelta(days=chance.between(2, 20)), months)
    if months > 3 and chance.happens(6):
        row["senaste_journal"] = decided - timedelta(days=chance.between(62, 90))
    if months >= 2 and chance.happens(62):
        row["arbetsplan_datum"] = chance.day(max(intake + timedelta(days=20), months_before(decided, 9)), decided)


def _apply(row: Row, chance: Chance, decided: date, *, took: int) -> date:
    """When the application came and was complete, `took` days before the decision."""
    complete = decided - timedelta(days=took)
    applied = complete - timedelta(days=chance.weighted({0: 5, 1: 3, 3: 3, 6: 2}))
    row |= {"ansokan_datum": applied, "komplett_datum": complete}
    return applied


def _decide(row: Row, chance: Chance, decided: date) -> None:
    row |= {
        "beslutsdatum": decided,
        "expedierat_datum": decided + timedelta(days=chance.between(0, 2)),
        "senaste_journal": decided,
        "lagrum": "12 kap. 1 § SoL (2025:400)" if decided >= NEW_LAW else "4 kap. 1 § SoL (2001:453)",
    }


def _take_in(row: Row, intake: date, visit: date, months: int) -> None:
    row |= {
        "inskrivningsdatum": intake,
        "aktualiseringsdatum": intake,
        "forsta_besok": visit,
        "bistand_manader": months,
    }


def _closed_earlier(chance: Chance, span: Span, reason: str | None) -> Row:
    """A case that was closed in the twelve months before the extract, with its last decision before the period."""
    decided = chance.workday(months_before(span.taken, 12), span.first - timedelta(days=12))
    once = reason == "engangs"
    row: Row = {"forsorjningshinder": "engangs" if once else _any_obstacles(chance, 1)[0]}
    kind = chance.weighted({"ensam_utan_barn": 81, "ensam_med_barn": 7, "par_med_barn": 3, "par_utan_barn": 8})
    _describe(row, chance, span, kind, young=chance.happens(33))
    _date(row, chance, decided, 1 if once else _months(chance))
    latest = min(decided + timedelta(days=40), span.first - timedelta(days=1))
    _close(row, chance.day(decided + timedelta(days=1), latest), reason)
    return row


def _close(row: Row, closed: date, reason: str | None) -> None:
    row |= {"avslutsdatum": closed, "avslutsorsak": reason}


def months_before(day: date, months: int) -> date:
    """The first of the month that lies `months` before that of `day`."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def day_in(row: Row, column: str) -> date:
    """The day that stands in a column where there always is one."""
    day = row[column]
    if not isinstance(day, date):
        raise TypeError(f"{column} is not a day")
    return day
