"""The pages of retention, a module for each family of them."""

from audit.retention.views import deciding, erasing, extracts  # noqa: F401 - routes of `retention`
from audit.retention.views.room import retention

__all__ = ["retention"]
