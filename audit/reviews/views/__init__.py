"""The pages of reviewing, by family: the desk and what is done with a review, and the round's distribution, progress,
second reviews and differences."""

from audit.reviews.views import (  # noqa: F401
    blank,
    conflicts,
    desk,
    flags,
    history,
    overruling,
    paying,
    returning,
    running,
    second,
    settling,
    signing,
    spreading,
    withdrawing,
)
from audit.reviews.views.room import reviews

__all__ = ["reviews"]
