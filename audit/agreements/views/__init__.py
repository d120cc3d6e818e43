"""The pages of agreements, a module for each family of them."""

from audit.agreements.views import following, overview, steering, writing  # noqa: F401 - routes of `agreements`
from audit.agreements.views.room import agreements

__all__ = ["agreements"]
