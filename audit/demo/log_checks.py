"""The checks of the log: who has opened which file, one check that is signed, and one that waits to be judged."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from audit.access_checks import operations as access_checks
from audit.access_checks.operations import Wish
from audit.access_checks.rules import Kind, Verdict, usual_settings
from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.demo.autumn import moment
from audit.demo.figures import KUNGSHOLMEN
from audit.demo.people import Cast
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.reviews.models import Review

# The year whose log is checked, and the weeks: the first check is signed, the second has just been drawn.
FIRST, SECOND = (date(2025, 9, 1), date(2025, 12, 31)), (date(2026, 7, 1), date(2026, 10, 9))
DRAWN = 6
LATE_ONES = 2


def open_files(session: Session, cast: Cast, year: int) -> None:
    """Each review that was signed in the year was opened an hour before by its reviewer; a few late at night too."""
    board = cast.boards[KUNGSHOLMEN]
    query = select(Review).where(Review.board_id == board, col(Review.signed_at).is_not(None)).order_by(col(Review.id))
    for place, review in enumerate(session.exec(query).all()):
        if review.signed_at is None or review.signed_at.year != year:
            continue
        opened = review.signed_at - timedelta(hours=1)
        journal.record(session, Stamp(opened, review.reviewer_id), "review:viewed", known(review.id), page="bord")
        if place < LATE_ONES:
            late = moment(opened.date(), "22:40")
            journal.record(session, Stamp(late, review.reviewer_id), "review:viewed", known(review.id), page="bord")


def check_first(session: Session, cast: Cast) -> None:
    """Check the log of Kungsholmen's autumn, and sign the check."""
    _judge(
        session,
        cast,
        _draw(session, cast, FIRST, moment(date(2026, 1, 12), "13:00")),
        moment(date(2026, 1, 13), "09:00"),
    )


def draw_second(session: Session, cast: Cast) -> None:
    _draw(session, cast, SECOND, moment(date(2026, 10, 12), "13:00"))


def _draw(session: Session, cast: Cast, days: tuple[date, date], at: datetime) -> int:
    journal.seal(session)  # what is drawn from the journal has to be in it first
    stamp = Stamp(at, cast.accounts["samordnare"])
    wish = Wish(
        board_id=cast.boards[KUNGSHOLMEN],
        first=days[0],
        last=days[1],
        kinds=frozenset({Kind.VIEW, Kind.EXPORT}),
        size=DRAWN,
        seed="3 5 1 6 2",
        source="fem tärningsslag",
        settings=usual_settings(),
    )
    return known(access_checks.make(session, stamp=stamp, wish=wish).id)


def _judge(session: Session, cast: Cast, check_id: int, at: datetime) -> None:
    reader = cast.accounts["lasare"]
    scope = Scope(reader, "", frozenset({(Role.READER, cast.boards[KUNGSHOLMEN])}))
    seen = access_checks.check_seen(session, scope, check_id)
    if seen is None:
        return
    stamp = Stamp(at, reader)
    for one in access_checks.drawn(session, seen):
        opened = access_checks.entry_to_judge(session, scope, one.id)
        if opened:
            access_checks.judge(session, stamp=stamp, opened=opened, verdict=Verdict.JUSTIFIED, note="")
    words = "Alla prövade visningar gjordes av den som var tilldelad akten. Ingen åtgärd."
    access_checks.sign(session, stamp=stamp, of=seen, conclusion=words)
