"""Files that mean harm, at every door that takes one: refused in words, nothing followed, unpacked or left behind."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from xlsxwriter import Workbook

from audit.registers.refusals import UnreadableError
from audit.registers.workbook import read_workbook
from tests.registers.files import cases, checked, csv_file
from tests.support.furnished import Furnished
from tests.support.pages import fields_of, tree_of

# The pages with a form that takes a file, and where those forms are written: who adds one adds it here.
PAGES = (
    "agreements.show",
    "checklists.new",
    "comparison.paper_year",
    "indicators.new_table",
    "indicators.paste_goals",
    "indicators.paste_indicators",
    "registers.upload",
    "reports.template",
)
FORMS = {
    "agreements/forms/terms.py",
    "checklists/forms.py",
    "comparison/forms.py",
    "indicators/forms/pasting.py",
    "registers/forms.py",
    "reports/forms.py",
}
# It keeps what it is sent, as large as it was sent, and never opens it: what is packed into it is nobody's.
NEVER_OPENED = "/bilaga"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)
PROGRAM = b"MZ\x90\x00" + bytes(1000)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + step)} "{f"&{chr(97 + step)};" * 10}">' for step in range(9)
) + "]>"  # fmt: skip


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return file.getvalue()


def workbook(formula: str = "") -> bytes:
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Ärendenummer", "Stadsdelsnämnd"])
        sheet.write_row(1, 0, ["KUN-001", "Kungsholmen"])
        if formula:
            sheet.write_formula(2, 0, formula, value="KUN-002")
            sheet.write(2, 1, "Kungsholmen")
    return file.getvalue()


def with_entities(file: bytes) -> bytes:
    """The workbook with a text that would be ten thousand million letters long."""
    with zipfile.ZipFile(io.BytesIO(file)) as read:
        parts = {name: read.read(name) for name in read.namelist()}
    start = parts["xl/sharedStrings.xml"].index(b"?>") + 2
    text = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = text[:start] + LAUGHS.encode() + text[start:].replace(b"Kungsholmen", b"&j;")
    return packed(parts)


def hostile() -> dict[str, bytes]:
    """Contents by the names that the files go by."""
    many_zeros = {
        "xl/workbook.xml": b"<workbook/>",
        "word/document.xml": b"<x/>",
        "xl/worksheets/s.xml": bytes(310_000_000),
    }
    bomb = packed(many_zeros)
    return {
        "picture.xlsx": PICTURE,
        "program.pdf": PROGRAM,
        "program.docx": PROGRAM,
        "bomb.xlsx": bomb,
        "bomb.docx": bomb,
        "laughs.xlsx": with_entities(workbook()),
        "empty.csv": b"",
        "../../keys/session": PROGRAM,
        "null\x00byte.toml": b'id = "x"\x00',
        "deep.toml": b"a = " + b"[" * 5000,
    }


def test_every_form_that_takes_a_file_is_tried() -> None:
    audit = Path(__file__).parents[2] / "audit"
    taking = {file for file in audit.rglob("*.py") if "FileField(" in file.read_text("utf-8")}
    assert {file.relative_to(audit).as_posix() for file in taking} == FORMS


@dataclass(frozen=True)
class Door:
    """A form that takes a file: where it is sent, its fields, and the file's name among them."""

    address: str
    fields: dict[str, Any]
    name: str


def doors(furnished: Furnished, browser: FlaskClient) -> Iterator[Door]:
    rules = {rule.endpoint: rule for rule in furnished.house.app.url_map.iter_rules()}
    for endpoint in PAGES:
        address = str(furnished.address(rules[endpoint]))
        page = tree_of(browser.get(address).get_data(as_text=True))
        forms = [form for form in page.iter("form") if form.get("enctype") == "multipart/form-data"]
        assert forms, endpoint
        for form in forms:
            (name,) = [field.get("name") for field in form.iter("input") if field.get("type") == "file"]
            # Without the name of this showing of it, so that it is a new form each time.
            fields = {field: value for field, value in fields_of(form).items() if not field.endswith("once")}
            yield Door(form.get("action") or address, fields, name)


def test_no_file_makes_the_program_fail_or_stay(furnished: Furnished) -> None:
    browser, place = furnished.browser("samordnare"), furnished.house.settings.uploads
    before, files = sorted(place.iterdir()), hostile()
    given = furnished.empty_form() | {"kind": "arenden", "period_from": "2026-01-01", "period_to": "2026-06-30"}
    try:
        for door in doors(furnished, browser):
            for file_name, content in files.items():
                sent = {**door.fields, **given, door.name: FileStorage(io.BytesIO(content), file_name)}
                answer = browser.post(door.address, data=sent, content_type="multipart/form-data")
                if door.address.endswith(NEVER_OPENED) and content.startswith(b"PK"):
                    assert answer.status_code in {302, 422}
                    continue
                assert answer.status_code in {400, 413, 422}, (door.address, file_name, answer.status_code)
                assert answer.status_code != 422 or re.search('class="(fault|summary|notice)', answer.text), (
                    door.address
                )
        assert sorted(place.iterdir()) == before
    finally:
        furnished.restore()


def test_a_link_to_another_workbook_is_not_followed() -> None:
    table = read_workbook(workbook("='[http://exempel.invalid/x.xlsx]Blad1'!A1"), max_rows=100_000)
    assert [row.cells[0] for row in table.rows] == ["KUN-001", "KUN-002"]  # what was there when it was saved


def test_texts_that_grow_by_themselves_are_refused() -> None:
    with pytest.raises(UnreadableError):
        read_workbook(with_entities(workbook()), max_rows=100_000)


@pytest.mark.parametrize("dangerous", ["=HYPERLINK(1)", "+46", "-5", "@SUM(A1)"])
def test_an_id_that_a_spreadsheet_would_carry_out_does_not_come_in(dangerous: str) -> None:
    """Ids go out in files unaltered, so that a draw can be repeated."""
    (fault,) = checked(csv_file(cases({"arende_id": dangerous}, {}))).errors
    assert (fault.row, fault.column) == (2, "arende_id")
    assert "formel" in fault.expected
