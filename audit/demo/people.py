"""The demonstration's accounts, called by their roles and never by people's names."""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.accounts.rules import Role
from audit.demo.figures import KUNGSHOLMEN, NORRMALM, OSTERMALM

PASSWORD = "granska-akter-2026"  # noqa: S105 - printed by the command: everybody is to try every role
REVIEWED = (KUNGSHOLMEN, NORRMALM)


@dataclass(frozen=True)
class Person:
    """An account: its role, and the codes of the boards that it has the role for."""

    username: str
    name: str
    role: Role
    boards: tuple[str, ...] = REVIEWED


PEOPLE = (
    Person("samordnare", "Samordnare", Role.COORDINATOR),
    Person("samordnare2", "Samordnare Två", Role.COORDINATOR),
    Person("granskare1", "Granskare Ett", Role.REVIEWER),
    Person("granskare2", "Granskare Två", Role.REVIEWER),
    Person("enhetschef", "Enhetschef", Role.UNIT_HEAD),
    Person("lasare", "Läsare", Role.READER),
    Person("lasare-ostermalm", "Läsare Östermalm", Role.READER, (OSTERMALM,)),
    Person("administrator", "Administratör", Role.ADMINISTRATOR, ()),
)


@dataclass(frozen=True)
class Cast:
    """Who takes part: the ids of the boards by code, and of the accounts by username."""

    boards: Mapping[str, int]
    accounts: Mapping[str, int]

    @property
    def reviewed(self) -> tuple[int, ...]:
        """The two boards whose files are reviewed."""
        return tuple(self.boards[code] for code in REVIEWED)
