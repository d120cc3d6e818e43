"""The story so far, told in order for tests that begin later in it: register → frames → round → draw.

Everything is invented. The boards are Kungsholmen and Norrmalm unless others are named; »samordnare« runs their
rounds, »annan-samordnare« those of Östermalm. Each step may be begun with: it tells the earlier ones itself.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from sqlmodel import Session

from audit.accounts.operations import known
from audit.registers.models import Frame
from audit.registers.operations import Delivery, take_in
from audit.registers.rules import RegisterKind
from audit.rounds import operations
from audit.rounds.models import Round
from audit.rounds.operations import RoundPlan
from audit.rounds.rules import DICE, Drawing, PartPlan, Target, TargetPlan
from tests.support.house import House
from tests.support.remembered import remembered

BOARDS = ("Kungsholmen", "Norrmalm")
PERIOD = (date(2026, 1, 1), date(2026, 6, 30))
CHECKLIST = "akt-2026.1"
CHECKLISTS = {
    RegisterKind.CASES: CHECKLIST,
    RegisterKind.PAYMENTS: "utbetalning-2026.1",
    RegisterKind.ESTATES: "boutredning-2026.1",
}
NAMES = {
    RegisterKind.CASES: "Aktgranskning",
    RegisterKind.PAYMENTS: "Utbetalningar",
    RegisterKind.ESTATES: "Boutredningar",
}
# Each board's part of the seed, and whose account enters it.
SEED_PARTS = {"Kungsholmen": "4-2-6", "Norrmalm": "1-5-3", "Östermalm": "2-2-4"}
REPRESENTATIVES = {"Kungsholmen": "samordnare", "Norrmalm": "lasare", "Östermalm": "annan-samordnare"}
SEED = "4-2-6-1-5-3"
POPULATION, SIZE, RESERVES = 40, 3, 2


@remembered
def extract_and_frames(
    house: House,
    *boards: str,
    units: int = POPULATION,
    period: tuple[date, date] = PERIOD,
    prefix: str = "",
    kind: RegisterKind = RegisterKind.CASES,
) -> dict[str, int]:
    """A register extract of cases (or another kind), and a frame of each board frozen out of it. Gives the frames' ids
    by board.

    Unit number n of Kungsholmen is called `KUN-00n` after any prefix.
    """
    chosen = boards or BOARDS
    rows = [ROWS[kind](board, prefix, number, period) for board in chosen for number in range(1, units + 1)]
    delivery = Delivery(_file(rows), f"{kind}.csv", kind, period, invented=True)
    ids = {board: house.boards[board] for board in chosen}
    with house.database.transaction() as session:
        taken = take_in(
            session,
            stamp=house.stamp(runner(boards)),
            delivery=delivery,
            board_ids=ids.values(),
            key=house.settings.pseudonym_key,
        )
        return {board: known(taken.frames[board_id].id) for board, board_id in ids.items()}


def period_of(year: int) -> tuple[date, date]:
    """The reviewed period of a round of that year: its first half, and of later years the last that has been."""
    first, last = (day.replace(year=min(year, day.year)) for day in PERIOD)
    return first, last


@remembered
def planned_round(house: House, *boards: str, size: int = SIZE, reserves: int = RESERVES, **frame: Any) -> int:
    """A round of the boards with a frame for each, its sizes not fixed yet. Gives its id.

    `left_out` is for how many years drawn cases are left out, `targets` (size, reserves) of targeted samples of every
    board, `year` the round's, `checklist` and `areas` what is asked, `kind` what is reviewed, `drawing` what has the
    same chance.
    """
    more = {
        name: frame.pop(name)
        for name in ("left_out", "targets", "year", "checklist", "areas", "drawing")
        if name in frame
    }
    if more.get("year", PERIOD[0].year) < PERIOD[0].year:
        frame.setdefault("period", period_of(more["year"]))
    frames = extract_and_frames(house, *boards, **frame)
    with house.database.transaction() as session:
        kind = frame.get("kind", RegisterKind.CASES)
        wanted = plan(house, *boards, size=size, reserves=reserves, kind=kind, **more)
        round_ = operations.create_round(session, stamp=house.stamp(runner(boards)), plan=wanted)
        attach_frames(house, session, known(round_.id), frames)
        return known(round_.id)


@remembered
def fixed_round(house: House, *boards: str, size: int = SIZE, reserves: int = RESERVES, **frame: Any) -> int:
    """A round whose sizes are fixed and whose seed is still unknown. Gives its id."""
    round_id = planned_round(house, *boards, size=size, reserves=reserves, **frame)
    with house.database.transaction() as session:
        sizes = {part.board_id: (part.size, part.reserves) for part in operations.parts(session, round_id)}
        round_ = session.get_one(Round, round_id)
        operations.fix_sizes(session, stamp=house.stamp(runner(boards)), round_=round_, sizes=sizes)
    return round_id


@remembered
def seeded_round(house: House, *boards: str, seed: Mapping[str, str] = SEED_PARTS, **frame: Any) -> int:
    """A round for whose seed every board has given its part, from an account of its own. Gives its id."""
    round_id = fixed_round(house, *boards, **frame)
    for board in boards or BOARDS:
        give_part(house, round_id, board, seed[board])
    return round_id


def give_part(house: House, round_id: int, board: str, value: str, account: str = "") -> bool:
    """Enter a board's part of the seed. Gives whether all parts are in now."""
    stamp = house.stamp(account or REPRESENTATIVES[board])
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        return operations.give_seed_part(
            session, stamp=stamp, round_=round_, board_id=house.boards[board], value=value, source=DICE
        )


@remembered
def drawn_round(house: House, *boards: str, **round_: Any) -> int:
    """A round with its sample: `size` units and `reserves` reserves of each board. Gives its id."""
    round_id = seeded_round(house, *boards, **round_)
    with house.database.transaction() as session:
        operations.draw(session, stamp=house.stamp(runner(boards)), round_=session.get_one(Round, round_id))
    return round_id


def runner(boards: tuple[str, ...]) -> str:
    """The account that runs a round of the boards."""
    return "annan-samordnare" if boards == ("Östermalm",) else "samordnare"


def plan(
    house: House,
    *boards: str,
    size: int = SIZE,
    reserves: int = RESERVES,
    left_out: int = 0,
    targets: Mapping[Target, tuple[int, int]] = {},
    year: int = 2026,
    checklist: str = "",
    areas: tuple[str, ...] = (),
    kind: RegisterKind = RegisterKind.CASES,
    drawing: Drawing = Drawing.EQUAL,
) -> RoundPlan:
    """A plan for the boards, with all who may review for them."""
    chosen = boards or BOARDS
    people = ["granskare", "granskare2"] if set(chosen) & set(BOARDS) else []
    people += ["annan-granskare"] if "Östermalm" in chosen else []
    return RoundPlan(
        name=f"{NAMES[kind]} {year}",
        year=year,
        kind=kind,
        period_from=period_of(year)[0],
        period_to=period_of(year)[1],
        checklist=checklist or CHECKLISTS[kind],
        areas=areas,
        parts=tuple(PartPlan(house.boards[board], size, reserves) for board in chosen),
        reviewer_ids=tuple(house.accounts[person] for person in people),
        invented=True,
        leave_out_years=left_out,
        drawing=drawing,
        targets=tuple(
            TargetPlan(target, house.boards[board], *sizes) for target, sizes in targets.items() for board in chosen
        ),
    )


def attach_frames(house: House, session: Session, round_id: int, frames: Mapping[str, int]) -> None:
    by_board = {house.boards[board]: session.get_one(Frame, frame_id) for board, frame_id in frames.items()}
    for part in operations.parts(session, round_id):
        if part.board_id in by_board:
            operations.attach_frame(session, stamp=house.stamp(), part=part, frame=by_board[part.board_id])


def _row(board: str, prefix: str, number: int, period: tuple[date, date]) -> dict[str, object]:
    return {
        "namnd_kod": board,
        "arende_id": f"{prefix}{board[:3].upper()}-{number:03}",
        "hushallstyp": "ensam_med_barn" if number % 3 == 0 else "ensam_utan_barn",
        "antal_barn": 0 if number % 3 else 2,
        "aktualiseringsdatum": date(2025, 1 + number % 12, 1),
        "ansokan_datum": date(period[0].year, 2, 1),
        "komplett_datum": "" if number % 5 == 0 else date(period[0].year, 2, 10),
        "beslutsdatum": date(period[0].year, 3, 1 + number % 28),
        "beslutstyp": "avslag" if number % 4 == 0 else "bifall",
        "forsorjningshinder": "arbetslos" if number % 2 else "sjuk_lakarintyg",
        "bistand_manader": number % 15,
        "jobbtorg_status": "aktiv" if number % 2 else "",
        "arbetsplan_datum": date(2025, 11, 1) if number % 2 else "",
        "skyddad": "nej",
    }


def _payment(board: str, prefix: str, number: int, period: tuple[date, date]) -> dict[str, object]:
    return {
        "namnd_kod": board,
        "arende_id": f"{prefix}{board[:3].upper()}-A{number:03}",
        "utbetalning_id": f"{prefix}{board[:3].upper()}-{number:03}",
        "beslut_id": f"B-{number:03}",
        "period": f"{period[0]:%Y%m}",
        "utbetalningsdatum": period[0],
        "belopp": f"{1000 + 10 * number},00",
        "beslutat_belopp": f"{1000 + 10 * number},00",
        "andamal": "Försörjningsstöd",
        "metod": "bank",
        "mottagartyp": "sokande",
        "status": "betald",
    }


def _estate(board: str, prefix: str, number: int, period: tuple[date, date]) -> dict[str, object]:
    return {
        "namnd_kod": board,
        "bo_id": f"{prefix}{board[:3].upper()}-{number:03}",
        "avliden_dag": date(period[0].year, 1 + number % 6, 1 + number % 28),
        "anmald_dag": date(period[0].year, 1 + number % 6, 1 + number % 28),
        "provisorisk_vard": "ja" if number % 2 else "nej",
        "bostadsbesok": "ja",
        "antal_besokare": 2,
        "utfall": "dodsboanmalan",
        "tillgangar_kr": "12 000,00",
        "begravningskostnad_kr": "20 000,00",
        "utbetalt_kr": "8 000,00" if number % 3 else "0",
        "handlaggare_id": "H1",
    }


ROWS = {RegisterKind.CASES: _row, RegisterKind.PAYMENTS: _payment, RegisterKind.ESTATES: _estate}


def _file(rows: list[dict[str, object]]) -> bytes:
    """A file of its own: the same file is not taken in twice, however often a test tells the story."""
    lines = [f"Påhittat utdrag {uuid4()}", ";".join(rows[0]), *(";".join(map(str, row.values())) for row in rows)]
    return "\n".join(lines).encode("utf-8-sig")
