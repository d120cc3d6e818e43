"""What is due, and how it is erased: one person proposes, another approves, and a proof is left."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from audit.accounts.operations import known
from audit.accounts.rules import ROLE_NAMES, Role, Scope
from audit.backups.operations import copies_gone_on
from audit.clock import swedish_day
from audit.config import Settings
from audit.jobs.operations import enqueue
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.retention.models import Erasure, ErasureState, RetentionRule
from audit.retention.operations.deciding import rules_of
from audit.retention.operations.erasing import erase, found_at, found_of
from audit.retention.operations.finding import names_of
from audit.retention.rules import (
    OF_BOARDS,
    OF_HOUSE,
    Due,
    Kind,
    KindId,
    Proof,
    Term,
    due_of,
    hash_of,
    kind_of,
    proof_text,
)

CLEAN = "retention:clean"
ALREADY = "Någon annan hann före: det är redan föreslaget."
NOT_DUE = "Det går inte att gallra längre enligt den regel som gäller nu. Avslå förslaget, och titta i listan igen."
DECIDED = "Någon annan hann före: förslaget är redan avgjort."
SAME = "Du har själv lagt förslaget. Någon annan med samma roll ska godkänna det."
NO_COPIES = ""


class RefusedError(Exception):
    """What can't be done now, in a Swedish sentence."""


@dataclass(frozen=True)
class Line:
    """Something that is due, with its kind, board and rule. `may`: one may propose it; `open_id` is the proposal."""

    due: Due
    kind: Kind
    board: str
    rule: RetentionRule
    may: bool
    open_id: int | None = None

    @property
    def total(self) -> int:
        return sum(self.due.counts.values())


def term_of(rule: RetentionRule) -> Term:
    return Term(rule.event, rule.months)


def due_lines(session: Session, scope: Scope, today: date) -> list[Line]:
    """What is due of one's boards, or of the installation and (as counts) of all boards for an administrator."""
    mine, house = scope.boards(Role.COORDINATOR), scope.has(Role.ADMINISTRATOR)
    names = names_of(session)
    boards = [board for board in names if board is not None and (house or board in mine)]
    rules = rules_of(session, boards, house=house)
    open_ones = {key: known(number) for number, key in session.exec(select(Erasure.id, Erasure.open_key)) if key}
    return [
        Line(due, kind, names[board_id], rule, may_act(scope, board_id), open_ones.get(due.found.key))
        for (kind_id, board_id), rule in sorted(rules.items(), key=lambda item: (names[item[0][1]], item[0][0]))
        if rule.months is not None and (kind := kind_of(kind_id))
        for found in found_of(session, kind.id, [] if board_id is None else [board_id])
        if (due := due_of(found, term_of(rule), today))
    ]  # fmt: skip


def may_act(scope: Scope, board_id: int | None) -> bool:
    """Whether one may propose and approve for the board, or for the installation."""
    return scope.has(Role.ADMINISTRATOR) if board_id is None else board_id in scope.boards(Role.COORDINATOR)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to propose."""

    kind: KindId
    board_id: int | None
    of_id: int


def propose(session: Session, *, stamp: Stamp, scope: Scope, wish: Wish) -> Erasure:
    """Propose that something that is due is erased. Raises RefusedError."""
    if not may_act(scope, wish.board_id):
        raise RefusedError("Det hör inte till dina nämnder.")
    due, rule = _still_due(session, stamp, wish)
    erasure = Erasure(
        rule_id=known(rule.id), kind=wish.kind, board_id=wish.board_id, of_id=wish.of_id, label=due.found.label,
        since=due.since, due_on=due.due_on, counts=dict(due.counts), open_key=due.found.key,
        proposed_by=scope.account_id, proposed_at=stamp.at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(erasure)
    except IntegrityError:
        raise RefusedError(ALREADY) from None
    told = {"kind": wish.kind, "board": wish.board_id, "of": wish.of_id, "counts": erasure.counts}
    journal.record(session, stamp, "retention:proposed", known(erasure.id), **told)
    return erasure


def _still_due(session: Session, stamp: Stamp, wish: Wish) -> tuple[Due, RetentionRule]:
    rules = rules_of(session, [] if wish.board_id is None else [wish.board_id], house=wish.board_id is None)
    rule, found = rules.get((wish.kind, wish.board_id)), found_at(session, wish.kind, wish.board_id, wish.of_id)
    due = due_of(found, term_of(rule), stamp.day) if rule and found else None
    if rule is None or due is None:
        raise RefusedError(NOT_DUE)
    if due.found.waits:
        raise RefusedError(due.found.waits)
    return due, rule


# ---- Seeing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeenErasure:
    """An erasure with its kind, its board's name and the rule that it was proposed under."""

    erasure: Erasure
    kind: Kind
    board: str
    rule: RetentionRule

    @property
    def id(self) -> int:
        return known(self.erasure.id)

    @property
    def copies_gone_on(self) -> str:
        """The day on which the last copy that holds what was erased goes, as the proof says it; empty for none."""
        return str(json.loads(self.erasure.proof)["last_copy_gone_on"]) if self.erasure.proof else ""

    @property
    def erased(self) -> Mapping[str, int]:
        return {str(word): int(count) for word, count in self.erasure.counts.items()}


def erasure_seen(session: Session, scope: Scope, erasure_id: int) -> SeenErasure | None:
    """An erasure of one's own board."""
    erasure = session.get(Erasure, erasure_id)
    known_to = erasure and erasure.board_id is not None and may_act(scope, erasure.board_id)
    return _seen(session, erasure) if erasure and known_to else None


def house_erasure_seen(session: Session, scope: Scope, house_erasure_id: int) -> SeenErasure | None:  # noqa: ARG001
    """An erasure of the installation's own."""
    erasure = session.get(Erasure, house_erasure_id)
    return _seen(session, erasure) if erasure and erasure.board_id is None else None


def _seen(session: Session, erasure: Erasure) -> SeenErasure:
    kind = next(kind for kind in (*OF_BOARDS, *OF_HOUSE) if kind.id == erasure.kind)
    return SeenErasure(
        erasure, kind, names_of(session)[erasure.board_id], session.get_one(RetentionRule, erasure.rule_id)
    )


def erasures_of(session: Session, scope: Scope) -> list[SeenErasure]:
    """The proposals and the erasures of one's boards (or of the installation), the newest first."""
    every = session.exec(select(Erasure).order_by(col(Erasure.id).desc())).all()
    return [_seen(session, erasure) for erasure in every if may_act(scope, erasure.board_id)]


# ---- Deciding -------------------------------------------------------------------------------------------------------


def _held(session: Session, seen: SeenErasure) -> Erasure:
    """The proposal, held so that nobody else decides it meanwhile. Raises RefusedError where somebody has."""
    query = select(Erasure).where(Erasure.id == seen.id).with_for_update().execution_options(populate_existing=True)
    held = session.exec(query).one()
    if held.state is not ErasureState.PROPOSED:
        raise RefusedError(DECIDED)
    return held


def turn_down(session: Session, *, stamp: Stamp, seen: SeenErasure, reason: str) -> None:
    """Let what was proposed stay, for now. Whoever proposed it may take it back so too. Raises RefusedError."""
    held = _held(session, seen)
    held.state, held.open_key, held.reason = ErasureState.TURNED_DOWN, None, reason
    held.decided_by, held.decided_at = stamp.actor, stamp.at
    session.add(held)
    journal.record(session, stamp, "retention:turned_down", seen.id, reason=reason)


def approve(session: Session, *, stamp: Stamp, seen: SeenErasure, settings: Settings, location: str) -> Erasure:
    """Erase what was proposed, all of it or nothing, and leave the proof. Raises RefusedError."""
    held = _held(session, seen)
    if held.proposed_by == stamp.actor:
        raise RefusedError(SAME)
    due, rule = _still_due(session, stamp, Wish(held.kind, held.board_id, held.of_id))
    if rule.id != held.rule_id:
        raise RefusedError(NOT_DUE)
    held.gone_files = erase(session, stamp, due.found)
    held.state, held.open_key, held.counts = ErasureState.DONE, None, dict(due.counts)
    held.decided_by, held.decided_at = stamp.actor, stamp.at
    gone_on = copies_gone_on(settings, stamp.at)
    held.proof = proof_text(_proof(seen, held, rule, str(swedish_day(gone_on)) if gone_on else NO_COPIES))
    held.sha256 = hash_of(held.proof)
    session.add(held)
    told = {"kind": held.kind, "board": held.board_id, "of": held.of_id, "counts": held.counts}
    journal.record(session, stamp, "retention:erased", seen.id, **told, sha256=held.sha256, rule=rule.version)
    if stamp.actor is not None:
        enqueue(
            session, kind=CLEAN, title="Databasens filer rensas efter gallring", owner_id=stamp.actor,
            payload={"erasure": seen.id}, location=location, now=stamp.at,
        )  # fmt: skip
    return held


def _proof(seen: SeenErasure, held: Erasure, rule: RetentionRule, gone_on: str) -> Proof:
    role = ROLE_NAMES[Role.ADMINISTRATOR if held.board_id is None else Role.COORDINATOR]
    return Proof(
        kind=seen.kind.name,
        board=seen.board,
        what=held.label,
        due_on=held.due_on.isoformat(),
        decided_by=rule.decided_by,
        decided_on=rule.decided_on.isoformat(),
        reference=rule.reference,
        rule_version=rule.version,
        proposed_at=held.proposed_at.astimezone(UTC).isoformat(timespec="seconds"),
        proposed_by_role=role,
        approved_at=held.decided_at.astimezone(UTC).isoformat(timespec="seconds") if held.decided_at else "",
        approved_by_role=f"{role}, en annan person än den som föreslog",
        erased=held.counts,
        stays=seen.kind.stays,
        last_copy_gone_on=gone_on,
    )
