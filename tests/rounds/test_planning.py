"""Planning a round: proposed, entered, changed while that is allowed, and told what is wrong field by field."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from audit.accounts.models import Board, RoleGrant
from audit.accounts.rules import Role
from audit.registers.rules import RegisterKind
from audit.rounds import operations
from audit.rounds.models import Origin, Round, RoundBoard
from audit.rounds.rules import InputError
from tests.checklists.test_own_checklists import taken
from tests.comparison.test_paper_years import lay_up
from tests.rounds.pages import buttons, the_round, words
from tests.support.house import House
from tests.support.story import drawn_round, extract_and_frames, plan, planned_round


@pytest.fixture
def house(house_on_sqlite: House) -> House:
    """These are pages. What a database could do differently is proven on each."""
    return house_on_sqlite


def sizes(house: House, round_id: int) -> dict[int, tuple[int, int]]:
    with house.database.transaction(write=False) as session:
        return {part.board_id: (part.size, part.reserves) for part in operations.parts(session, round_id)}


def reviewers(house: House, round_id: int) -> list[str]:
    with house.database.transaction(write=False) as session:
        found = operations.reviewers(session, round_id, list(house.boards.values()))
        return [account.username for account in found]


def test_a_new_round_is_proposed_and_made(house_on_each: House) -> None:
    house = house_on_each
    extract_and_frames(house, period=(date(2026, 2, 1), date(2026, 7, 31)))
    client = house.client("samordnare")
    _, proposed = client.form("/omgangar/ny")
    assert proposed["name"] == "Aktgranskning 2026"
    assert (proposed["period_from"], proposed["period_to"]) == ("2026-02-01", "2026-07-31")
    assert proposed["boards"] == [str(board) for board in house.board_ids("Kungsholmen", "Norrmalm")]
    answer = client.fill("/omgangar/ny", reviewers=[str(house.accounts["granskare"])])
    assert answer.status_code == 302
    page = client.get(answer.location)
    assert "Aktgranskning 2026 är skapad." in words(page)
    assert "Granskning av personakter, ekonomiskt bistånd, version 2026.2 (25 frågor)" in words(page)
    round_id = int(answer.location.rsplit("/", 1)[1])
    assert sizes(house, round_id) == dict.fromkeys(house.board_ids("Kungsholmen", "Norrmalm"), (10, 5))
    assert reviewers(house, round_id) == ["granskare"]
    made = the_round(house, round_id)
    assert (made.kind, made.checklist, made.invented) == ("arenden", "akt-2026.2", False)
    assert made.areas == []


def test_a_round_asks_the_core_and_the_whole_of_the_areas_that_are_chosen(house_on_sqlite: House) -> None:
    client = house_on_sqlite.client("samordnare")
    asked = ["vald_nara_relation", "barnperspektiv"]
    answer = client.fill("/omgangar/ny", areas=asked)
    page = client.get(answer.location)
    assert "version 2026.2 (35 frågor)" in words(page)
    round_id = int(answer.location.rsplit("/", 1)[1])
    assert the_round(house_on_sqlite, round_id).areas == ["barnperspektiv", "vald_nara_relation"]
    _, fields = client.form(f"/omgangar/{round_id}/andra")
    assert sorted(fields["areas"]) == sorted(asked)


def test_a_boards_own_checklist_may_be_chosen_by_its_rounds_and_by_no_other(house_on_sqlite: House) -> None:
    name = taken(house_on_sqlite)
    client = house_on_sqlite.client("samordnare")
    answer = client.fill("/omgangar/ny", checklist=name)
    assert "En liten mall, version 2027.3 (1 fråga)" in words(client.get(answer.location))
    other = house_on_sqlite.client("annan-samordnare")
    assert other.fill("/omgangar/ny", checklist=name).status_code == 422


def test_a_round_may_leave_a_board_out(house: House) -> None:
    kungsholmen = house.boards["Kungsholmen"]
    fields: dict[str, Any] = {f"size_{kungsholmen}": "12", f"reserves_{kungsholmen}": "0"}
    answer = house.client("samordnare").fill("/omgangar/ny", 0, boards=[str(kungsholmen)], **fields)
    assert sizes(house, int(answer.location.rsplit("/", 1)[1])) == {kungsholmen: (12, 0)}


def test_everything_wrong_with_a_plan_is_told_at_once_at_its_field(house: House) -> None:
    kungsholmen, norrmalm = house.board_ids("Kungsholmen", "Norrmalm")
    wrong: dict[str, Any] = {
        "name": "  ",
        "year": "tjugo",
        "period_from": "2026-06-30",
        "period_to": "2026-01-01",
        f"size_{kungsholmen}": "0",
        f"size_{norrmalm}": "",
        f"reserves_{norrmalm}": "-1",
    }
    answer = house.client("samordnare").fill("/omgangar/ny", 0, **wrong)
    assert answer.status_code == 422
    page = words(answer)
    for line in (
        "Namn: Skriv ett namn på omgången.",
        "År: Skriv ett heltal, till exempel 10.",
        "Till och med: Periodens sista dag ligger före den första. Ändra någon av dem.",
        "Urval för Kungsholmen: Skriv ett antal från 1 och uppåt.",
        "Urval för Norrmalm: Skriv ett antal.",
        "Reserver för Norrmalm: Skriv ett antal från 0 och uppåt.",
    ):
        assert line in page, line
    assert "Reserver för Kungsholmen:" not in page


def test_a_period_after_the_round_s_year_is_refused_at_the_year(house: House) -> None:
    answer = house.client("samordnare").fill("/omgangar/ny", year="2014", period_from="2026-01-01")
    assert answer.status_code == 422
    assert "År: Perioden går till 2026-06-30, alltså efter omgångens år 2014." in words(answer)


def test_what_may_be_a_mistake_is_asked_about_before_the_round_is_made(house: House) -> None:
    client = house.client("samordnare")
    assert lay_up(client, house, "2026").status_code == 302
    early = {"period_from": "2024-01-01", "period_to": "2024-06-30"}
    asked = client.fill("/omgangar/ny", **early)
    assert asked.status_code == 422
    long_ago = "Perioden slutade 2024, 2 år före omgångens år 2026."
    twice = (
        "Kungsholmen och Norrmalm har redan 2026 på papper, som Internkontroll 2026. Året räknas en gång: så snart "
        "omgången har signerade granskningar är det bara de som räknas."
    )
    for doubt in (long_ago, twice):
        assert doubt in words(asked)
    assert "Kryssa för om det ska vara så, eller ändra" in words(asked)
    half = client.fill("/omgangar/ny", sure=[long_ago], **early)
    assert half.status_code == 422
    made = client.fill("/omgangar/ny", sure=[long_ago, twice], **early)
    assert made.status_code == 302
    # What was meant so isn't asked about again when something else is changed.
    assert client.fill(f"{made.location}/andra", name="Ett annat namn").status_code == 302
    assert client.fill(f"{made.location}/andra", period_from="2023-01-01", period_to="2023-06-30").status_code == 422


def test_another_kind_or_board_on_paper_is_no_doubt(house: House) -> None:
    client = house.client("samordnare")
    lay_up(client, house, "2025")
    assert client.fill("/omgangar/ny").status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "x" * 121, "Namnet får vara högst 120 tecken långt."),
        ("year", "1999", "Skriv ett år mellan 2000 och 2100."),
        ("year", "999999999999999999999", "Skriv ett år mellan 2000 och 2100."),
        ("period_from", "i våras", "Skriv datumet som ÅÅÅÅ-MM-DD"),
        ("period_to", "", "Skriv periodens sista dag."),
        ("boards", None, "Välj minst en nämnd."),
        ("boards", ["999"], "Det valet finns inte."),
        ("reviewers", ["999"], "Det valet finns inte."),
        ("checklist", "akt-1999", "Det valet finns inte."),
    ],
)
def test_bad_input_has_its_message_and_nothing_is_made(house: House, field: str, value: Any, told: str) -> None:
    answer = house.client("samordnare").fill("/omgangar/ny", 0, **{field: value})
    assert answer.status_code == 422
    assert told in words(answer)
    with house.database.transaction(write=False) as session:
        assert session.exec(select(Round)).all() == []


def test_a_size_beyond_reason_is_refused(house: House) -> None:
    norrmalm = house.boards["Norrmalm"]
    for field in (f"size_{norrmalm}", f"reserves_{norrmalm}"):
        answer = house.client("samordnare").fill("/omgangar/ny", 0, **{field: "99999999999999999999"})
        assert answer.status_code == 422


def test_another_boards_reviewer_is_not_to_be_chosen(house: House) -> None:
    wanted = replace(plan(house), reviewer_ids=(house.accounts["annan-granskare"],))
    with house.database.transaction() as session, pytest.raises(InputError, match="inte granskare för någon"):
        operations.create_round(session, stamp=house.stamp(), plan=wanted)


def test_a_board_that_has_merged_is_not_proposed(house: House) -> None:
    with house.database.transaction() as session:
        session.get_one(Board, house.boards["Norrmalm"]).valid_to = date(2023, 6, 30)
    _, proposed = house.client("samordnare").form("/omgangar/ny")
    assert proposed["boards"] == [str(house.boards["Kungsholmen"])]


# ---- Changing it --------------------------------------------------------------------------------------------------


def test_a_plan_is_changed_until_the_sizes_are_fixed(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = planned_round(house), house.client("samordnare")
    fields: dict[str, Any] = {
        "name": "Akter våren 2026",
        f"size_{house.boards['Norrmalm']}": "4",
        "reviewers": [str(house.accounts["granskare2"])],
    }
    answer = client.fill(f"/omgangar/{round_id}/andra", 0, **fields)
    assert answer.status_code == 302
    assert "Akter våren 2026 är ändrad." in words(client.get(answer.location))
    assert sizes(house, round_id) == {house.boards["Kungsholmen"]: (3, 2), house.boards["Norrmalm"]: (4, 2)}
    assert reviewers(house, round_id) == ["granskare2"]


def test_a_new_period_lets_go_of_the_frames_that_no_longer_fit(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = planned_round(house), house.client("samordnare")
    answer = client.fill(f"/omgangar/{round_id}/andra", period_to="2026-12-31")
    page = client.get(answer.location)
    assert "Ramen för Kungsholmen och Norrmalm passar inte den nya perioden." in words(page)
    assert buttons(page) == ["Välj ram för Kungsholmen"]


def test_a_board_is_left_out_again(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = planned_round(house), house.client("samordnare")
    client.fill(f"/omgangar/{round_id}/andra", boards=[str(house.boards["Norrmalm"])])
    assert list(sizes(house, round_id)) == [house.boards["Norrmalm"]]


def test_who_reviews_may_be_changed_even_after_the_draw(house_on_each: House) -> None:
    house = house_on_each
    round_id, client = drawn_round(house), house.client("samordnare")
    assert (
        client.fill(f"/omgangar/{round_id}/granskare", reviewers=[str(house.accounts["granskare2"])]).status_code == 302
    )
    assert reviewers(house, round_id) == ["granskare2"]
    assert client.fill(f"/omgangar/{round_id}/granskare", reviewers=None).status_code == 302
    assert reviewers(house, round_id) == []
    assert "Inga valda än" in words(client.get(f"/omgangar/{round_id}"))


def test_without_reviewers_the_pages_say_whom_to_ask(house: House) -> None:
    round_id = planned_round(house)
    with house.database.transaction() as session:
        for grant in session.exec(select(RoleGrant).where(RoleGrant.role == Role.REVIEWER)):
            session.delete(grant)
    client = house.client("samordnare")
    assert "Be administratören om dem." in words(client.get("/omgangar/ny"))
    assert "Be administratören om dem." in words(client.get(f"/omgangar/{round_id}/granskare"))


# ---- The list -----------------------------------------------------------------------------------------------------


def test_the_list_tells_of_each_round_the_newest_first(house_on_each: House) -> None:
    house = house_on_each
    client = house.client("samordnare")
    assert "Ännu är ingen planerad." in words(client.get("/omgangar"))
    planned_round(house)
    drawn_round(house, "Norrmalm")
    paper_round(house)
    page = words(client.get("/omgangar"))
    assert page.index("Urvalet är draget") < page.index("Storlekarna ska bestämmas") < page.index("Internkontroll 2014")
    assert "Resultatet finns i ett dokument" in page
    assert "(påhittade uppgifter)" in page


def test_a_round_on_paper_is_shown_as_such_and_cannot_be_run(house: House) -> None:
    round_id, client = paper_round(house), house.client("samordnare")
    page = client.get(f"/omgangar/{round_id}")
    assert "Resultatet är hämtat ur ett dokument" in words(page)
    assert buttons(page) == []
    for way in ("andra", "storlekar", "fro", "granskare"):
        answer = client.get(f"/omgangar/{round_id}/{way}")
        assert answer.status_code == 409
        assert "hämtad ur ett dokument" in words(answer)
    assert client.get(f"/omgangar/{round_id}/hamtlista").status_code == 200
    assert client.get(f"/omgangar/{round_id}/protokoll").status_code == 200


def paper_round(house: House) -> int:
    with house.database.transaction() as session:
        round_ = Round(
            name="Internkontroll 2014",
            year=2014,
            kind=RegisterKind.CASES,
            origin=Origin.PAPER,
            created_at=house.clock(),
        )
        session.add(round_)
        session.flush()
        assert round_.id
        for board in house.board_ids("Kungsholmen", "Norrmalm"):
            session.add(RoundBoard(round_id=round_.id, board_id=board))
        return round_.id
