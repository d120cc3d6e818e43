"""How far a round has come: the seven steps of the year, what each still needs, and which one is next."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    REGISTER = "Register"
    SAMPLE = "Urval"
    REVIEW = "Granskning"
    OBSERVATIONS = "Iakttagelser"
    COMMUNICATION = "Kommunicering"
    REPORT = "Rapport"
    FOLLOW_UP = "Uppföljning"


class State(StrEnum):
    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True)
class RoundFacts:
    """What can be counted of a round. All counts are of the boards that the reader may see.

    `units` are those that are reviewed, and `set_aside` drawn ones that nothing took the place of.
    `published` is the version of the report in common, and `published_each` how many boards' own are published where
    each has one (`each` is 1 then).
    """

    boards: int
    frames: int
    sizes_fixed: bool
    drawn: bool
    units: int
    reviews: int
    signed: int
    deviating_questions: int
    observations: int
    shared: int
    replied: int
    meetings: int
    report_texts: int
    areas_open: int
    areas_followed: int
    published: int = 0
    many: str = "akter"
    each: int = 0
    published_each: int = 0
    set_aside: int = 0


@dataclass(frozen=True)
class Standing:
    """One step, where it stands, and in words what it still needs or what is done."""

    step: Step
    state: State
    words: str


def standings(facts: RoundFacts) -> list[Standing]:
    """The seven steps in order. The first that is not done is the one that is on now; those after it come later."""
    judged = [
        (Step.REGISTER, *_register(facts)),
        (Step.SAMPLE, *_sample(facts)),
        (Step.REVIEW, *_review(facts)),
        (Step.OBSERVATIONS, *_observations(facts)),
        (Step.COMMUNICATION, *_communication(facts)),
        (Step.REPORT, *_report(facts)),
        (Step.FOLLOW_UP, *_follow_up(facts)),
    ]
    result: list[Standing] = []
    before_done = True
    for step, done, words in judged:
        state = State.DONE if done else State.NOW if before_done else State.LATER
        result.append(Standing(step, state, words))
        before_done = before_done and done
    return result


def _register(facts: RoundFacts) -> tuple[bool, str]:
    done = facts.boards > 0 and facts.frames == facts.boards
    return done, f"{facts.frames} av {facts.boards} ramar frysta"


def _sample(facts: RoundFacts) -> tuple[bool, str]:
    if facts.drawn:
        return True, f"{facts.units + facts.set_aside} {facts.many} dragna"
    return False, "storlekarna är bestämda, fröet tas fram" if facts.sizes_fixed else "storlekar ska bestämmas"


def _review(facts: RoundFacts) -> tuple[bool, str]:
    done = facts.drawn and facts.units > 0 and facts.signed == facts.units
    return (
        done,
        f"{facts.signed} av {facts.units} {facts.many} signerade" if facts.drawn else "börjar när urvalet är draget",
    )


def _observations(facts: RoundFacts) -> tuple[bool, str]:
    if facts.observations:
        return True, f"{facts.observations} skrivna"
    if facts.deviating_questions:
        return False, f"avvikelser i {facts.deviating_questions} frågor"
    return False, "inga skrivna än"


def _communication(facts: RoundFacts) -> tuple[bool, str]:
    if not facts.shared:
        return False, "inget delat med enheten än"
    return facts.replied >= facts.shared, f"{facts.replied} av {facts.shared} besvarade"


def _report(facts: RoundFacts) -> tuple[bool, str]:
    if facts.each:
        return facts.published_each >= facts.boards, f"{facts.published_each} av {facts.boards} rapporter publicerade"
    if facts.published:
        return True, f"version {facts.published} är publicerad"
    return facts.report_texts > 0, "texten är bearbetad" if facts.report_texts else "förslag finns, inte bearbetat"


def _follow_up(facts: RoundFacts) -> tuple[bool, str]:
    judged, total = facts.areas_followed, facts.areas_open + facts.areas_followed
    if not total:
        return True, "inga områden från tidigare år"
    if not facts.areas_open:
        return True, "området är bedömt" if total == 1 else f"alla {total} områden är bedömda"
    return False, f"{facts.areas_open} av {total} områden kvar att bedöma" if judged else _all_left(total)


def _all_left(total: int) -> str:
    return "1 område att bedöma" if total == 1 else f"{total} områden att bedöma"
