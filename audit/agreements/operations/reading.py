"""Agreements as their readers see them: whole, with parties, areas, parts and base figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, or_, select

from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.agreements.models import (
    Agreement,
    AgreementArea,
    AgreementCases,
    AgreementDocument,
    AgreementPart,
    AgreementParty,
    SteeringMeeting,
)
from audit.agreements.rules import Base, CostArea, Part, Terms, read_share


@dataclass(frozen=True)
class Agreed:
    """An agreement with all that belongs to it. `parts` are found by (area id, party id)."""

    agreement: Agreement
    parties: tuple[AgreementParty, ...]
    areas: tuple[AgreementArea, ...]
    parts: dict[tuple[int, int], AgreementPart]
    cases: dict[int, dict[int, int]]

    @property
    def id(self) -> int:
        return known(self.agreement.id)

    @property
    def is_draft(self) -> bool:
        return self.agreement.adopted_at is None

    @property
    def series_id(self) -> int:
        """The first version of this year's agreement, to which the steering group's meetings belong."""
        return self.agreement.first_id or self.id

    @property
    def name(self) -> str:
        return f"{self.agreement.title}, version {self.agreement.version}"

    @property
    def board_ids(self) -> frozenset[int]:
        return frozenset(party.board_id for party in self.parties if party.board_id)

    def party_names(self) -> dict[int, str]:
        return {known(party.id): party.name for party in self.parties}

    def terms(self) -> Terms:
        """The agreement as plain figures, for the rules."""
        names = self.party_names()
        return Terms(
            year=self.agreement.year,
            parties=tuple(names.values()),
            areas=tuple(self._area(area, names) for area in self.areas),
            base=Base(
                {names[party]: months for party, months in self.cases.items()},
                {party.name: party.population for party in self.parties if party.population is not None},
            ),
        )

    def _area(self, area: AgreementArea, names: dict[int, str]) -> CostArea:
        found = {party: self.parts.get((known(area.id), party)) for party in names}
        return CostArea(
            name=area.name,
            paragraph=area.paragraph,
            key=area.key,
            parts=tuple(_part(names[party], part) for party, part in found.items() if part),
            amount=area.amount,
            performer=names[area.performer_id] if area.performer_id else "",
            rate=area.rate,
            posts=area.posts,
        )


def _part(name: str, part: AgreementPart) -> Part:
    return Part(
        party=name,
        shares=part.shares,
        billed=part.billed,
        allocation=part.allocation,
        deduction=part.deduction,
        direct=part.direct,
        share=read_share(part.share or ""),
    )


def agreement_seen(session: Session, scope: Scope, agreement_id: int) -> Agreed | None:
    """An agreement to which any of the person's boards is a party."""
    found = session.get(Agreement, agreement_id)
    if found is None:
        return None
    agreed = whole(session, found)
    return agreed if agreed.board_ids & scope.boards() else None


Row = TypeVar("Row", AgreementArea, AgreementDocument, SteeringMeeting)


def row_seen(session: Session, scope: Scope, table: type[Row], row_id: int) -> tuple[Agreed, Row] | None:
    """Something that belongs to an agreement to which any of the person's boards is a party, with the agreement."""
    row = session.get(table, row_id)
    agreed = agreement_seen(session, scope, row.agreement_id) if row else None
    return (agreed, row) if agreed and row else None


def whole(session: Session, agreement: Agreement) -> Agreed:
    """An agreement with all that belongs to it."""
    parties = select(AgreementParty).where(AgreementParty.agreement_id == agreement.id)
    areas = select(AgreementArea).where(AgreementArea.agreement_id == agreement.id)
    of_this = select(AgreementArea.id).where(AgreementArea.agreement_id == agreement.id)
    parts = session.exec(select(AgreementPart).where(col(AgreementPart.area_id).in_(of_this)))
    agreed = Agreed(
        agreement,
        tuple(session.exec(parties.order_by(col(AgreementParty.place), col(AgreementParty.id)))),
        tuple(session.exec(areas.order_by(col(AgreementArea.place), col(AgreementArea.id)))),
        {(part.area_id, part.party_id): part for part in parts},
        {},
    )
    ids = [known(party.id) for party in agreed.parties]
    cases = select(AgreementCases).where(col(AgreementCases.party_id).in_(ids)).order_by(col(AgreementCases.month))
    for row in session.exec(cases):
        agreed.cases.setdefault(row.party_id, {})[row.month] = row.cases
    return agreed


def all_seen(session: Session, scope: Scope) -> list[Agreed]:
    """The agreements of the person's boards, the newest year and version first."""
    of_boards = select(AgreementParty.agreement_id).where(col(AgreementParty.board_id).in_(list(scope.boards())))
    query = select(Agreement).where(col(Agreement.id).in_(of_boards))
    newest = query.order_by(col(Agreement.year).desc(), col(Agreement.version).desc(), col(Agreement.id).desc())
    return [whole(session, agreement) for agreement in session.exec(newest)]


def before(session: Session, agreed: Agreed) -> Agreed | None:
    """The agreement that this one follows on."""
    earlier = agreed.agreement.before_id
    return whole(session, session.get_one(Agreement, earlier)) if earlier else None


def later_version(session: Session, agreed: Agreed) -> Agreement | None:
    """The newest version of the same year's agreement, if it is another one."""
    same = or_(col(Agreement.first_id) == agreed.series_id, col(Agreement.id) == agreed.series_id)
    newest = session.exec(select(Agreement).where(same).order_by(col(Agreement.version).desc())).first()
    return newest if newest and newest.id != agreed.agreement.id else None


def boards_in(session: Session, year: int) -> dict[int, str]:
    """The boards that there are in `year`, by id, in the order of their names."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    boards = session.exec(select(Board).order_by(Board.name))
    return {
        known(board.id): board.name
        for board in boards
        if (board.valid_from is None or board.valid_from <= last)
        and (board.valid_to is None or board.valid_to >= first)
    }


def all_boards(session: Session) -> dict[int, str]:
    """Every board by id: a party may be one of yesterday."""
    return {known(board.id): board.name for board in session.exec(select(Board).order_by(Board.name))}


def without_agreement(session: Session, scope: Scope, seen: Iterable[Agreed], year: int) -> list[str]:
    """The person's boards that are no party to any agreement of `year`, by name."""
    covered = {board for agreed in seen if agreed.agreement.year == year for board in agreed.board_ids}
    return [name for board, name in boards_in(session, year).items() if board in scope.boards() - covered]


def documents_of(session: Session, agreement_id: int) -> list[AgreementDocument]:
    query = select(AgreementDocument).where(AgreementDocument.agreement_id == agreement_id)
    return list(session.exec(query.order_by(col(AgreementDocument.id))))
