"""Making an agreement, following on an earlier one, changing what it says, and adopting it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from audit.accounts.operations import known
from audit.agreements.models import Agreement, AgreementArea, AgreementCases, AgreementPart, AgreementParty
from audit.agreements.operations.reading import Agreed, all_boards, whole
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.rules import Fault, FrozenError, refuse_if

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_PARTIES = 20
# What is decided anew each year, so that last year's must not stand as if it were this year's.
YEARLY_OF_AREA = ("amount", "rate")
YEARLY_OF_PART = ("allocation", "deduction", "direct")


@dataclass(frozen=True)
class AgreementPlan:
    """What an agreement is called and who its parties are: boards by id, and others by name."""

    year: int
    title: str
    board_ids: tuple[int, ...]
    others: tuple[str, ...] = ()
    source: str = ""
    stated_changes: str = ""
    invented: bool = False

    def head(self) -> dict[str, Any]:
        return {"year": self.year, "title": self.title, "source": self.source, "stated_changes": self.stated_changes}


def create_agreement(
    session: Session, *, stamp: Stamp, plan: AgreementPlan, mine: Iterable[int] | None = None
) -> Agreed:
    """Make a draft. InputError with all that is wrong; where `mine` is given, one of these boards must be a party."""
    parties = _check(session, plan, mine)
    agreement = Agreement(**plan.head(), invented=plan.invented, created_at=stamp.at, created_by=stamp.actor)
    session.add(agreement)
    session.flush()
    _set_parties(session, known(agreement.id), parties)
    journal.record(session, stamp, "agreement:created", known(agreement.id), **_told(plan))
    return whole(session, agreement)


def change_agreement(
    session: Session, *, stamp: Stamp, agreed: Agreed, plan: AgreementPlan, mine: Iterable[int] | None = None
) -> None:
    """Change a draft's head and parties. A party that goes takes its figures along. InputError, FrozenError."""
    held = held_draft(session, agreed.id)
    parties = _check(session, plan, mine)
    before = {"title": held.title, "parties": [party.name for party in agreed.parties]}
    for name, value in plan.head().items():
        setattr(held, name, value)
    _set_parties(session, agreed.id, parties)
    journal.record(session, stamp, "agreement:changed", agreed.id, before=before, **_told(plan))


def _told(plan: AgreementPlan) -> dict[str, object]:
    return {key: value for key, value in asdict(plan).items() if key != "stated_changes"}


def _check(session: Session, plan: AgreementPlan, mine: Iterable[int] | None) -> dict[str, int | None]:
    """The parties by name with their boards. InputError where the agreement can't be so."""
    boards = all_boards(session)
    names = [boards[board] for board in plan.board_ids if board in boards]
    faults = []
    if not FIRST_YEAR <= plan.year <= LAST_YEAR:
        faults.append(Fault("year", f"Skriv ett år mellan {FIRST_YEAR} och {LAST_YEAR}."))
    if mine is not None and not set(mine) & set(plan.board_ids):
        faults.append(Fault("boards", "Minst en av dina egna nämnder ska vara part."))
    doubled = [name for name in plan.others if name.casefold() in {one.casefold() for one in boards.values()}]
    faults += [Fault("others", f"{name} finns bland nämnderna. Kryssa för den där i stället.") for name in doubled]
    if len({name.casefold() for name in plan.others}) < len(plan.others):
        faults.append(Fault("others", "Samma part står två gånger."))
    if len(names) + len(plan.others) > MOST_PARTIES:
        faults.append(Fault("others", f"En överenskommelse kan ha högst {MOST_PARTIES} parter."))
    refuse_if(faults)
    return {**{boards[board]: board for board in plan.board_ids if board in boards}, **dict.fromkeys(plan.others)}


def _set_parties(session: Session, agreement_id: int, parties: dict[str, int | None]) -> None:
    kept = {
        party.name: party
        for party in session.exec(select(AgreementParty).where(AgreementParty.agreement_id == agreement_id))
    }
    for name, party in kept.items():
        if name not in parties:
            _remove_party(session, party)
    for place, (name, board_id) in enumerate(parties.items()):
        party = kept.get(name) or AgreementParty(agreement_id=agreement_id, place=place, name=name, board_id=board_id)
        party.place = place
        session.add(party)
    session.flush()


def _remove_party(session: Session, party: AgreementParty) -> None:
    for table in (AgreementPart, AgreementCases):
        for row in session.exec(select(table).where(col(table.party_id) == party.id)):
            session.delete(row)
    for area in session.exec(select(AgreementArea).where(AgreementArea.performer_id == party.id)):
        area.performer_id = None
    session.flush()
    session.delete(party)
    session.flush()


def hold(session: Session, agreement_id: int) -> Agreement:
    """The agreement, held so that two who write to it at once do it one after the other."""
    query = select(Agreement).where(Agreement.id == agreement_id).with_for_update()
    held = session.exec(query).one()
    # What was read before the lock may have been changed by the one who had it.
    session.expire_all()
    return held


def held_draft(session: Session, agreement_id: int) -> Agreement:
    """The agreement, held so that nobody adopts it meanwhile. Raises FrozenError where somebody has."""
    held = hold(session, agreement_id)
    if held.adopted_at is not None:
        raise FrozenError
    return held


def adopt(session: Session, *, stamp: Stamp, agreed: Agreed, adopted_on: date | None = None) -> None:
    """Freeze a draft as it stands. It can't be taken back. InputError for a day to come, FrozenError.

    `adopted_on` is None where the document tells no day.
    """
    held = held_draft(session, agreed.id)
    late = adopted_on is not None and adopted_on > stamp.day
    refuse_if([Fault("adopted_on", "Dagen har inte varit än.")] if late else [])
    held.adopted_on, held.adopted_at, held.adopted_by = adopted_on, stamp.at, stamp.actor
    session.add(held)
    journal.record(session, stamp, "agreement:adopted", agreed.id, adopted_on=adopted_on, version=held.version)


# ---- Following on --------------------------------------------------------------------------------------------------


def follow_on(session: Session, *, stamp: Stamp, agreed: Agreed, year: int) -> Agreed:
    """A draft that follows on an agreement: its next version, or the agreement of a later year.

    For a later year what is decided anew each year is left empty: sums, allocations, deductions, cases, population.
    InputError for an earlier year, or where the year has a draft that follows on the same agreement already.
    """
    hold(session, agreed.series_id)
    agreed = whole(session, session.get_one(Agreement, agreed.id))  # as it stands now
    old = agreed.agreement
    same_year = year == old.year
    refuse_if(_cannot_follow(session, agreed, year))
    new = Agreement(
        year=year,
        version=_next_version(session, agreed) if same_year else 1,
        title=old.title if same_year else old.title.replace(str(old.year), str(year)),
        invented=old.invented,
        first_id=agreed.series_id if same_year else None,
        before_id=agreed.id,
        created_at=stamp.at,
        created_by=stamp.actor,
    )
    session.add(new)
    session.flush()
    _copy(session, agreed, known(new.id), yearly=same_year)
    journal.record(session, stamp, "agreement:followed_on", known(new.id), before=agreed.id, year=year)
    return whole(session, new)


def _cannot_follow(session: Session, agreed: Agreed, year: int) -> list[Fault]:
    if not agreed.agreement.year <= year <= LAST_YEAR:
        return [Fault("year", f"Skriv {agreed.agreement.year} för en ny version, eller ett senare år.")]
    drafts = select(Agreement.id).where(
        Agreement.before_id == agreed.id, Agreement.year == year, col(Agreement.adopted_at).is_(None)
    )
    if session.exec(drafts).first() is not None:
        return [Fault("year", f"Det finns redan ett utkast för {year} som bygger på den här överenskommelsen.")]
    return []


def _next_version(session: Session, agreed: Agreed) -> int:
    same = or_(col(Agreement.first_id) == agreed.series_id, col(Agreement.id) == agreed.series_id)
    return 1 + session.exec(select(func.max(Agreement.version)).where(same)).one()


def _copy(session: Session, agreed: Agreed, to: int, *, yearly: bool) -> None:
    """Copy parties, areas and parts, and (`yearly`) the year's own figures too."""
    parties, areas = {}, {}
    for party in agreed.parties:
        kept = party.model_dump(exclude={"id", "agreement_id"} | (set() if yearly else {"population"}))
        parties[known(party.id)] = AgreementParty(agreement_id=to, **kept)
    session.add_all(parties.values())
    session.flush()
    left_out = set() if yearly else set(YEARLY_OF_AREA)
    for area in agreed.areas:
        kept = area.model_dump(exclude={"id", "agreement_id", "performer_id"} | left_out)
        performer = known(parties[area.performer_id].id) if area.performer_id else None
        areas[known(area.id)] = AgreementArea(agreement_id=to, performer_id=performer, **kept)
    session.add_all(areas.values())
    session.flush()
    left_out = set() if yearly else set(YEARLY_OF_PART)
    for (area_id, party_id), part in agreed.parts.items():
        kept = part.model_dump(exclude={"id", "area_id", "party_id"} | left_out)
        area_id_now, party_id_now = known(areas[area_id].id), known(parties[party_id].id)
        session.add(AgreementPart(area_id=area_id_now, party_id=party_id_now, **kept))
    for party_id, months in agreed.cases.items() if yearly else ():
        new_id = known(parties[party_id].id)
        session.add_all(AgreementCases(party_id=new_id, month=month, cases=each) for month, each in months.items())
    session.flush()
