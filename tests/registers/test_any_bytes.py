"""Whatever the bytes: a verdict, never an exception, and counts that add up."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from audit.registers.rules import COLUMNS, CheckedExtract, RegisterKind
from tests.registers.files import cases, examined, payments, xlsx_file

KINDS = st.sampled_from([kind.value for kind in RegisterKind])
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "Norrmalm",
            "A1",
            "2026-03-02",
            "1 870,00",
            "250-",
            "bifall",
            "betald",
            "makulerad",
            '"',
            '"a',
            "201701012393",
            "",
            "Summa",
            "ja",
        ]
    ),
)


def makes_sense(result: CheckedExtract) -> None:
    assert result.accepted + result.merged <= result.rows
    assert result.units == () if result.errors else len(result.units) == result.accepted
    assert result.errors or result.rows
    assert "201701012393" not in str(result)


@given(st.binary(max_size=400), KINDS)
def test_arbitrary_bytes(data: bytes, kind: str) -> None:
    makes_sense(examined(data, kind).checked)


@given(st.data())
def test_arbitrary_cells_under_real_headings(data: st.DataObject) -> None:
    kind = data.draw(KINDS)
    names = [column.name for column in COLUMNS[RegisterKind(kind)]]
    header = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=8))
    rows = data.draw(st.lists(st.lists(CELLS, max_size=9), max_size=8))
    separator = data.draw(st.sampled_from([";", "\t", ","]))
    text = "\n".join(separator.join(row) for row in [header, *rows])
    makes_sense(examined(text.encode("utf-8", "replace"), kind).checked)


WORKBOOKS = {"arenden": xlsx_file(cases({}, {})), "utbetalningar": xlsx_file(payments({}, {}))}


@given(st.sampled_from(sorted(WORKBOOKS)), st.data())
def test_a_workbook_with_damaged_parts(kind: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(WORKBOOKS[kind])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    start = data.draw(st.integers(0, len(parts[name])))
    cut = data.draw(st.integers(0, 30))
    parts[name] = parts[name][:start] + data.draw(st.binary(max_size=8)) + parts[name][start + cut :]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    makes_sense(examined(stream.getvalue(), kind).checked)


@given(st.data())
def test_a_workbook_with_damaged_bytes(data: st.DataObject) -> None:
    whole = WORKBOOKS["arenden"]
    start = data.draw(st.integers(0, len(whole)))
    makes_sense(examined(whole[:start] + data.draw(st.binary(max_size=8)) + whole[start + 4 :]).checked)
