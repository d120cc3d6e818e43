"""Two invented flags in the round under way: one that waits for the unit, one that it has answered."""

from datetime import timedelta

from sqlmodel import Session

from audit.demo.review_rounds import Script
from audit.journal.rules import Stamp
from audit.reviews import operations as reviews
from audit.reviews.operations import flags
from audit.reviews.operations.cases import Case, case_of
from audit.reviews.operations.flags import Raised
from audit.reviews.rules.flags import FlagKind
from audit.rounds.rules import Target

PAYMENT = Raised(
    FlagKind.PAYMENT,
    "Påhittat: hyran för augusti är utbetald två gånger, den 2 och den 16 augusti. Journalen nämner bara den första.",
)
CHILD = (
    "Påhittat: en anteckning i augusti säger att barnet inte har varit i skolan sedan maj. Ingen åtgärd syns i akten."
)


def raise_flags(session: Session, script: Script, round_id: int) -> None:
    """Raise one of each kind on reviewed files; the head of the unit answers the one about a child."""
    cases = _reviewed(session, round_id)
    family = next((case for case in cases if int(case.content.get("antal_barn") or 0)), cases[0])
    other = next(case for case in cases if case.unit.id != family.unit.id)
    flags.raise_flag(session, stamp=_while_reviewing(other), case=other, raised=PAYMENT)
    stamp = _while_reviewing(family)
    told = Raised(FlagKind.CHILD, CHILD, "Anmälde själv samma dag.", "Mottagningsenheten", stamp.day)
    flag = flags.raise_flag(session, stamp=stamp, case=family, raised=told)
    answer = script.stamp("enhetschef", 10, 8, "09:20")
    words = "Påhittat: mottagningsenheten har tagit emot anmälan. Handläggaren bokar ett hembesök den här veckan."
    flags.note_flag(session, stamp=answer, flag=flag, text=words, by_unit=True)


def _reviewed(session: Session, round_id: int) -> list[Case]:
    """The files of the boards' own samples that are signed."""
    states = reviews.reviews_of_round(session, round_id, target=Target.BOARD)
    found = (case_of(session, state.review_id) for state in states if state.signed_at)
    return [case for case in found if case]


def _while_reviewing(case: Case) -> Stamp:
    """Just before the reviewer signed."""
    if case.review.signed_at is None:
        raise ValueError(f"review {case.review.id} is not signed")
    return Stamp(case.review.signed_at - timedelta(minutes=1), case.review.reviewer_id)
