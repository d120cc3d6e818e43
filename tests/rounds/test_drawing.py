"""From frames to sample: only out of frozen frames, sizes first and then the seed, once, whoever presses the button."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlmodel import col, select, update

from audit.journal.models import JournalEntry
from audit.registers.models import Frame, RegisterUnit
from audit.rounds import operations
from audit.rounds.models import Round
from audit.rounds.rules import StageError, Standing
from tests.rounds.pages import buttons, standings, the_draw, the_round, the_sample, words
from tests.support.house import House
from tests.support.story import drawn_round, extract_and_frames, fixed_round, plan, planned_round, seeded_round


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def frameless_round(house: House) -> int:
    with house.database.transaction() as session:
        round_ = operations.create_round(session, stamp=house.stamp(), plan=plan(house))
        assert round_.id
        return round_.id


# ---- Frames -------------------------------------------------------------------------------------------------------


def test_each_board_gets_a_frame_and_then_the_sizes_can_be_fixed(house_on_each: House) -> None:
    house = house_on_each
    extract_and_frames(house)
    round_id, client = frameless_round(house), house.client("samordnare")
    for board in ("Kungsholmen", "Norrmalm"):
        page = client.get(f"/omgangar/{round_id}")
        assert buttons(page) == [f"Välj ram för {board}"]
        answer = client.fill(f"/omgangar/{round_id}/ram/{house.boards[board]}")
        assert answer.status_code == 302
    assert buttons(client.get(f"/omgangar/{round_id}")) == ["Bestäm storlekarna"]


def test_without_a_frame_for_the_period_the_way_to_one_is_shown(house: House) -> None:
    extract_and_frames(house, period=(date(2025, 1, 1), date(2025, 12, 31)))
    address = f"/omgangar/{frameless_round(house)}/ram/{house.boards['Norrmalm']}"
    page = house.client("samordnare").get(address)
    assert "Det finns ingen fryst ram för Norrmalm och perioden." in words(page)
    assert "Utdraget gäller 2025-01-01 till 2025-12-31, alltså inte samma period som omgången." in words(page)
    assert buttons(page) == ["Till registerutdragen"]


def test_another_boards_or_periods_frame_is_not_to_be_chosen(house: House) -> None:
    frames = extract_and_frames(house) | {
        "an older one": extract_and_frames(house, "Norrmalm", period=(date(2025, 1, 1), date(2025, 12, 31)))["Norrmalm"]
    }
    address = f"/omgangar/{frameless_round(house)}/ram/{house.boards['Norrmalm']}"
    client = house.client("samordnare")
    for wrong in (frames["Kungsholmen"], frames["an older one"], 999):
        answer = client.fill(address, frame=wrong)
        assert answer.status_code == 422
        assert "Välj en av ramarna i listan." in words(answer), words(answer)


def test_a_case_in_two_boards_frames_is_named(house_on_each: House) -> None:
    house = house_on_each
    kungsholmen = extract_and_frames(house, "Kungsholmen")
    norrmalm = extract_and_frames(house, "Norrmalm")
    with house.database.transaction() as session:
        units = select(RegisterUnit).where(RegisterUnit.board_id == house.boards["Norrmalm"])
        for unit in session.exec(units.order_by(col(RegisterUnit.row)).limit(2)):
            unit.unit_id = unit.unit_id.replace("NOR", "KUN")
    round_id, client = frameless_round(house), house.client("samordnare")
    client.fill(f"/omgangar/{round_id}/ram/{house.boards['Kungsholmen']}", frame=kungsholmen["Kungsholmen"])
    answer = client.fill(f"/omgangar/{round_id}/ram/{house.boards['Norrmalm']}", frame=norrmalm["Norrmalm"])
    assert answer.status_code == 422
    assert "Ärende KUN-001 och 1 till står också i ramen för Kungsholmen." in words(answer)


# ---- Sizes --------------------------------------------------------------------------------------------------------


def test_the_page_says_how_much_before_it_is_fixed_for_good(house: House) -> None:
    address = f"/omgangar/{planned_round(house)}/storlekar"
    page = words(house.client("samordnare").get(address))
    assert "6 akter och 4 reserver ska dras ur 80 akter. Det går inte att ångra." in page


def test_after_fixing_neither_frames_nor_sizes_nor_period_change(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = planned_round(house), house.client("samordnare")
    before_fixing = {
        f"/omgangar/{round_id}/andra": client.form(f"/omgangar/{round_id}/andra")[1] | {"name": "Ett nytt namn"},
        f"/omgangar/{round_id}/storlekar": client.form(f"/omgangar/{round_id}/storlekar")[1],
        f"/omgangar/{round_id}/ram/{house.boards['Norrmalm']}": client.form(
            f"/omgangar/{round_id}/ram/{house.boards['Norrmalm']}"
        )[1],
    }
    assert client.fill(f"/omgangar/{round_id}/storlekar").status_code == 302
    for address, fields in before_fixing.items():
        assert client.get(address).status_code == 409
        answer = client.post(address, data=fields | {"once": "another showing of the same form"})
        assert answer.status_code == 409
        assert "bestämda" in words(answer)
    assert the_round(house, round_id).name == "Aktgranskning 2026"


def test_what_is_fixed_is_what_was_shown(house_on_each: House) -> None:
    house = house_on_each
    round_id, client, other = planned_round(house), house.client("samordnare"), house.client("samordnare")
    action, shown = client.form(f"/omgangar/{round_id}/storlekar")
    other.fill(f"/omgangar/{round_id}/andra", number=0, **{f"size_{house.boards['Norrmalm']}": "7"})
    answer = client.post(action, data=shown)
    assert answer.status_code == 422
    assert "Någon ändrade omgången medan du läste." in words(answer)
    assert "10 akter och 4 reserver ska dras" in words(answer)
    assert the_round(house, round_id).sizes_fixed_at is None


def test_a_sample_larger_than_its_frame_is_refused_and_few_reserves_are_told(house: House) -> None:
    client = house.client("samordnare")
    too_large = planned_round(house, size=12, units=11)
    answer = client.fill(f"/omgangar/{too_large}/storlekar")
    assert answer.status_code == 422
    assert "Urvalet för Kungsholmen är större än ramen." in words(answer)
    few_reserves = planned_round(house, size=9, reserves=5, units=11)
    page = words(client.get(f"/omgangar/{few_reserves}/storlekar"))
    assert "Ramen för Norrmalm räcker till 2 reserver i stället för 5." in page


# ---- The draw -----------------------------------------------------------------------------------------------------


def test_a_round_is_drawn(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = seeded_round(house), house.client("samordnare")
    page = words(client.get(f"/omgangar/{round_id}/fro"))
    assert "vilka 6 akter av 80 som granskas" in page
    assert "4-2-6-1-5-3" in page
    answer = client.fill(f"/omgangar/{round_id}/fro")
    assert answer.location == f"/omgangar/{round_id}/protokoll"
    units = the_sample(house, round_id)
    assert standings(units) == ([Standing.SAMPLE] * 3 + [Standing.RESERVE] * 2) * 2
    assert [unit.position for unit in units] == [1, 2, 3, 4, 5] * 2
    tickets = [unit.ticket for unit in units]
    assert tickets[:5] == sorted(tickets[:5])


def test_every_drawn_unit_leads_to_its_row_in_the_register(house: House) -> None:
    round_id = drawn_round(house)
    with house.database.transaction(write=False) as session:
        for unit in operations.sample(session, round_id):
            registered = session.get_one(RegisterUnit, unit.register_unit_id)
            assert (registered.unit_id, registered.board_id) == (unit.unit_id, unit.board_id)


@pytest.mark.parametrize("told", ["frameless", "planned", "fixed"])
def test_no_draw_without_frames_fixed_sizes_and_the_whole_seed(house: House, told: str) -> None:
    ready = seeded_round(house, prefix="B-")
    round_id = {"frameless": frameless_round, "planned": planned_round, "fixed": fixed_round}[told](house)
    client = house.client("samordnare")
    _, fields = client.form(f"/omgangar/{ready}/fro")
    answer = client.post(f"/omgangar/{round_id}/dra", data=fields)
    assert answer.status_code == 409
    reasons = {"frameless": "Välj först en ram", "planned": "Bestäm först storlekarna", "fixed": "Fröet är inte klart"}
    assert reasons[told] in words(answer)
    assert the_draw(house, round_id) is None


def test_a_double_click_draws_once_and_leads_to_the_same_place(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = seeded_round(house), house.client("samordnare")
    action, fields = client.form(f"/omgangar/{round_id}/fro")
    answers = [client.post(action, data=fields) for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [
        (302, f"/omgangar/{round_id}/protokoll"),
        (302, f"/omgangar/{round_id}/protokoll"),
    ]
    assert len(the_sample(house, round_id)) == 10


def test_two_coordinators_at_once_draw_once_and_the_second_is_told(house_on_each: House) -> None:
    house = house_on_each
    round_id = seeded_round(house)
    clients = [house.client("samordnare") for _ in range(4)]
    forms = [client.form(f"/omgangar/{round_id}/fro") for client in clients]
    with ThreadPoolExecutor(4) as at_once:
        answers = list(
            at_once.map(lambda each: each[0].post(each[1][0], data=each[1][1]), zip(clients, forms, strict=True))
        )
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "Urvalet är redan draget. En omgång dras bara en gång." in words(refused)
    assert len(the_sample(house, round_id)) == 10


def test_a_frame_that_was_changed_outside_the_program_is_not_drawn_from(house_on_each: House) -> None:
    house = house_on_each
    round_id = seeded_round(house)
    with house.database.transaction() as session:
        session.exec(update(RegisterUnit).where(col(RegisterUnit.unit_id) == "NOR-007").values(unit_id="NOR-999"))
    answer = house.client("samordnare").fill(f"/omgangar/{round_id}/fro")
    assert answer.status_code == 409
    assert "Ramen för Norrmalm stämmer inte med den hash som den frystes med." in words(answer)
    assert the_draw(house, round_id) is None


def test_each_step_is_in_the_journal(house_on_each: House) -> None:
    house = house_on_each
    drawn_round(house)
    with house.database.transaction(write=False) as session:
        actions = list(session.exec(select(JournalEntry.action).order_by(col(JournalEntry.sequence))))
    assert [action for action in actions if action.startswith(("round:", "seed:"))] == [
        "round:created",
        "round:frame_chosen",
        "round:frame_chosen",
        "round:sizes_fixed",
        "seed:part_given",
        "seed:part_given",
        "seed:joined",
        "round:drawn",
    ]


def test_the_sizes_given_in_the_program_must_name_every_board(house: House) -> None:
    round_id = planned_round(house)
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        with pytest.raises(ValueError, match="Någon ändrade omgången"):
            operations.fix_sizes(session, stamp=house.stamp(), round_=round_, sizes={house.boards["Norrmalm"]: (3, 2)})


def test_a_frame_is_not_exchanged_after_the_draw(house: House) -> None:
    round_id = drawn_round(house)
    extract_and_frames(house, prefix="NY-")
    with house.database.transaction() as session:
        part = operations.parts(session, round_id)[0]
        newest = select(Frame).where(Frame.board_id == part.board_id).order_by(col(Frame.id).desc())
        frame = session.exec(newest).first()
        assert frame
        with pytest.raises(StageError, match="Storlekarna är bestämda"):
            operations.attach_frame(session, stamp=house.stamp(), part=part, frame=frame)
