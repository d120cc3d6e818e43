"""The pages of a round, by family: the round itself, its plan, the seed, the draw, the protocol, the files."""

from audit.rounds.views import drawing, hits, overview, planning, protocol, protocol_pdf, retrieval, seeding  # noqa: F401
from audit.rounds.views.room import rounds

__all__ = ["rounds"]
