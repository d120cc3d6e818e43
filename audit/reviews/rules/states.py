"""Where a review stands, what may be done with it, by whom, and where that leads: one table for pages and writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Seat(StrEnum):
    """What a review is to its file: the one that counts, the blind second one, or one that all reviewers practise on.

    A review that was left because of jäv, or withdrawn by the coordinator, keeps its answers but takes no seat.
    """

    FIRST = "forsta"
    SECOND = "andra"
    CALIBRATION = "kalibrering"
    LEFT = "lamnad"
    WITHDRAWN = "aterkallad"


SEATLESS = (Seat.LEFT, Seat.WITHDRAWN)


class State(StrEnum):
    """Where a review stands; the value is the word shown."""

    UNASSIGNED = "Ingen granskare än"
    NOT_BEGUN = "Inte påbörjad"
    BEGUN = "Påbörjad"
    READY = "Klar att signera"
    RETURNED = "Återlämnad"
    REOPENED = "Öppnad igen"
    SIGNED = "Signerad"
    AWAITING = "Signerad, väntar på den andra"
    DIFFERING = "Skillnader att avgöra"
    SETTLED = "Avgjord"
    COMPARED = "Jämförd"
    PASSED_ON = "Lämnad vidare för jäv"
    WITHDRAWN = "Återkallad"
    REPLACED = "Ersatt i urvalet"


class Action(StrEnum):
    ASSIGN = "assign"
    ADD_SECOND = "add_second"
    ANSWER = "answer"
    DECLARE = "declare"
    WITHDRAW = "withdraw"
    SIGN = "sign"
    REOPEN = "reopen"
    SEND_BACK = "send_back"
    RESOLVE = "resolve"
    SEE_BOTH = "see_both"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    DECIDE = "decide"


class Party(StrEnum):
    """Who somebody is to a review. Where two are compared, each of their reviewers is a party to both once both are
    signed; until then each only to her own."""

    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Facts:
    """What decides where a review stands.

    `answered` complete answers of `total` questions; `remarks` that are not resolved; `reopened` since it was last
    signed; `others` other reviews of the same file that it is held against, of which `others_open` are not signed;
    `differences` between them that are not settled.
    """

    seat: Seat = Seat.FIRST
    in_use: bool = True
    assigned: bool = True
    answered: int = 0
    total: int = 1
    reopened: bool = False
    remarks: int = 0
    signed: bool = False
    others: int = 0
    others_open: int = 0
    differences: int = 0


GONE: Mapping[Seat, State] = {Seat.LEFT: State.PASSED_ON, Seat.WITHDRAWN: State.WITHDRAWN}


def state_of(facts: Facts) -> State:
    if facts.seat in GONE:
        return GONE[facts.seat]
    if not facts.in_use:
        return State.REPLACED
    if facts.signed:
        return _signed(facts)
    if not facts.assigned:
        return State.UNASSIGNED
    if facts.remarks:
        return State.RETURNED
    if facts.reopened:
        return State.REOPENED
    if facts.answered >= facts.total:
        return State.READY
    return State.BEGUN if facts.answered else State.NOT_BEGUN


def _signed(facts: Facts) -> State:
    if not facts.others and facts.seat is Seat.FIRST:
        return State.SIGNED
    if facts.others_open:
        return State.AWAITING
    if facts.seat is Seat.CALIBRATION:
        return State.COMPARED
    return State.DIFFERING if facts.differences else State.SETTLED


@dataclass(frozen=True)
class Move:
    """Who may do something, and where it can lead."""

    by: frozenset[Party]
    to: frozenset[State]


UNSIGNED = frozenset({State.NOT_BEGUN, State.BEGUN, State.READY, State.RETURNED, State.REOPENED})
"""The states in which the reviewer works on it. In all of them she may answer and declare jäv."""
ENDED = frozenset({State.SIGNED, State.SETTLED})
"""The states in which a review counts in the compilations."""
_SIGNED_ANY = frozenset({State.SIGNED, State.AWAITING, State.DIFFERING, State.SETTLED, State.COMPARED})
_FRESH = frozenset({State.NOT_BEGUN, State.BEGUN, State.READY})
_REVIEWER, _COORDINATOR = frozenset({Party.REVIEWER}), frozenset({Party.COORDINATOR})


def _to(*states: State) -> frozenset[State]:
    return frozenset(states)


_ASSIGN = Move(_COORDINATOR, _to(State.NOT_BEGUN))
_DECLARE = Move(_REVIEWER, _to(State.PASSED_ON))
_SIGN = Move(_REVIEWER, _SIGNED_ANY)
_REOPEN = Move(_COORDINATOR, _to(State.REOPENED))
_SEND_BACK = Move(_COORDINATOR, _to(State.RETURNED))
_WITHDRAW = Move(_COORDINATOR, _to(State.WITHDRAWN))
_SEE_BOTH = frozenset(Party)

TABLE: Mapping[State, Mapping[Action, Move]] = {
    State.UNASSIGNED: {Action.ASSIGN: _ASSIGN, Action.WITHDRAW: _WITHDRAW},
    State.NOT_BEGUN: {
        Action.ASSIGN: _ASSIGN,
        Action.ADD_SECOND: Move(_COORDINATOR, _to(State.NOT_BEGUN)),
        Action.ANSWER: Move(_REVIEWER, _FRESH),
        Action.DECLARE: _DECLARE,
        Action.WITHDRAW: _WITHDRAW,
    },
    State.BEGUN: {
        Action.ADD_SECOND: Move(_COORDINATOR, _to(State.BEGUN)),
        Action.ANSWER: Move(_REVIEWER, _FRESH),
        Action.DECLARE: _DECLARE,
        Action.WITHDRAW: _WITHDRAW,
    },
    State.READY: {
        Action.ADD_SECOND: Move(_COORDINATOR, _to(State.READY)),
        Action.ANSWER: Move(_REVIEWER, _FRESH),
        Action.DECLARE: _DECLARE,
        Action.WITHDRAW: _WITHDRAW,
        Action.SIGN: _SIGN,
    },
    State.RETURNED: {
        Action.ADD_SECOND: Move(_COORDINATOR, _to(State.RETURNED)),
        Action.ANSWER: Move(_REVIEWER, _to(State.RETURNED)),
        Action.DECLARE: _DECLARE,
        Action.WITHDRAW: _WITHDRAW,
        Action.RESOLVE: Move(_REVIEWER, _to(State.RETURNED, State.REOPENED)),
    },
    State.REOPENED: {
        Action.ADD_SECOND: Move(_COORDINATOR, _to(State.REOPENED)),
        Action.ANSWER: Move(_REVIEWER, _to(State.REOPENED)),
        Action.DECLARE: _DECLARE,
        Action.WITHDRAW: _WITHDRAW,
        Action.SIGN: _SIGN,
    },
    State.SIGNED: {
        Action.ADD_SECOND: Move(_COORDINATOR, _to(State.AWAITING)),
        Action.REOPEN: _REOPEN,
        Action.SEND_BACK: _SEND_BACK,
    },
    State.AWAITING: {Action.REOPEN: _REOPEN, Action.SEND_BACK: _SEND_BACK},
    State.DIFFERING: {
        Action.SEE_BOTH: Move(_SEE_BOTH, _to(State.DIFFERING)),
        Action.PROPOSE: Move(_REVIEWER, _to(State.DIFFERING)),
        Action.CONFIRM: Move(_REVIEWER, _to(State.DIFFERING, State.SETTLED)),
        Action.DECIDE: Move(_COORDINATOR, _to(State.DIFFERING, State.SETTLED)),
    },
    State.SETTLED: {
        Action.SEE_BOTH: Move(_SEE_BOTH, _to(State.SETTLED)),
        Action.REOPEN: _REOPEN,
        Action.SEND_BACK: _SEND_BACK,
    },
    State.COMPARED: {Action.SEE_BOTH: Move(_SEE_BOTH, _to(State.COMPARED))},
    State.PASSED_ON: {},
    State.WITHDRAWN: {},
    State.REPLACED: {},
}
"""What may be done in each state, by whom, and where it can lead. What does not stand here can't be done.

Only a second review is withdrawn; its first stays in its seat whatever becomes of the other."""

SOMEBODY_ELSE_S = "Granskningen är tilldelad någon annan. Fråga samordnaren."
JUDGES_HERSELF = "Du har själv granskat den. Lägg ett förslag, så kan den andra granskaren bekräfta det."
REFUSALS: Mapping[State, str] = {
    State.UNASSIGNED: "Ingen granskare är utsedd än.",
    State.NOT_BEGUN: "Granskningen är inte signerad. Den är redan öppen.",
    State.BEGUN: "Granskningen har börjat och är inte signerad.",
    State.READY: "Granskningen är inte signerad. Den är redan öppen.",
    State.RETURNED: "Granskningen är återlämnad. Anmärkningarna ska lösas först.",
    State.REOPENED: "Granskningen är öppnad igen och inte signerad än.",
    State.SIGNED: "Granskningen är signerad. Samordnaren kan öppna den igen.",
    State.AWAITING: "Granskningen är signerad. Den andra granskningen är inte klar än.",
    State.DIFFERING: "Båda granskningarna är signerade. Skillnaderna ska avgöras först.",
    State.SETTLED: "Granskningarna är signerade och skillnaderna avgjorda. Samordnaren kan öppna dem igen.",
    State.COMPARED: "Alla har signerat kalibreringsakten. Den ändras inte längre.",
    State.PASSED_ON: "Granskningen är lämnad vidare för jäv. Den ändras inte längre.",
    State.WITHDRAWN: "Granskningen är återkallad av samordnaren. Den ändras inte längre.",
    State.REPLACED: "Den är ersatt i urvalet. Granskningen räknas inte längre.",
}


def refusal(state: State, action: Action, parties: Iterable[Party]) -> str | None:
    """Why those who are `parties` to a review in `state` may not do `action`, in Swedish; None if they may."""
    move, who = TABLE[state].get(action), frozenset(parties)
    if move is None:
        return REFUSALS[state]
    if action is Action.DECIDE and Party.REVIEWER in who:
        return JUDGES_HERSELF
    return None if move.by & who else SOMEBODY_ELSE_S


def answering_refused(*, seat: Seat, signed: bool, own: bool) -> str | None:
    """As `refusal` of an answer, from no more than the review's own row: in every unsigned state the same holds."""
    state = GONE.get(seat, State.SIGNED if signed else State.BEGUN)
    return refusal(state, Action.ANSWER, {Party.REVIEWER} if own else ())


def may_lead(before: State, action: Action, after: State) -> bool:
    """Whether `action` can take a review from one state to the other."""
    move = TABLE[before].get(action)
    return move is not None and after in move.to
