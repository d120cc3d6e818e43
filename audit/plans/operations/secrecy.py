"""Looking through what an analysis or plan says before it is adopted, as a report is before it is published."""

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session

from audit.findings.operations.secrecy import watched_of_board
from audit.findings.rules.secrecy import NO_REASON, REASON, Hit, Place, found_in
from audit.plans.operations.reading import SeenAnalysis, SeenPlan, control_cells, risk_cells
from audit.rounds.rules import Fault

NOTE = "inledning"
LOWEST = 5
"""The lowest count that needs no reason, unless the installation says another."""


def hits_of(session: Session, of: SeenAnalysis | SeenPlan, *, small: int = LOWEST) -> tuple[Hit, ...]:
    """What in a draft could point somebody out. One on paper is a quotation and is not looked through."""
    if of.document.on_paper:
        return ()
    texts = list(_texts(of))
    return found_in(texts, watched_of_board(session, board_id=of.document.board_id, texts=texts, small=small))


def _texts(of: SeenAnalysis | SeenPlan) -> Iterator[tuple[Place, str]]:
    yield Place(NOTE, "Inledningen", "texten"), of.document.note
    if isinstance(of, SeenAnalysis):
        rows = [risk_cells(risk) for risk in of.risks]
    else:
        rows = [{**control_cells(one), "Process": of.process_of(one)} for one in of.controls]
    for number, cells in enumerate(rows, start=1):
        named = f"Rad {number}, »{next(iter(cells.values()))}«"
        for heading, text in cells.items():
            yield Place(str(number), named, heading.lower()), text


def reason_faults(hits: Sequence[Hit], reasons: Mapping[str, str]) -> list[Fault]:
    """A fault for what has no reason to stand, at its field."""
    lacking = dict.fromkeys(hit.judged for hit in hits if not reasons.get(hit.judged, "").strip())
    return [Fault(f"{REASON}{name}", NO_REASON) for name in lacking]


def reasons_told(hits: Sequence[Hit], reasons: Mapping[str, str]) -> list[dict[str, object]]:
    """The hits as the journal keeps them: what kind and where and why they may stand, never what was found."""
    return [
        {"kind": str(hit.kind), "place": f"{hit.place.key}, {hit.place.where}", "reason": reasons[hit.judged]}
        for hit in hits
    ]
