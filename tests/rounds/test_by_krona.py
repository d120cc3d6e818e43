"""Payments drawn by amount, from the plan to the kronor: the same page by page, and for a stranger with a shell."""

import json
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from sqlmodel import col, update

from audit.registers.models import RegisterUnit
from audit.registers.rules import RegisterKind
from audit.reviews.operations import counting_payments
from audit.rounds import operations
from audit.rounds.commands import commands
from audit.rounds.models import Round, RoundTarget, SampleUnit
from audit.rounds.rules import Drawing, InputError, ReplacementReason, StageError, Standing, Target
from sampling import ALGORITHM, MONETARY_ALGORITHM, protocol_from_json
from tests.rounds.pages import the_draw, the_round, the_sample, words
from tests.support.house import House
from tests.support.pages import parse
from tests.support.remembered import remembered
from tests.support.reviewed import answered_review, distributed_round
from tests.support.story import drawn_round, give_part, plan, planned_round, seeded_round

PAYMENTS = RegisterKind.PAYMENTS
BY_KRONA: dict[str, Any] = {"kind": PAYMENTS, "drawing": Drawing.KRONOR, "reserves": 0}
# 1 010, 1 020, … 1 400 kr.
TOTAL = "48 200,00 kr"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stickprov(*arguments: str) -> Result:
    program = click.Group(commands={command.name or "": command for command in commands})
    return CliRunner().invoke(program, arguments)


@remembered
def given_out(house: House) -> int:
    """A round of payments drawn by amount, with a reviewer for each. Gives its id.

    They are of 1 010, 1 020, … 5 000 kr: 1 202 000 kr together.
    """
    return distributed_round(house, "Kungsholmen", size=5, units=400, **BY_KRONA)


def the_amounts(house: House, **amounts: str | None) -> None:
    """Give payments another amount in the register."""
    with house.database.transaction() as session:
        for unit_id, amount in amounts.items():
            which = col(RegisterUnit.unit_id) == unit_id.replace("_", "-")
            content = {"belopp": amount, "arende_id": "A"}
            session.exec(update(RegisterUnit).where(which).values(content=content))


# ---- The plan -----------------------------------------------------------------------------------------------------


def test_the_plan_chooses_what_has_the_same_chance(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("samordnare")
    page = words(client.get("/omgangar/ny"))
    assert "Varje krona har samma chans" in page
    assert "svaren på frågorna kan inte räknas upp till alla utbetalningar" in page
    typed = {"name": "Utbetalningar", "checklist": "utbetalning-2026.1", "drawing": "krona"}
    # What was typed as reserves is not used, as the form says.
    answer = client.fill("/omgangar/ny", **typed)
    assert answer.status_code == 302, words(answer)
    round_id = int(answer.location.rsplit("/", 1)[1])
    assert the_round(house_on_sqlite, round_id).drawing is Drawing.KRONOR
    assert "Så dras deVarje krona har samma chans" in words(client.get(f"/omgangar/{round_id}"))
    refused = client.fill("/omgangar/ny", name="Akter", drawing="krona")
    assert refused.status_code == 422
    assert "Bara utbetalningar kan dras efter belopp" in words(refused)
    assert client.fill("/omgangar/ny", **{**typed, "drawing": "lika"}).status_code == 422


def test_what_cant_be_planned_is_said_all_at_once(house_on_sqlite: House) -> None:
    wanted = plan(house_on_sqlite, size=0, reserves=2, kind=PAYMENTS, drawing=Drawing.KRONOR)
    with house_on_sqlite.database.transaction() as session, pytest.raises(InputError) as told:
        operations.create_round(session, stamp=house_on_sqlite.stamp(), plan=wanted)
    boards = house_on_sqlite.board_ids("Kungsholmen", "Norrmalm")
    expected = {f"{name}_{board}" for board in boards for name in ("size", "reserves")}
    assert {fault.field for fault in told.value.faults} == expected


def test_more_hits_than_payments_or_nothing_to_draw_is_refused_before_the_seed(house_on_sqlite: House) -> None:
    round_id = planned_round(house_on_sqlite, "Kungsholmen", size=40, **BY_KRONA)
    page, client = f"/omgangar/{round_id}/storlekar", house_on_sqlite.client("samordnare")
    the_amounts(house_on_sqlite, KUN_001="-250.00", KUN_002="0.00", KUN_003=None)
    shown = words(client.get(page))
    assert "37 utbetalningar med belopp över noll kan dras, sammanlagt 45 140,00 kr" in shown
    assert "3 utbetalningar har ett belopp som är noll, negativt eller saknas (−250,00 kr)" in shown
    refused = client.fill(page)
    assert (refused.status_code, the_round(house_on_sqlite, round_id).sizes_fixed_at) == (422, None)
    assert "finns 37 utbetalningar med ett belopp över noll. Skriv högst så många i stället för 40" in words(refused)
    the_amounts(house_on_sqlite, **{f"KUN_{number:03}": "0.00" for number in range(1, 41)})
    assert "finns ingen utbetalning med ett belopp över noll" in words(client.fill(page))
    assert "inget kan dras efter belopp" in words(client.get(f"/omgangar/{round_id}"))


def test_the_help_says_what_will_be_known_if_nothing_is_found(house_on_sqlite: House) -> None:
    round_id = planned_round(house_on_sqlite, "Kungsholmen", size=10, **BY_KRONA)
    page = words(house_on_sqlite.client("samordnare").get(f"/omgangar/{round_id}"))
    # 48 200 / 10 · 2.9957 and half of it.
    assert f"10 kronor ska träffas, en på varje 4 820,00 kr av {TOTAL}" in page
    assert "högst 14 439,43 kr är för mycket utbetalt. Med dubbelt så många träffar vore det högst 7 219,72 kr" in page


def test_no_question_is_tested_against_another_year(house_on_sqlite: House) -> None:
    round_id = planned_round(house_on_sqlite, size=5, **BY_KRONA)
    with house_on_sqlite.database.transaction() as session:
        round_, stamp = session.get_one(Round, round_id), house_on_sqlite.stamp()
        asked = [question.id for question in operations.askable(session, round_)]
        with pytest.raises(InputError, match="annat år"):
            operations.set_focus(session, stamp=stamp, round_=round_, question_ids=asked[:1])


# ---- The draw and its protocol ------------------------------------------------------------------------------------


def test_a_stranger_repeats_the_draw_with_the_program_and_with_a_shell(house: House, folder: Path) -> None:
    round_id = seeded_round(house, size=5, **BY_KRONA)
    the_amounts(house, KUN_007="-250.00", KUN_008="0.00", KUN_009=None, KUN_010="60000.05")
    client = house.client("samordnare")
    assert "10 kronor som träffas" in words(client.get(f"/omgangar/{round_id}/fro"))
    assert client.fill(f"/omgangar/{round_id}/fro").status_code == 302
    for name in ("ram.csv", "protokoll.json"):
        (folder / name).write_bytes(client.get(f"/omgangar/{round_id}/{name}").get_data())
    ram = (folder / "ram.csv").read_text(encoding="utf-8")
    assert ram.startswith("utbetalning_id;namnd;belopp\n")
    assert (
        "KUN-007;Kungsholmen;-250,00\nKUN-008;Kungsholmen;0,00\nKUN-009;Kungsholmen;\nKUN-010;Kungsholmen;60000,05"
        in ram
    )
    proven = stickprov("verify", "protokoll.json", "--frame", "ram.csv")
    assert (proven.exit_code, "Varje krona hade samma chans" in proven.stdout) == (0, True), proven.stderr
    again = stickprov(
        "draw", "--frame", "ram.csv", "--id-column", "utbetalning_id", "--stratum-column", "namnd",
        "--amount-column", "belopp", "--size", "5", "--seed", "4-2-6-1-5-3", "--output", "egen.json",
    )  # fmt: skip
    assert "Belopp som inte är över noll och inte kan dras: 3." in again.stdout, again.stderr
    written = json.loads((folder / "protokoll.json").read_text(encoding="utf-8"))
    assert written["algorithm"] == MONETARY_ALGORITHM
    assert json.loads((folder / "egen.json").read_text(encoding="utf-8"))["strata"] == written["strata"]
    shown = parse(client.get(f"/omgangar/{round_id}/protokoll")).find(".//pre").text
    shell = subprocess.run(["bash", "-euo", "pipefail", "-c", shown], capture_output=True, text=True, check=False)
    told = [f"{written['frame']['sha256']}  -"]
    for name, stratum in written["strata"].items():
        told.append(f"{stratum['monetary']['amounts_sha256']}  -")
        told += [f"{name} {unit['id']}" for unit in stratum["sample"] for _ in range(unit["hits"])]
    assert shell.stdout.splitlines() == told, shell.stderr
    (folder / "ram.csv").write_text(ram.replace("60000,05", "60000,06"), encoding="utf-8")
    changed = stickprov("verify", "protokoll.json", "--frame", "ram.csv")
    assert changed.exit_code == 1
    assert "Beloppen i gruppen »Kungsholmen« är ändrade" in changed.stderr
    assert "»KUN-010« i »Kungsholmen« är 6000006 öre i ramen, i protokollet står 6000005" in changed.stderr


def test_bad_amounts_in_a_file_are_all_said(folder: Path) -> None:
    (folder / "ram.csv").write_text("id;belopp\nA;1 870,00\nB;250-\nC;ett par\nD;\nE;1,234\n", encoding="utf-8")
    draw = ("draw", "--frame", "ram.csv", "--id-column", "id", "--amount-column", "belopp", "--seed", "1",
            "--output", "ut.json")  # fmt: skip
    refused = stickprov(*draw, "--size", "9", "--reserves", "2")
    assert refused.exit_code == 1
    for told in (
        "har inga reserver",
        "Rad 4, kolumn »belopp«, värde »ett par«",
        "Rad 6, kolumn »belopp«, värde »1,234«",
    ):
        assert told in refused.stderr
    (folder / "ram.csv").write_text("id;belopp\nA;1 870,00\nB;250-\nD;\n", encoding="utf-8")
    assert "9. Tillåtet är 0 till 1" in stickprov(*draw, "--size", "9").stderr
    assert "inte kan dras: 2." in stickprov(*draw, "--size", "1").stdout
    (folder / "ram.csv").write_text("id;belopp\nB;250-\nD;0\n", encoding="utf-8")
    assert "Inget belopp i gruppen är över noll" in stickprov(*draw, "--size", "1").stderr


def test_the_protocol_tells_how_it_was_drawn(house_on_sqlite: House) -> None:
    round_id = drawn_round(house_on_sqlite, size=5, **BY_KRONA)
    page = words(house_on_sqlite.client("lasare").get(f"/omgangar/{round_id}/protokoll"))
    draw = the_draw(house_on_sqlite, round_id)
    assert draw is not None
    drawn = protocol_from_json(draw.protocol).strata[0].monetary
    assert drawn is not None
    for told in (
        f"40 utbetalningar, {TOTAL}",
        "Träffade kronor5",
        "Intervall9 640,00 kr",
        drawn.amounts_sha256,
        "1 träff",
    ):
        assert told in page, told
    assert "minsta lotterna" not in page
    pdf = house_on_sqlite.client("lasare").get(f"/omgangar/{round_id}/protokoll.pdf")
    assert pdf.status_code == 200
    assert pdf.get_data().startswith(b"%PDF")


def test_a_sample_of_hits_beside_it_is_disjoint_and_drawn_with_equal_chances(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, ids = planned_round(house, "Kungsholmen", size=5, **BY_KRONA), [f"KUN-{n:03}" for n in range(1, 41)]
    board = house.boards["Kungsholmen"]
    with house.database.transaction() as session:
        session.add(
            RoundTarget(round_id=round_id, board_id=board, target=Target.HITS, size=30, reserves=2, hit_ids=ids)
        )
        session.flush()
        round_ = session.get_one(Round, round_id)
        operations.fix_sizes(session, stamp=house.stamp(), round_=round_, sizes={board: (5, 0)})
    give_part(house, round_id, "Kungsholmen", "4-2-6")
    with house.database.transaction() as session:
        operations.draw(session, stamp=house.stamp(), round_=session.get_one(Round, round_id))
        beside = operations.draw_of(session, round_id, Target.HITS)
        assert beside is not None
        assert protocol_from_json(beside.protocol).algorithm == ALGORITHM
        own, hits = (operations.sample(session, round_id, target=target) for target in (Target.BOARD, Target.HITS))
    assert (len(hits), {unit.unit_id for unit in own} & {unit.unit_id for unit in hits}) == (32, set())


def test_a_new_draw_is_made_the_same_way(house_on_sqlite: House) -> None:
    round_id = drawn_round(house_on_sqlite, size=5, **BY_KRONA)
    with house_on_sqlite.database.transaction() as session:
        old = session.get_one(Round, round_id)
        new = operations.redraw(session, stamp=house_on_sqlite.stamp(), round_=old, reason="Påhittat skäl")
        assert new.drawing is Drawing.KRONOR


# ---- What can't be reviewed, and the kronor -----------------------------------------------------------------------


def test_a_payment_that_cant_be_reviewed_is_set_aside_and_nothing_replaces_it(house_on_sqlite: House) -> None:
    house, round_id = house_on_sqlite, given_out(house_on_sqlite)
    unit = the_sample(house, round_id, "Kungsholmen")[0]
    page, client = f"/omgangar/{round_id}/ersatt/{unit.id}", house.client("samordnare")
    assert "räknas hela beloppet som fel" in words(client.get(page))
    with house.database.transaction() as session:
        held, stamp = session.get_one(SampleUnit, unit.id), house.stamp()
        with pytest.raises(StageError, match="inga reserver"):
            operations.replace_unit(session, stamp=stamp, unit=held, reason=ReplacementReason.FILE_MISSING)
    assert client.fill(page).status_code == 422
    assert client.fill(page, reason="akt_saknas").status_code == 302
    assert the_sample(house, round_id, "Kungsholmen")[0].standing is Standing.SET_ASIDE
    assert client.get(page).status_code == 409
    assert "Kunde inte granskas" in words(client.get(f"/omgangar/{round_id}/hamtlista"))
    protocol = json.loads(client.get(f"/omgangar/{round_id}/protokoll.json").get_data(as_text=True))
    assert [one["id"] for one in protocol["set_aside"]] == [unit.unit_id]
    assert "1 utbetalning som räknas som helt fel" in words(client.get(f"/omgangar/{round_id}/protokoll"))
    steps = words(client.get(f"/omgangar/{round_id}"))
    assert "5 utbetalningar dragna" in steps
    assert "0 av 4 utbetalningar signerade" in steps


def test_the_results_say_kronor_by_stringers_bound(house_on_sqlite: House) -> None:
    """5 kronor hit out of 1 202 000: one in 240 400. One payment is wrong by a tenth of its amount."""
    house, round_id = house_on_sqlite, given_out(house_on_sqlite)
    first, *others = the_sample(house, round_id, "Kungsholmen")
    amount = 1000 + 10 * int(first.unit_id[-3:])
    client = house.client("granskare")
    wrong = {"pay_amount_equals_decision": ("nej", "Påhittat: för mycket.")}
    review = answered_review(house, round_id, answers=wrong)
    client.fill(f"/granskning/{review}/belopp", overpaid=f"{amount / 10:.2f}".replace(".", ","), underpaid="0")
    client.fill(f"/granskning/{review}/signera")
    coordinator, page = house.client("samordnare"), f"/iakttagelser/omgang/{round_id}"
    assert "visas när alla nämndens utbetalningar är signerade" in words(coordinator.get(page))
    for unit in others[:-1]:
        answered_review(house, round_id, position=unit.position, sign=True)
    coordinator.fill(f"/omgangar/{round_id}/ersatt/{others[-1].id}", reason="utlanad")
    said = words(coordinator.get(page))
    # A tenth of 240 400, and 240 400 · (2.99573 + 1.74813 · 1 + 1.55193 · 0.1): the one set aside is wholly wrong.
    assert "av de 400 utbetalningar som kunde dras, 1 202 000,00 kr: 24 040,00 kr (2,0" in said
    assert "Med 95 % säkerhet är högst 1 177 733,41 kr för mycket utbetalt" in said
    assert "5 kronor träffades, en på varje 240 400,00 kr" in said
    assert "gick inte att granska. I den övre gränsen räknas det beloppet som helt fel" in said
    assert "Den övre gränsen är Stringers" in said
    assert "de stora är fler i urvalet än i ramen" in said
    assert "av de 400 utbetalningarna den avvikelsen" not in said
    with house.database.transaction(write=False) as session:
        counted = counting_payments(session, round_id=round_id, board_ids=house.board_ids("Kungsholmen"))
    assert len(counted) == 4
