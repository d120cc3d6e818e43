"""The pages of the journal and of the log checks, a module for each family of them."""

from audit.access_checks.views import checking, log  # noqa: F401 - routes of `access_checks`
from audit.access_checks.views.room import access_checks

__all__ = ["access_checks"]
