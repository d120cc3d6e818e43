"""The pages of machine controls, a module for each family of them."""

from audit.controls.views import judging, overview, running  # noqa: F401 - routes of `controls`
from audit.controls.views.room import controls

__all__ = ["controls"]
