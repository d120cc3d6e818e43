"""The pages of reviewing, by family: the desk with its signing, and the round's distribution and progress."""

from audit.reviews.views import desk, running, signing  # noqa: F401
from audit.reviews.views.room import reviews

__all__ = ["reviews"]
