"""The steering group: its meetings, and whom to remind of those that are not held yet."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel import Session, col, select

from audit.accounts.rules import Scope
from audit.agreements import rules
from audit.agreements.models import SteeringMeeting
from audit.agreements.operations.reading import Agreed, all_seen, row_seen
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.rounds.rules import Fault, refuse_if


@dataclass(frozen=True)
class MeetingPlan:
    """A meeting: its day, the roles that were there (never names), and what was lifted to the district directors."""

    held_on: date
    roles: str
    agenda: str
    decisions: str = ""
    escalation: str = ""


@dataclass(frozen=True)
class SeenMeeting:
    agreed: Agreed
    meeting: SteeringMeeting


def steering_seen(session: Session, scope: Scope, steering_id: int) -> SeenMeeting | None:
    found = row_seen(session, scope, SteeringMeeting, steering_id)
    return SeenMeeting(*found) if found else None


def meetings_of(session: Session, agreed: Agreed) -> list[SteeringMeeting]:
    """The meetings of the steering group in an agreement's year, whatever version, the latest first."""
    query = select(SteeringMeeting).where(SteeringMeeting.agreement_id == agreed.series_id)
    return list(session.exec(query.order_by(col(SteeringMeeting.held_on).desc(), col(SteeringMeeting.id).desc())))


def save_meeting(
    session: Session, *, stamp: Stamp, agreed: Agreed, plan: MeetingPlan, meeting: SteeringMeeting | None = None
) -> SteeringMeeting:
    """Note a meeting, or correct what was noted of it. InputError for a day outside the agreement's year."""
    year = agreed.agreement.year
    outside = plan.held_on.year not in (year - 1, year, year + 1)
    refuse_if([Fault("held_on", f"Mötet hör inte till överenskommelsen för {year}.")] if outside else [])
    before = meeting.model_dump(mode="json", include=set(asdict(plan))) if meeting else None
    kept = meeting or SteeringMeeting(
        agreement_id=agreed.series_id, **asdict(plan), created_at=stamp.at, created_by=stamp.actor
    )
    for name, value in asdict(plan).items():
        setattr(kept, name, value)
    session.add(kept)
    session.flush()
    action = "agreement:meeting_changed" if meeting else "agreement:meeting_noted"
    told = {"meeting": kept.id, "before": before, "held_on": plan.held_on, "escalated": bool(plan.escalation)}
    journal.record(session, stamp, action, agreed.series_id, **told)
    return kept


@dataclass(frozen=True)
class Reminder:
    """An agreement whose steering group is behind with its meetings, and what is said of it."""

    agreed: Agreed
    words: str


def meetings_due(session: Session, *, scope: Scope, today: date) -> list[Reminder]:
    """This year's adopted agreements, in their newest version, whose steering group has met too seldom so far."""
    found: dict[int, Reminder | None] = {}
    for agreed in all_seen(session, scope):
        if agreed.agreement.year == today.year and not agreed.is_draft and agreed.series_id not in found:
            held = [meeting.held_on for meeting in meetings_of(session, agreed)]
            words = rules.behind(held, year=agreed.agreement.year, today=today)
            found[agreed.series_id] = Reminder(agreed, words) if words else None
    return [one for one in found.values() if one]
