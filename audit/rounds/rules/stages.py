"""Where a round stands, and what may still be changed in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What a round needs next. The stages come in this order; a round on paper has none of them."""

    FRAMES = "frames"
    SIZES = "sizes"
    SEED = "seed"
    DRAWN = "drawn"
    PAPER = "paper"


class Change(StrEnum):
    """What somebody may want to change in a round."""

    PLAN = "plan"
    FRAME = "frame"
    SIZES = "sizes"
    SEED = "seed"
    SAMPLE = "sample"
    REVIEWERS = "reviewers"


ALLOWED = {
    Change.PLAN: frozenset({Stage.FRAMES, Stage.SIZES}),
    Change.FRAME: frozenset({Stage.FRAMES, Stage.SIZES}),
    Change.SIZES: frozenset({Stage.SIZES}),
    Change.SEED: frozenset({Stage.SEED}),
    Change.SAMPLE: frozenset({Stage.DRAWN}),
    Change.REVIEWERS: frozenset(Stage) - {Stage.PAPER},
}
ON_PAPER = "Omgången är hämtad ur ett dokument och kan inte ändras här."
SIZES_STAND = "Storlekarna är bestämda. Därefter ändras varken ramar, storlekar eller period."
REFUSALS = {
    (Change.PLAN, Stage.SEED): SIZES_STAND,
    (Change.PLAN, Stage.DRAWN): SIZES_STAND,
    (Change.FRAME, Stage.SEED): SIZES_STAND,
    (Change.FRAME, Stage.DRAWN): SIZES_STAND,
    (Change.SIZES, Stage.FRAMES): "Välj först en ram för varje nämnd. Sedan kan storlekarna bestämmas.",
    (Change.SIZES, Stage.SEED): "Storlekarna är redan bestämda.",
    (Change.SIZES, Stage.DRAWN): "Storlekarna är redan bestämda och urvalet är draget.",
    (Change.SEED, Stage.FRAMES): "Välj först en ram för varje nämnd och bestäm storlekarna.",
    (Change.SEED, Stage.SIZES): "Bestäm först storlekarna. Fröet får inte vara känt dessförinnan.",
    (Change.SEED, Stage.DRAWN): "Urvalet är redan draget. En omgång dras bara en gång.",
    (Change.SAMPLE, Stage.FRAMES): "Urvalet är inte draget än.",
    (Change.SAMPLE, Stage.SIZES): "Urvalet är inte draget än.",
    (Change.SAMPLE, Stage.SEED): "Urvalet är inte draget än.",
}


@dataclass(frozen=True)
class Facts:
    """What decides where a round stands: its boards, how many of them have a frame, and what has been done."""

    paper: bool
    boards: int
    framed: int
    sizes_fixed: bool
    drawn: bool


def stage(facts: Facts) -> Stage:
    """What the round needs next."""
    if facts.paper:
        return Stage.PAPER
    if facts.drawn:
        return Stage.DRAWN
    if facts.sizes_fixed:
        return Stage.SEED
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
    Stage.SEED: "Fröet saknas, urvalet är inte draget",
    Stage.DRAWN: "Urvalet är draget",
    Stage.PAPER: "Resultatet finns i ett dokument",
}
