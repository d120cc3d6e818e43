"""When a board has ended: from which rounds on its successor follows its improvement areas."""

from datetime import date


def follows_from(*, year: int, begun_on: date) -> date:
    """The day before which a board must have ended for a round of its successor to follow its areas.

    A round follows if it began after the board's last day, or is of a later year: a round may be laid up before the
    year in which the successor takes over.
    """
    return max(begun_on, date(year, 1, 1))
