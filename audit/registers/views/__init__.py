"""The pages of register extracts, by family: those taken in, a file on its way, its check, published counts."""

from audit.registers.views import checking, extracts, known_counts, staging  # noqa: F401
from audit.registers.views.room import registers

__all__ = ["registers"]
