"""The pages of goals and indicators, a module for each family of them."""

from audit.indicators.views import figures, following, goals, overview, versions  # noqa: F401 - routes of `indicators`
from audit.indicators.views.room import indicators

__all__ = ["indicators"]
