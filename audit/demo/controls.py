"""The year's machine controls: run over the invented registers, and the hits judged as far as the year has come."""

from collections.abc import Mapping

from sqlmodel import Session

from audit import __version__
from audit.accounts.rules import Role, Scope
from audit.controls import operations as controls
from audit.controls.operations import SeenResult, Wish
from audit.controls.rules import CONTROLS, Verdict, defaults
from audit.demo.review_rounds import Script
from audit.registers.rules import RegisterKind

# How a hit in each place of its list is judged; a year under way has judged only the first of each list.
JUDGED = (
    (Verdict.WRONG, "Registret och akten stämmer inte överens. Enheten ska rätta."),
    (Verdict.RIGHT, ""),
    (Verdict.LOOK_FURTHER, "Akten behöver läsas innan det går att avgöra."),
)
MOST = 6


def run(session: Session, script: Script, extracts: Mapping[RegisterKind, int], *, finished: bool) -> None:
    """Run every control over the year's registers, and judge what it found."""
    cast = script.cast
    coordinator = cast.accounts["samordnare"]
    scope = Scope(coordinator, "", frozenset((Role.COORDINATOR, board) for board in cast.reviewed))
    wish = Wish(extracts, {control.id: defaults(control) for control in CONTROLS})
    stamp = script.stamp("samordnare", 9, 25, "09:30")
    begun = controls.begin(session, stamp=stamp, scope=scope, wish=wish, code=__version__)
    controls.run_at_once(session, stamp=stamp, run=begun)
    session.flush()
    for seen in controls.results(session, scope.boards(), run_id=begun.id):
        if seen.control.kind is RegisterKind.PAYMENTS:
            _judge(session, script, scope, seen, most=MOST if finished else 1)


def _judge(session: Session, script: Script, scope: Scope, of: SeenResult, *, most: int) -> None:
    for place, hit in enumerate(controls.hits_of(session, of.id)[:most]):
        verdict, note = JUDGED[place % len(JUDGED)]
        opened = controls.hit_seen(session, scope, hit.id)
        if opened:
            stamp = script.stamp("granskare1" if place % 2 else "samordnare", 9, 25, f"09:{40 + place}")
            controls.judge(session, stamp=stamp, opened=opened, verdict=verdict, note=note, seen=0)
