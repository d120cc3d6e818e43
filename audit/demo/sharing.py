"""What the boards let each other see: one decision that was called back, and one that holds."""

from datetime import date

from sqlmodel import Session

from audit.accounts import sharing
from audit.accounts.rules import Purpose
from audit.accounts.sharing import Wanted
from audit.demo.autumn import moment
from audit.demo.figures import KUNGSHOLMEN, NORRMALM, OSTERMALM
from audit.demo.people import Cast
from audit.journal.rules import Stamp

BEGUN, CALLED_BACK = date(2026, 1, 19), date(2026, 8, 24)
GROUND = "Kungsholmens stadsdelsnämnds beslut, § {0} (påhittat)"


def decide(session: Session, *, cast: Cast) -> None:
    """Kungsholmen's files were to be open to Norrmalm's reviewers; its reports are open to Östermalm."""
    kungsholmen, coordinator = cast.boards[KUNGSHOLMEN], cast.accounts["samordnare"]
    reviewing = Wanted(
        kungsholmen,
        cast.boards[NORRMALM],
        Purpose.REVIEWING,
        until=date(2026, 12, 31),
        ground=GROUND.format(17),
        reason="Granskare från Norrmalm skulle granska akter i Kungsholmens omgång, men gör inte det i år.",
    )
    begun = sharing.share(session, stamp=Stamp(moment(BEGUN, "10:00"), coordinator), wanted=reviewing)
    sharing.revoke(session, stamp=Stamp(moment(CALLED_BACK, "10:00"), coordinator), sharing=begun)
    reports = Wanted(
        kungsholmen,
        cast.boards[OSTERMALM],
        Purpose.REPORTS,
        until=date(2027, 1, 31),
        ground=GROUND.format(21),
        reason="Den enhet som granskas ska kunna läsa nämndens rapporter.",
    )
    sharing.share(session, stamp=Stamp(moment(date(2026, 2, 2), "10:00"), coordinator), wanted=reports)
