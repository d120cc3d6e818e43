"""What the other tests stand on holds: databases of their own, and a browser that notices faults."""

from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, inspect, text

from tests.support.accessibility import axe
from tests.support.run import lacking

FAULTLESS = "<!doctype html><html lang='sv'><title>Start</title><main><h1>Start</h1>{}</main></html>"


def test_every_test_gets_a_migrated_database_of_its_own(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert "journal" in inspect(connection).get_table_names()
        connection.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    engine.dispose()


def test_what_another_test_did_is_not_there(database_url: str) -> None:
    engine = create_engine(database_url)
    assert "left_behind" not in inspect(engine).get_table_names()
    engine.dispose()


def test_the_sqlite_database_lies_in_the_instance(sqlite_url: str, instance: Path) -> None:
    assert sqlite_url == f"sqlite:///{instance}/stickprov.db"
    assert (instance / "stickprov.db").is_file()


@pytest.mark.browser
def test_axe_accepts_a_faultless_page_under_a_strict_policy(page: Page) -> None:
    policy = {"Content-Security-Policy": "default-src 'none'"}
    page.route("**/", lambda route: route.fulfill(body=FAULTLESS.format(""), headers=policy, content_type="text/html"))
    page.goto("http://127.0.0.1:1/")
    axe(page)


@pytest.mark.browser
def test_axe_names_what_is_wrong(page: Page) -> None:
    page.set_content(FAULTLESS.format("<input>"))
    with pytest.raises(AssertionError, match="label"):
        axe(page)


@pytest.mark.browser
def test_axe_does_not_accept_a_contrast_that_it_cannot_decide(page: Page) -> None:
    gradient = "<p style='background: linear-gradient(white, black)'>Svårläst</p>"
    page.set_content(FAULTLESS.format(gradient))
    with pytest.raises(AssertionError, match="color-contrast"):
        axe(page)


def test_a_missing_tool_leaves_a_test_out_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"PostgreSQL was not found"):
        lacking("PostgreSQL")


def test_a_missing_tool_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"CI=true, but PostgreSQL was not found"):
        lacking("PostgreSQL")
