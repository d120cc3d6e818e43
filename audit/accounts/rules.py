"""Who may do what: roles, the scope they give, and when a sign-in or a session is refused."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What an account may be for a board. The values are stored and shown in the permission table."""

    COORDINATOR = "samordnare"
    REVIEWER = "granskare"
    UNIT_HEAD = "enhetschef"
    READER = "lasare"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.COORDINATOR: "Samordnare",
    Role.REVIEWER: "Granskare",
    Role.UNIT_HEAD: "Enhetschef",
    Role.READER: "Läsare",
    Role.ADMINISTRATOR: "Administratör",
}

ROLE_EXPLANATIONS = {
    Role.COORDINATOR: "läser in register, drar urval, leder granskningsomgångar och skriver rapporten",
    Role.REVIEWER: "granskar de akter som hon eller han har tilldelats",
    Role.UNIT_HEAD: "läser och svarar på det som har kommunicerats till enheten",
    Role.READER: "läser sina nämnders sammanställningar och rapporter, till exempel som controller eller revisor",
    Role.ADMINISTRATOR: "sköter konton, nämnder och inställningar, men ser inga ärenden",
}


@dataclass(frozen=True)
class Scope:
    """An account and all its grants.

    `grants` are pairs of role and board id; the board is None only for the administrator.
    """

    account_id: int
    name: str
    grants: frozenset[tuple[Role, int | None]]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, _ in self.grants)

    def has(self, *roles: Role) -> bool:
        """Whether the account has any of `roles` for any board."""
        return not self.roles.isdisjoint(roles)

    def boards(self, *roles: Role) -> frozenset[int]:
        """The ids of the boards for which the account has any of `roles` (any role at all if none is named)."""
        return frozenset(board for role, board in self.grants if board is not None and (not roles or role in roles))


@dataclass(frozen=True)
class SessionLimits:
    """When a signed-in session ends: after being idle, and in any case after the absolute time."""

    idle: timedelta
    absolute: timedelta

    def has_ended(self, *, created_at: datetime, last_seen: datetime, now: datetime) -> bool:
        """Whether a session made at `created_at` and last used at `last_seen` is over at `now`."""
        return now - last_seen > self.idle or now - created_at > self.absolute


ATTEMPTS = 5
WAIT = timedelta(minutes=15)


def too_many_attempts(failures: list[datetime], *, now: datetime) -> datetime | None:
    """Until when further sign-ins are refused after `failures` (rising), or None if one may try now.

    Five failures within fifteen minutes close the door for fifteen minutes after the last of them.
    """
    recent = [failure for failure in failures if now - failure <= WAIT]
    return recent[-1] + WAIT if len(recent) >= ATTEMPTS else None
