"""How the installation is: for monitoring without a word of what is in it, and for the administrator in sentences."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from audit.backups import operations as backups
from audit.database import newest_revision
from audit.home.operations import running
from tests.support.house import House
from tests.support.pages import parse, text_of


def backed_up(house: House) -> None:
    copy = backups.make(house.settings, house.database, now=house.clock(), advance=lambda *_: None)
    with house.database.transaction() as session:
        backups.note(session, backups.MADE, copy, house.clock())
        backups.note(session, backups.REHEARSED, copy, house.clock())


def ready(house: House, query: str = "") -> tuple[int, dict[str, Any]]:
    answer = house.app.test_client().get(f"/readyz{query}")
    return answer.status_code, dict(answer.json or {})


def test_monitoring_learns_whether_work_can_be_done_and_whether_copies_are_made(house: House) -> None:
    assert house.app.test_client().get("/healthz").json == {"status": "ok"}
    assert ready(house) == (
        200,
        {"status": "ok", "database": "ok", "migrations": "ok", "disk": "ok", "backup": "fault"},
    )
    assert ready(house, "?strict")[0] == 503
    backed_up(house)
    assert ready(house, "?strict") == (200, {**ready(house)[1], "backup": "ok"})
    house.clock.forward(hours=27)
    assert ready(house, "?strict")[1]["backup"] == "fault"
    with house.database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    status, words = ready(house)
    with house.database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": newest_revision()})
    assert (status, words["migrations"], words["database"]) == (503, "fault", "ok")


def test_a_database_out_of_reach_is_not_ready_and_not_an_error(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    house.database.close()
    file = house.settings.instance / "stickprov.db"
    file.rename(file.with_suffix(".away"))
    file.mkdir()
    status, words = ready(house)
    file.rmdir()
    file.with_suffix(".away").rename(file)
    assert (status, words["status"], words["database"]) == (503, "fault", "fault")
    assert ready(house)[0] == 200


def test_the_administrator_is_told_on_start_what_to_do(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    start = house.client("administrator").get("/").text
    assert "Ingen säkerhetskopia är gjord." in start
    assert "Ingen säkerhetskopia" not in house.client("samordnare").get("/").text
    with house.database.transaction() as session:
        backups.note_failure(session, backups.MADE, "Det finns inte plats.", house.clock())
    assert "misslyckades. Det finns inte plats." in house.client("administrator").get("/drift").text
    backed_up(house)
    assert "Driften" not in house.client("administrator").get("/").text
    page = house.client("administrator").get("/drift").text
    assert "Allt är som det ska" in page
    assert "2026-09-01 10:00" in page


@pytest.mark.parametrize("demo", [True, False])
def test_what_is_invented_need_not_be_copied(house_on_sqlite: House, demo: bool) -> None:
    settings = replace(house_on_sqlite.settings, demo=demo)
    seen = running(house_on_sqlite.database, settings, house_on_sqlite.clock())
    assert (seen.warnings == ()) is demo


def test_what_has_not_happened_is_said_in_words(house_on_sqlite: House) -> None:
    told = text_of(parse(house_on_sqlite.client("administrator").get("/drift")).find(".//main"))
    assert "Senaste säkerhetskopiaIngen är gjord än" in told
    assert "Senaste provåterställningIngen är gjord än" in told
