"""The pages of improvement areas, a module for each family of them."""

from audit.improvements.views import areas, changing, judging, working  # noqa: F401 - routes of `improvements`
from audit.improvements.views.room import improvements

__all__ = ["improvements"]
