"""The comparison as files to take along."""

import io
from collections.abc import Iterable

from sqlmodel import Session

from audit.comparison.operations.years import comparison
from audit.comparison.rules import COUNT_NAMES, shaped

HEADINGS = {
    "year": "År",
    "round": "Omgång",
    "board": "Nämnd",
    "question": "Fråga",
    **COUNT_NAMES,
    "reviewed": "Granskade",
    "adherence": "Följsamhet",
    "population": "I ramen",
    "lower": "Avvikelser i ramen, minst",
    "upper": "Avvikelser i ramen, högst",
    "source": "Källa",
}


def workbook(session: Session, *, board_ids: Iterable[int]) -> bytes:
    """Every count of the comparison as an Excel file: one row a question, board and year."""
    import pandas as pd

    frame = shaped(comparison(session, board_ids=board_ids))
    frame = frame[frame["reviewed"].notna()][list(HEADINGS)].rename(columns=HEADINGS)
    target = io.BytesIO()
    with pd.ExcelWriter(target, engine="xlsxwriter") as writer:
        frame.to_excel(writer, sheet_name="Jämförelse", index=False, freeze_panes=(1, 0))
    return target.getvalue()
