"""The log: a JSON object a line, a number for each request, and nothing that a person entered."""

import json
from typing import Any

import pytest
from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from audit.accounts.access import public
from audit.web import transactions
from tests.support.house import House

SECRET = "201701012393"


def breaks() -> ResponseReturnValue:
    try:
        int(f"{SECRET} Hemlig")
    except ValueError as error:
        raise RuntimeError(f"Fel i {SECRET}") from error
    abort(404)


def collides() -> ResponseReturnValue:
    session = transactions.session(write=True)
    session.execute(text("INSERT INTO account (username, name, active, created_at) "
                         "SELECT username, :name, active, created_at FROM account"), {"name": SECRET})  # fmt: skip
    return ""


def lines(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


@pytest.mark.parametrize("fails", [breaks, collides])
def test_an_error_is_told_by_its_kind_and_way_and_not_by_what_somebody_wrote(
    house: House, capsys: pytest.CaptureFixture[str], fails: Any
) -> None:
    house.app.add_url_rule("/fel", "fails", public(fails))
    capsys.readouterr()
    answer = house.client("granskare").get(f"/fel?q={SECRET}")
    printed = capsys.readouterr().out
    fault, request = lines(printed)
    assert SECRET not in printed
    assert "Hemlig" not in printed
    assert fault["exception"][0]["kind"] in {"RuntimeError", "IntegrityError"}
    assert any(place.endswith(fails.__name__) for place in fault["exception"][0]["way"])
    assert fault["request"] == request["request"] == answer.headers["X-Request-Id"]
    assert f"<code>{request['request']}</code>" in answer.text
    assert (request["event"], request["endpoint"], request["status"]) == ("request", "fails", 500)


def test_each_request_has_a_line_and_a_number_of_its_own(
    house_on_sqlite: House, capsys: pytest.CaptureFixture[str]
) -> None:
    client = house_on_sqlite.client("granskare")
    capsys.readouterr()
    for address in ("/", f"/finns-inte/{SECRET}", "/static/theme.css"):
        client.open(address).close()
    first, second = lines(printed := capsys.readouterr().out)
    assert (first["endpoint"], first["status"], second["endpoint"], second["status"]) == ("home.start", 200, None, 404)
    assert first["request"] != second["request"]
    assert first["ms"] > 0
    assert SECRET not in printed
