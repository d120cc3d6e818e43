"""A board's own outcomes of one year and period, as they are reported on."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from audit.agreements.rules import Period
from audit.indicators.models import YearDocument, YearDocumentBoard
from audit.indicators.operations.reading import newest_versions, whole
from audit.indicators.rules.lights import Standing, light


@dataclass(frozen=True)
class Outcome:
    """An indicator's outcome with how it stands to its target, and the document that it stands in."""

    name: str
    unit: str
    figure: Decimal
    target: str
    standing: Standing
    document: str
    city: Standing | None = None


def outcomes_of(session: Session, *, board_id: int, year: int, period: Period) -> list[Outcome]:
    """The board's outcomes, in the order of its documents; of a document that is its alone also those »for all«."""
    query = (
        select(YearDocument)
        .join(YearDocumentBoard, col(YearDocumentBoard.document_id) == col(YearDocument.id))
        .where(YearDocumentBoard.board_id == board_id, YearDocument.year == year)
        .order_by(col(YearDocument.id))
    )
    found = []
    for seen in [whole(session, document) for document in newest_versions(session.exec(query))]:
        keys = [(year, period, board_id), *([(year, period, None)] if len(seen.boards) == 1 else [])]
        for one in seen.indicators:
            figure = next((one.figure(key) for key in keys if one.figure(key) is not None), None)
            if figure is not None:
                standing = light(figure, one.target, one.row.direction)
                city = one.beside_the_city(figure)
                found.append(Outcome(one.row.name, one.row.unit, figure, one.row.target, standing, seen.name, city))
    return found
