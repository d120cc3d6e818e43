"""Pages of risk analyses and control plans: the list, each document, and how a plan is followed up."""

from audit.plans.views import analysis, following, overview, plan  # noqa: F401 - routes of `plans`
from audit.plans.views.room import plans

__all__ = ["plans"]
