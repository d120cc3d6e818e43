"""An extract's units kept by columns beside their rows, for whoever reads every one of them."""

import json
import zlib
from array import array
from collections.abc import Collection, Sequence
from operator import attrgetter

from sqlmodel import Session, col, select

from audit.registers.models import RegisterColumn, RegisterUnit
from audit.registers.rules.columnar import CODE, UNIT, CodedColumn, by_columns
from audit.registers.rules.framing import FramedUnit

FAST = 1


def keep_columns(session: Session, *, extract_id: int, board_id: int, units: Sequence[FramedUnit]) -> None:
    """Keep what the rows of a board's units say by columns too, in the order of the file."""
    ordered = sorted(units, key=attrgetter("row"))
    columns = by_columns([unit.unit_id for unit in ordered], [unit.content for unit in ordered])
    for name, column in columns.items():
        session.add(
            RegisterColumn(
                extract_id=extract_id,
                board_id=board_id,
                name=name,
                distinct_values=zlib.compress(json.dumps(column.values, ensure_ascii=False).encode(), FAST),
                codes=zlib.compress(array(CODE, column.codes).tobytes(), FAST),
            )
        )
    session.flush()


def columns_of(session: Session, *, extract_id: int, board_id: int, names: Collection[str]) -> dict[str, CodedColumn]:
    """Those of the columns that the board's units have, with `unit_id`, in the order of the file; empty without units.

    What was taken in before columns were kept is read from its rows, which takes many times as long.
    """
    wanted = (RegisterColumn.extract_id == extract_id, RegisterColumn.board_id == board_id)
    if session.exec(select(RegisterColumn.id).where(*wanted).limit(1)).first() is None:
        return _from_rows(session, extract_id, board_id, names)
    query = select(RegisterColumn).where(*wanted, col(RegisterColumn.name).in_({UNIT, *names}))
    return {one.name: _read(one) for one in session.exec(query.execution_options(populate_existing=True))}


def _read(column: RegisterColumn) -> CodedColumn:
    codes = array(CODE)
    codes.frombytes(zlib.decompress(column.codes))
    return CodedColumn(json.loads(zlib.decompress(column.distinct_values)), codes)


def _from_rows(session: Session, extract_id: int, board_id: int, names: Collection[str]) -> dict[str, CodedColumn]:
    query = (
        select(RegisterUnit.unit_id, RegisterUnit.content)
        .where(RegisterUnit.extract_id == extract_id, RegisterUnit.board_id == board_id)
        .order_by(col(RegisterUnit.row))
        .execution_options(yield_per=10_000)
    )
    ids, contents = [], []
    for unit_id, content in session.exec(query):
        ids.append(unit_id)
        contents.append({name: content[name] for name in names if name in content})
    return by_columns(ids, contents) if ids else {}
