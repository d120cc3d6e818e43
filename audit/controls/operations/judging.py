"""The hits of a result, and how people judge them: each verdict is kept, and the latest one stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from audit.accounts.models import Account
from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.controls.models import ControlHit, HitVerdict
from audit.controls.operations.reading import SeenResult, result_seen
from audit.controls.rules import Verdict
from audit.journal import operations as journal
from audit.journal.rules import Stamp

COLLISION = "Någon annan bedömde träffen medan du läste. Läs den bedömningen, och spara din om du vill ändra."


@dataclass(frozen=True)
class SeenVerdict:
    """A verdict and who gave it."""

    verdict: HitVerdict
    who: str


@dataclass(frozen=True)
class SeenHit:
    """A hit with its verdicts, the latest first."""

    hit: ControlHit
    verdicts: tuple[SeenVerdict, ...] = ()

    @property
    def id(self) -> int:
        return known(self.hit.id)

    @property
    def standing(self) -> SeenVerdict | None:
        return self.verdicts[0] if self.verdicts else None

    @property
    def seen(self) -> int:
        """Which verdict a page showed as the latest; 0 for none."""
        return known(self.verdicts[0].verdict.id) if self.verdicts else 0


@dataclass(frozen=True)
class OpenHit:
    """A hit in its result, as it is judged."""

    hit: SeenHit
    of: SeenResult


class CollisionError(Exception):
    """Somebody else judged the hit meanwhile."""


def hits_of(session: Session, result_id: int) -> list[SeenHit]:
    """The kept hits of a result, the largest measure first."""
    query = (
        select(ControlHit)
        .where(ControlHit.result_id == result_id)
        .order_by(col(ControlHit.measure).desc(), ControlHit.unit_id)
    )
    hits = list(session.exec(query))
    given = _verdicts(session, result_id=result_id)
    return [SeenHit(hit, tuple(given.get(known(hit.id), ()))) for hit in hits]


def _verdicts(session: Session, *, result_id: int) -> dict[int, list[SeenVerdict]]:
    query = (
        select(HitVerdict, Account.name)
        .join(ControlHit, col(ControlHit.id) == col(HitVerdict.hit_id))
        .join(Account, col(Account.id) == col(HitVerdict.given_by))
        .where(ControlHit.result_id == result_id)
        .order_by(col(HitVerdict.id).desc())
    )
    found: dict[int, list[SeenVerdict]] = {}
    for verdict, who in session.exec(query):
        found.setdefault(verdict.hit_id, []).append(SeenVerdict(verdict, who))
    return found


def hit_seen(session: Session, scope: Scope, hit_id: int) -> OpenHit | None:
    """The hit, if its board is one's own; that of a protected person only for the board's coordinator."""
    hit = session.get(ControlHit, hit_id)
    of = result_seen(session, scope, hit.result_id) if hit else None
    if hit is None or of is None:
        return None
    if hit.protected and of.result.board_id not in scope.boards(Role.COORDINATOR):
        return None
    return OpenHit(SeenHit(hit, tuple(_verdicts(session, result_id=hit.result_id).get(hit_id, ()))), of)


def note_hits_viewed(session: Session, *, stamp: Stamp, of: SeenResult, hits: Sequence[SeenHit]) -> None:
    """Note in the journal that somebody saw a list of hits, if there are any on it."""
    if hits:
        journal.record(session, stamp, "control:hits_viewed", of.id, hits=len(hits))


def note_hit_viewed(session: Session, *, stamp: Stamp, opened: OpenHit) -> None:
    hit = opened.hit.hit
    journal.record(session, stamp, "control:hit_viewed", opened.hit.id, result=opened.of.id, unit=hit.unit_id)


def judge(session: Session, *, stamp: Stamp, opened: OpenHit, verdict: Verdict, note: str, seen: int) -> HitVerdict:
    """Judge a hit. `seen` is the verdict that the page showed as the latest. Raises CollisionError."""
    hit_id = opened.hit.id
    # The hit's row is what two who judge at once wait for; what was read of it before may be old.
    session.exec(select(ControlHit).where(ControlHit.id == hit_id).with_for_update()).one()
    latest = session.exec(select(HitVerdict.id).where(HitVerdict.hit_id == hit_id).order_by(col(HitVerdict.id).desc()))
    if (latest.first() or 0) != seen:
        raise CollisionError(COLLISION)
    given = HitVerdict(hit_id=hit_id, verdict=verdict, note=note, given_at=stamp.at, given_by=known(stamp.actor))
    session.add(given)
    session.flush()
    journal.record(session, stamp, "control:judged", hit_id, verdict=verdict, note=note, result=opened.of.id)
    return given


def tally(hits: Iterable[SeenHit]) -> dict[Verdict, int]:
    """How many hits stand judged each way."""
    counted = dict.fromkeys(Verdict, 0)
    for hit in hits:
        if hit.standing:
            counted[hit.standing.verdict.verdict] += 1
    return counted


def next_open(hits: Iterable[SeenHit], *, after: int, protected: bool) -> int | None:
    """The next hit without a verdict: after that one in the list, else the first; `protected` ones if one may."""
    listed = list(hits)
    ids = [hit.id for hit in listed]
    start = ids.index(after) + 1 if after in ids else 0
    waiting = (hit for hit in listed[start:] + listed[:start] if not hit.standing and hit.id != after)
    return next((hit.id for hit in waiting if protected or not hit.hit.protected), None)
