"""Publishing a report: what would be published as it stands now, and freezing it for good."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlmodel import Session

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.findings.rules.secrecy import NO_REASON, REASON, Hit, Kind
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reports.content import Report
from audit.reports.models import ReportPublication
from audit.reports.operations.building import BuiltReport, build
from audit.reports.operations.division import boards_of_report, runs_report
from audit.reports.operations.gathering import NotDrawnError
from audit.reports.operations.published import newest_publication
from audit.reports.operations.secrecy import look_through
from audit.reports.operations.templates import keep_for_good
from audit.reports.operations.texts import board_told
from audit.reports.rules.freezing import frozen, hash_of
from audit.reports.rules.leaving_out import captions_left_out, without_tables
from audit.reports.rules.protocols import ToldAside, ToldDraw, ToldReplacement, public_annex, secret_sections
from audit.rounds import operations as rounds
from audit.rounds.operations import SeenRound, SetAside
from audit.rounds.operations.reading import locked
from audit.rounds.rules import Fault, Origin, Target, reason_name, refuse_if
from audit.web.formats import moment

NO_SMALL_REASON = "Skriv ett skäl för de små antalen här, eller ett eget vid vart och ett av dem."


class ReportChangedError(Exception):
    """The report is not what the page showed when it was checked."""


@dataclass(frozen=True)
class Candidate:
    """A report as it would be published now: with the public protocols, and those that stay with the boards."""

    seen: SeenRound
    built: BuiltReport
    report: Report
    draws: tuple[ToldDraw, ...]
    newest: ReportPublication | None

    @property
    def board_id(self) -> int | None:
        """The board whose own report it is, None for the one in common."""
        return self.built.board_id

    @cached_property
    def text(self) -> str:
        """The report as the text that would be kept."""
        return frozen(self.report)

    @cached_property
    def sha256(self) -> str:
        return hash_of(self.text)

    @property
    def same_as_newest(self) -> bool:
        return self.newest is not None and self.newest.sha256 == self.sha256


def candidate(session: Session, scope: Scope, round_id: int, board_id: int | None = None) -> Candidate | None:
    """What one may publish of a round: one is the coordinator of all the boards that the report is for, and the round
    is drawn and stands."""
    if not runs_report(session, scope, round_id, board_id):
        return None
    boards = boards_of_report(session, round_id, board_id)
    # The round as a coordinator of those boards alone sees it: nothing of the others is in their report.
    seen = rounds.see_round(session, _coordinator_of(scope, boards), round_id)
    if seen is None or seen.round_.origin is Origin.PAPER or seen.replaced_by:
        return None
    try:
        built = build(session, round_=seen.round_, board_ids=boards)
    except NotDrawnError:
        return None
    draws = _draws(session, seen)
    report = replace(built.report, annexes=(*built.report.annexes, public_annex(draws)))
    return Candidate(seen, built, report, draws, newest_publication(session, round_id, board_id))


def _coordinator_of(scope: Scope, boards: Collection[int]) -> Scope:
    return replace(scope, grants=frozenset((Role.COORDINATOR, board) for board in boards))


def _draws(session: Session, seen: SeenRound) -> tuple[ToldDraw, ...]:
    targets = [Target.BOARD, *dict.fromkeys(row.target for row in seen.targets)]
    return tuple(draw for target in targets if (draw := _draw(session, seen, target)))


def _draw(session: Session, seen: SeenRound, target: Target) -> ToldDraw | None:
    shown = rounds.excerpt(session, seen, target)
    if shown is None:
        return None
    units = rounds.sample(session, seen.id, seen.board_ids, target)
    by_id, hidden = rounds.drawn_units(shown, units), rounds.protected(session, units)
    return ToldDraw(
        target=target,
        protocol=shown.protocol,
        seed_parts=shown.seed_parts,
        drawn_at=moment(shown.draw.drawn_at),
        replacements=tuple(
            ToldReplacement(
                each.board,
                each.unit.unit_id,
                each.reserve.unit_id,
                reason_name(seen.round_.kind, each.unit.replacement_reason),
            )
            for each in shown.replacements
        ),
        set_aside=tuple(_told_aside(seen, one) for one in shown.set_aside),
        journal_head=shown.draw.journal_head or "",
        hidden=frozenset(drawn for drawn, unit in by_id.items() if known(unit.id) in hidden),
    )


def _told_aside(seen: SeenRound, one: SetAside) -> ToldAside:
    reason = reason_name(seen.round_.kind, one.unit.replacement_reason)
    return ToldAside(one.board, one.unit.unit_id, reason, moment(one.unit.replaced_at))


def hits_of(session: Session, of: Candidate, *, small: int) -> tuple[Hit, ...]:
    """What the secrecy check finds in a report that is to be published."""
    return look_through(session, round_=of.seen.round_, report=of.report, board_ids=of.seen.board_ids, small=small)


# ---- Publishing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decision:
    """What whoever publishes has decided: on the report with that hash, why each hit may stand (by the name of what
    is judged together), which tables are left out because of theirs, and what has changed since the version before."""

    sha256: str
    reasons: Mapping[str, str]
    changed: str = ""
    left_out: frozenset[str] = frozenset()


def publish(
    session: Session, *, stamp: Stamp, of: Candidate, hits: Sequence[Hit], decision: Decision
) -> ReportPublication:
    """Freeze the report for good. The journal keeps its hash, and why each hit of the check may stand.

    Raises InputError where a hit has no reason or a correction does not say what changed, ReportChangedError where
    the report is not the one that was decided on.
    """
    held = locked(session, of.seen.round_)
    round_id = known(held.id)
    rounds.require_standing(session, round_id)
    newest = newest_publication(session, round_id, of.board_id)
    still = boards_of_report(session, round_id, of.board_id) == set(of.seen.board_ids)
    if not still or of.sha256 != decision.sha256 or (newest and newest.number) != (of.newest and of.newest.number):
        raise ReportChangedError
    hits = [hit for hit in hits if hit.judged not in decision.left_out]
    refuse_if(list(_faults(hits, decision, newest)))
    content = frozen(without_tables(of.report, decision.left_out)) if decision.left_out else of.text
    sha256 = hash_of(content)
    annex = frozen(secret_annex(of, sha256))
    row = ReportPublication(
        round_id=round_id,
        board_id=of.board_id,
        number=newest.number + 1 if newest else 1,
        content=content,
        sha256=sha256,
        annex=annex,
        annex_sha256=hash_of(annex),
        changed=decision.changed,
        reasons=[_told(hit, decision.reasons[hit.judged]) for hit in hits],
        template_sha256=keep_for_good(session, of.seen.board_ids),
        journal_head=f"{head[0]}:{head[1]}" if (head := journal.head(session)) else None,
        published_by=stamp.actor,
        published_at=stamp.at,
    )
    session.add(row)
    session.flush()
    left_out = captions_left_out(of.report, decision.left_out)
    journal.record(session, stamp, "report:published", round_id, **_journalled(row), left_out=left_out)
    return row


def _journalled(row: ReportPublication) -> dict[str, object]:
    names = ("number", "sha256", "annex_sha256", "template_sha256", "changed", "reasons")
    return {**{name: getattr(row, name) for name in names}, **board_told(row.board_id)}


def secret_annex(of: Candidate, sha256: str) -> Report:
    """The protocols with ids and tickets, as a document of its own with the report's head."""
    sections = secret_sections(of.draws, sha256=sha256)
    title = f"Urvalsprotokoll med ärendenummer: {of.report.title}"
    return replace(of.report, title=title, sections=sections, annexes=(), definitions=())


def _faults(hits: Sequence[Hit], decision: Decision, newest: ReportPublication | None) -> Iterator[Fault]:
    lacking = {hit.judged: hit.kind for hit in hits if not decision.reasons.get(hit.judged, "").strip()}
    yield from (Fault(f"{REASON}{name}", NO_REASON) for name, kind in lacking.items() if kind is not Kind.SMALL)
    if Kind.SMALL in lacking.values():
        yield Fault("small", NO_SMALL_REASON)
    if newest and not decision.changed:
        yield Fault("changed", "Skriv vad som är ändrat sedan förra versionen.")


def _told(hit: Hit, reason: str) -> dict[str, object]:
    """A hit as it is kept: what kind and where, never what was found."""
    where = f"{hit.place.heading}, {hit.place.where}"
    return {"kind": str(hit.kind), "place": where, "times": hit.times, "reason": reason}
