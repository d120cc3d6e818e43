"""The pages of the findings, by family: compiled results, observations, the round's communication, the unit's own."""

from audit.findings.views import communication, compiled, correcting, suggested, unit, writing  # noqa: F401
from audit.findings.views.room import findings

__all__ = ["findings"]
