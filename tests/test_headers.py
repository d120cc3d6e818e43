"""The protecting headers stand on every answer: pages, files, redirects, answers to scripts, and all errors."""

from dataclasses import replace

import pytest
from flask.typing import ResponseReturnValue
from werkzeug.test import TestResponse

from audit.accounts.access import public
from audit.app import create_app
from tests.accounts.people import csrf_token
from tests.support.house import House
from tests.support.pages import PageClient, parse


def policy(answer: TestResponse) -> dict[str, str]:
    directives = answer.headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def assert_protected(answer: TestResponse) -> None:
    directives = policy(answer)
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert not {word for word in ("unsafe", "http:", "https:", "*") if word in " ".join(directives.values())}
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Permissions-Policy"]
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def broken() -> ResponseReturnValue:
    raise ZeroDivisionError


@pytest.fixture
def visitor(house_on_sqlite: House) -> PageClient:
    house_on_sqlite.app.add_url_rule("/fel", "broken", public(broken))
    return house_on_sqlite.client("granskare")


ADDRESSES = {
    "/": 200,
    "/mitt-konto": 200,
    "/healthz": 200,
    "/static/theme.css": 200,
    "/bootstrap/static/css/bootstrap.min.css": 200,
    "/logga-in": 302,
    "/konton": 403,
    "/finns-inte": 404,
    "/static/finns-inte.css": 404,
    "/logga-ut": 405,
    "/inbjudan/ingen": 410,
    "/fel": 500,
}


def test_every_answer_is_protected(visitor: PageClient) -> None:
    for address, status in ADDRESSES.items():
        answer = visitor.get(address)
        assert answer.status_code == status, address
        assert_protected(answer)
        answer.close()


def test_only_style_and_script_may_be_kept_by_a_shared_computer(visitor: PageClient) -> None:
    for address in ADDRESSES:
        answer = visitor.get(address)
        assert (answer.headers.get("Cache-Control") == "no-store") is ("static/" not in address), address
        answer.close()


def test_style_and_script_are_kept_until_they_change(visitor: PageClient) -> None:
    page = parse(visitor.get("/mitt-konto"))
    named = [*(each.get("href") for each in page.iter("link")), *(each.get("src") for each in page.iter("script"))]
    assert len(named) > 3
    for address in named:
        for asked, kept in ((address, True), (address.partition("?")[0], False), (f"{address}0", False)):
            answer = visitor.get(asked)
            told = "public, max-age=31536000, immutable" if kept else "no-cache"
            assert answer.headers["Cache-Control"] == told, asked
            assert "Set-Cookie" not in answer.headers, "what others may keep is nobody's own"
            answer.close()


def test_answers_to_what_was_sent_are_protected(visitor: PageClient, house_on_sqlite: House) -> None:
    token = csrf_token(visitor)
    for data, status in (({}, 400), ({"csrf_token": token}, 422)):
        answer = visitor.post("/mitt-konto", data=data)
        assert answer.status_code == status
        assert_protected(answer)
    late = house_on_sqlite.client().post("/mitt-konto", data={"name": "x"})
    assert late.status_code == 401
    assert_protected(late)
    house_on_sqlite.app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = visitor.post("/mitt-konto", data={"csrf_token": token, "name": "x" * 1000})
    assert answer.status_code == 413
    assert_protected(answer)


@pytest.mark.parametrize("address", ["/konton", "/finns-inte", "/fel"])
def test_errors_told_to_a_script_are_protected(visitor: PageClient, address: str) -> None:
    answer = visitor.get(address, headers={"Accept": "application/json"})
    assert answer.is_json
    assert_protected(answer)


@pytest.mark.parametrize("secure", [True, False])
def test_browsers_are_told_to_stay_with_https_where_it_is_used(house_on_sqlite: House, secure: bool) -> None:
    house = house_on_sqlite
    app = create_app(replace(house.settings, secure_cookies=secure), house.database, clock=house.clock)
    assert ("Strict-Transport-Security" in app.test_client().get("/logga-in").headers) is secure
