"""A new draw is a new round with a reason: the old one is read and no more, and nothing counts it any longer."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from sqlmodel import select

from audit.accounts.rules import Role, Scope
from audit.comparison import operations as comparison
from audit.home import operations as home
from audit.improvements import operations as improvements
from audit.reports import operations as reports
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.reviews.rules import Given
from audit.rounds import operations
from audit.rounds.models import Round
from audit.rounds.rules import InputError, ReplacementReason, Retrieval, StageError
from tests.rounds.pages import buttons, the_round, the_sample, words
from tests.support.house import House
from tests.support.reviewed import distributed_round, review_id_of
from tests.support.story import drawn_round, fixed_round, planned_round

REASON = "Registerutdraget saknade juni"


def redraw(house: House, round_id: int, reason: str = REASON) -> int:
    with house.database.transaction() as session:
        new = operations.redraw(session, stamp=house.stamp(), round_=session.get_one(Round, round_id), reason=reason)
        assert new.id
        return new.id


def test_a_new_draw_begins_with_the_same_plan_and_frees_frames_and_sizes(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    old, client = drawn_round(house), house.client("samordnare")
    asked = words(client.get(f"/omgangar/{old}/ny-dragning"))
    assert "Den här omgången stängs, med 6 akter i urvalet" in asked
    answer = client.fill(f"/omgangar/{old}/ny-dragning", reason=REASON)
    new = int(answer.location.rsplit("/", 1)[1])
    assert the_round(house, new).replaces_id == old
    page = client.get(answer.location)
    assert buttons(page) == ["Bestäm storlekarna"]
    assert "Granskare, Granskare2" in words(page)
    assert f"ersätter en tidigare: {REASON}" in words(page)
    assert client.fill(f"/omgangar/{new}/andra", name="Andra försöket").status_code == 302


def test_the_old_round_says_by_what_and_why_wherever_it_is_shown(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    old = drawn_round(house)
    redraw(house, old)
    reader = house.client("lasare")
    for way in ("", "/protokoll", "/hamtlista"):
        page = reader.get(f"/omgangar/{old}{way}")
        assert page.status_code == 200
        assert f"Ersatt av en ny dragning 2026-09-01 10:00: {REASON}" in words(page)
    listed = words(reader.get("/omgangar"))
    assert f"Ersatt av en ny dragning Skäl: {REASON}" in listed
    file = json.loads(reader.get(f"/omgangar/{old}/protokoll.json").get_data(as_text=True))
    assert file["replaced_by"]["reason"] == REASON


def test_a_reason_is_demanded(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    old, client = fixed_round(house), house.client("samordnare")
    for reason, told in ((" ", "Skriv varför urvalet dras på nytt."), ("x" * 501, "högst 500 tecken")):
        answer = client.fill(f"/omgangar/{old}/ny-dragning", reason=reason)
        assert answer.status_code == 422
        assert told in words(answer)
    with pytest.raises(InputError):
        redraw(house, old, reason="")


def test_what_was_typed_is_shown_again_when_another_window_was_faster(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    old, client = drawn_round(house), house.client("samordnare")
    action, fields = client.form(f"/omgangar/{old}/ny-dragning")
    redraw(house, old)
    answer = client.post(action, data={**fields, "reason": "Juni saknades i <utdraget>"})
    assert answer.status_code == 409
    assert "Det du skrev Det är inte sparat. Kopiera det du vill ha kvar. Juni saknades i <utdraget>" in words(answer)
    assert f'href="/omgangar/{old}"' in answer.get_data(as_text=True)
    nothing_typed = client.post(action, data={**fields, "reason": ""})
    assert "Det du skrev" not in words(nothing_typed)
    elsewhere = {"Origin": "http://elsewhere.example"}
    assert "Juni" not in words(client.post(action, data={**fields, "reason": "Juni saknades"}, headers=elsewhere))


def test_before_the_sizes_are_fixed_the_round_is_changed_instead(house_on_sqlite: House) -> None:
    answer = house_on_sqlite.client("samordnare").get(f"/omgangar/{planned_round(house_on_sqlite)}/ny-dragning")
    assert answer.status_code == 409
    assert "Ändra i omgången i stället." in words(answer)


def test_two_who_draw_anew_at_once_make_one_new_round(house: House) -> None:
    old = drawn_round(house)

    def attempt(_: int) -> int | None:
        with suppress(StageError):
            return redraw(house, old)
        return None

    with ThreadPoolExecutor(4) as at_once:
        made = [new for new in at_once.map(attempt, range(4)) if new]
    assert len(made) == 1


def test_nothing_more_is_done_in_a_replaced_round(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    old = distributed_round(house)
    review, unit = review_id_of(house, old), the_sample(house, old)[0]
    clients = {who: house.client(who) for who in ("samordnare", "granskare")}
    desk, listed = f"/granskning/{review}", f"/omgangar/{old}/hamtlista"
    forms = {
        ("granskare", desk): clients["granskare"].form(desk),
        ("samordnare", listed): clients["samordnare"].form(listed),
        ("samordnare", "ersatt"): clients["samordnare"].form(f"/omgangar/{old}/ersatt/{unit.id}"),
        ("samordnare", "fordela"): clients["samordnare"].form(f"/granskning/omgang/{old}/fordela"),
        ("samordnare", "iakttagelse"): clients["samordnare"].form(f"/iakttagelser/omgang/{old}/ny"),
        ("samordnare", "samtal"): clients["samordnare"].form(f"/kommunicering/omgang/{old}/samtal"),
    }
    redraw(house, old)
    more: dict[str, dict[str, Any]] = {
        "ersatt": {"reason": "utlanad"},
        listed: {"units": [str(unit.id)], "retrieval": "hamtad"},
        "iakttagelse": {"title": "T", "seen": "S", "severity": "mindre"},
        "samtal": {"held_on": "2026-09-01", "participants": "Enhetschef"},
    }
    for (who, what), (action, fields) in forms.items():
        answer = clients[who].post(action, data=fields | more.get(what, {}))
        assert answer.status_code == 409, (what, answer.status_code, words(answer))
        assert "Omgången är ersatt av en ny dragning" in words(answer), what
    assert clients["samordnare"].get(f"/omgangar/{old}/granskare").status_code == 409


def test_the_operations_refuse_it_too(house: House) -> None:
    old = distributed_round(house)
    review_id, units = review_id_of(house, old), the_sample(house, old)
    redraw(house, old)
    with house.database.transaction() as session, pytest.raises(StageError, match="ersatt"):
        operations.set_retrieval(session, stamp=house.stamp(), units=units, retrieval=Retrieval.FETCHED)
    lent = ReplacementReason.ON_LOAN
    with house.database.transaction() as session, pytest.raises(StageError, match="ersatt"):
        operations.replace_unit(session, stamp=house.stamp(), unit=units[0], reason=lent)
    given = Given("application_on_file", "ja", "")
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        with pytest.raises(StageError, match="ersatt"):
            reviews.save_answer(session, stamp=house.stamp("granskare"), review=review, given=given)


def test_later_rooms_see_only_rounds_that_stand(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    old = distributed_round(house)
    new = redraw(house, old)
    boards = house.board_ids("Kungsholmen", "Norrmalm")
    with house.database.transaction(write=False) as session:
        assert list(session.exec(select(Round.id).where(operations.standing()))) == [new]
        assert [year.round_id for year in comparison.years(session, board_ids=boards)] == [new]
        assert reports.round_of_year(session, year=2026).id == new
        with pytest.raises(reports.NoRoundError, match="ersatt av en ny dragning"):
            reports.round_of_year(session, year=2026, round_id=old)
        assert reviews.assigned_to(session, house.accounts["granskare"]) == []
        assert improvements.areas(session) == []
        grants = frozenset((Role.COORDINATOR, board) for board in boards)
        scope = Scope(house.accounts["samordnare"], "Samordnare", grants)
        assert [item.round_.id for item in home.rounds_under_way(session, scope=scope)] == [new]


def test_cases_of_a_replaced_draw_are_not_left_out_of_the_new_one(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    old = drawn_round(house, left_out=2)
    new = redraw(house, old)
    with house.database.transaction(write=False) as session:
        assert [item.left_out for item in operations.board_parts(session, new)] == [(), ()]
