"""A coordinator's way with a file, step by step: each step does the earlier ones itself."""

import io
from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect
from sqlmodel import SQLModel, func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from audit.app import create_worker
from tests.registers.files import Row, cases, csv_file
from tests.support.house import House
from tests.support.pages import PageClient, parse, text_of

PERIOD = {"period_from": "2026-01-01", "period_to": "2026-06-30"}
UPLOAD = "/register/ny"
FREEZE = "Frys ramen"


def send(client: PageClient, data: bytes, *, name: str = "arenden.csv", **values: Any) -> TestResponse:
    """Send a file from the upload page."""
    fields = {"kind": "arenden", **PERIOD, "file": FileStorage(io.BytesIO(data), filename=name), **values}
    return client.fill(UPLOAD, **fields)


def staged(client: PageClient, data: bytes, **values: Any) -> str:
    """The address of the page on which a sent file's columns are mapped."""
    return str(send(client, data, **values).location)


def checked(client: PageClient, data: bytes, **values: Any) -> str:
    """The address of a small file's check, its columns mapped as proposed."""
    return str(client.fill(staged(client, data, **values)).location)


def frozen(client: PageClient, data: bytes, **values: Any) -> str:
    """The address of a small file's extract."""
    return str(press(client, checked(client, data, **values), FREEZE).location)


def press(client: PageClient, address: str, button: str, **values: Any) -> TestResponse:
    """Press a button on a page, its form filled in with `values`."""
    forms = parse(client.get(address)).findall(".//main//form")
    labels = [[text_of(each) for each in form.iter("button")] for form in forms]
    return client.fill(address, labels.index([button]), **values)


def work(house: House) -> None:
    """Carry out the jobs that wait."""
    create_worker(house.settings, house.database, clock=house.clock).run_waiting()


def words(response: TestResponse) -> str:
    """What stands in the page's main part, on one line."""
    return text_of(parse(response).find(".//main"))


def table(response: TestResponse, caption: str) -> list[list[str]]:
    """The cells of the table whose caption begins so, without its head."""
    for found in parse(response).iter("table"):
        if text_of(found.find("caption")).startswith(caption):
            return [[text_of(cell) for cell in row if cell.tag in {"td", "th"}] for row in found.findall("tbody/tr")]
    raise AssertionError(f"no table »{caption}«")


def two_boards(kungsholmen: int = 3, norrmalm: int = 2, **change: object) -> bytes:
    """A faultless case register of both boards."""
    rows: Sequence[Row] = [
        *cases(*({"arende_id": f"K{number}", **change} for number in range(kungsholmen))),
        *cases(*({"arende_id": f"N{number}", "namnd_kod": "Norrmalm", **change} for number in range(norrmalm))),
    ]
    return csv_file(rows)


def rows_of(house: House, model: type[SQLModel]) -> list[Any]:
    """All rows, the oldest first: PostgreSQL moves a changed row behind the others."""
    with house.database.transaction(write=False) as session:
        return list(session.exec(select(model).order_by(*inspect(model).primary_key)))


def number_of(house: House, *models: type[SQLModel]) -> list[int]:
    """How many rows each table has."""
    with house.database.transaction(write=False) as session:
        return [session.exec(select(func.count()).select_from(model)).one() for model in models]


def left_in_uploads(house: House) -> list[str]:
    return sorted(file.name for file in house.settings.uploads.iterdir())
