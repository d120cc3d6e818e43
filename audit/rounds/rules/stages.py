"""Where a round stands, and what may still be changed in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What a round needs next, in this order: after SEED all parts of the seed are in, and READY waits for the draw.

    A round on paper has none of them, and one that a new draw has replaced needs nothing more.
    """

    FRAMES = "frames"
    SIZES = "sizes"
    SEED = "seed"
    READY = "ready"
    DRAWN = "drawn"
    PAPER = "paper"
    REPLACED = "replaced"


class Change(StrEnum):
    """What somebody may want to change in a round."""

    PLAN = "plan"
    FRAME = "frame"
    SIZES = "sizes"
    SEED = "seed"
    DRAW = "draw"
    REDRAW = "redraw"
    SAMPLE = "sample"
    REVIEWERS = "reviewers"
    FOCUS = "focus"


ALLOWED = {
    Change.PLAN: frozenset({Stage.FRAMES, Stage.SIZES}),
    Change.FRAME: frozenset({Stage.FRAMES, Stage.SIZES}),
    Change.SIZES: frozenset({Stage.SIZES}),
    Change.SEED: frozenset({Stage.SEED}),
    Change.DRAW: frozenset({Stage.READY}),
    Change.REDRAW: frozenset({Stage.SEED, Stage.READY, Stage.DRAWN}),
    Change.SAMPLE: frozenset({Stage.DRAWN}),
    Change.REVIEWERS: frozenset(Stage) - {Stage.PAPER, Stage.REPLACED},
    Change.FOCUS: frozenset({Stage.FRAMES, Stage.SIZES, Stage.SEED, Stage.READY}),
}
ON_PAPER = "Omgången är hämtad ur ett dokument och kan inte ändras här."
CLOSED = "Omgången är ersatt av en ny dragning. Den kan läsas men inte ändras."
SIZES_STAND = "Storlekarna är bestämda. Därefter ändras varken ramar, storlekar eller period."
FREELY = "Storlekarna är inte bestämda än. Ändra i omgången i stället."
NOT_DRAWN = "Urvalet är inte draget än."
FIXED = (Stage.SEED, Stage.READY, Stage.DRAWN)
REFUSALS: dict[tuple[Change, Stage], str] = {
    **{(change, stage): SIZES_STAND for change in (Change.PLAN, Change.FRAME) for stage in FIXED},
    **{(Change.SAMPLE, stage): NOT_DRAWN for stage in Stage if stage not in (Stage.DRAWN, Stage.PAPER)},
    (Change.SIZES, Stage.FRAMES): "Välj först en ram för varje nämnd. Sedan kan storlekarna bestämmas.",
    (Change.SIZES, Stage.SEED): "Storlekarna är redan bestämda.",
    (Change.SIZES, Stage.READY): "Storlekarna är redan bestämda.",
    (Change.SIZES, Stage.DRAWN): "Storlekarna är redan bestämda och urvalet är draget.",
    (Change.SEED, Stage.FRAMES): "Välj först en ram för varje nämnd och bestäm storlekarna.",
    (Change.SEED, Stage.SIZES): "Bestäm först storlekarna. Fröet får inte vara känt dessförinnan.",
    (Change.SEED, Stage.READY): "Alla nämnders delar är inne. Därefter ändras ingen av dem.",
    (Change.SEED, Stage.DRAWN): "Urvalet är redan draget. Därefter ändras inte fröet.",
    (Change.DRAW, Stage.FRAMES): "Välj först en ram för varje nämnd och bestäm storlekarna.",
    (Change.DRAW, Stage.SIZES): "Bestäm först storlekarna. Fröet får inte vara känt dessförinnan.",
    (Change.DRAW, Stage.SEED): "Fröet är inte klart. Urvalet dras när varje nämnds del är inne.",
    (Change.DRAW, Stage.DRAWN): "Urvalet är redan draget. En omgång dras bara en gång.",
    (Change.FOCUS, Stage.DRAWN): "Urvalet är draget. Därefter ändras inte fokusfrågorna.",
    (Change.REDRAW, Stage.FRAMES): FREELY,
    (Change.REDRAW, Stage.SIZES): FREELY,
    **{(change, Stage.REPLACED): CLOSED for change in Change},
}


@dataclass(frozen=True)
class Facts:
    """What decides where a round stands: its boards, how many of them have a frame or a part of the seed, and what
    has been done."""

    paper: bool
    boards: int
    framed: int
    sizes_fixed: bool
    drawn: bool
    seed_parts: int = 0
    replaced: bool = False


def stage(facts: Facts) -> Stage:
    """What the round needs next."""
    if facts.paper:
        return Stage.PAPER
    if facts.replaced:
        return Stage.REPLACED
    if facts.drawn:
        return Stage.DRAWN
    if facts.sizes_fixed:
        return Stage.READY if facts.seed_parts == facts.boards else Stage.SEED
    return Stage.SIZES if 0 < facts.boards == facts.framed else Stage.FRAMES


def may(change: Change, stage: Stage) -> bool:
    """Whether `change` is allowed in a round at `stage`."""
    return stage in ALLOWED[change]


class StageError(Exception):
    """A change that the round is past, or not ready for; the message says which, in Swedish."""


def require(change: Change, stage: Stage) -> None:
    """Do nothing if `change` is allowed at `stage`. Raises StageError with the reason in Swedish if it is not."""
    if not may(change, stage):
        raise StageError(REFUSALS.get((change, stage), ON_PAPER))


def standing_words(stage: Stage, *, unframed: Sequence[str] = ()) -> str:
    """Where the round stands, in a few words; `unframed` are the boards (of those one may see) without a frame."""
    if stage is Stage.FRAMES:
        return f"Ram saknas för {' och '.join(unframed)}" if unframed else "Väntar på ramar för andra nämnder"
    return STANDING_WORDS[stage]


STANDING_WORDS = {
    Stage.SIZES: "Storlekarna ska bestämmas",
    Stage.SEED: "Väntar på nämndernas delar av fröet",
    Stage.READY: "Fröet är klart, urvalet ska dras",
    Stage.DRAWN: "Urvalet är draget",
    Stage.PAPER: "Resultatet finns i ett dokument",
    Stage.REPLACED: "Ersatt av en ny dragning",
}
