"""The pages of the comparison, a module for each family of them."""

from audit.comparison.views import board, boards, depth, doubts, files, focus, overview, papers, questions  # noqa: F401 - routes of `comparison`
from audit.comparison.views.room import comparison

__all__ = ["comparison"]
