"""Who may do what: roles and the scope they give, when sign-in is refused, what an account and a board may be."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    Role.REVIEWER: "granskar det som hon eller han har tilldelats",
    Role.UNIT_HEAD: "läser och svarar på det som har kommunicerats till enheten",
    Role.READER: "läser sina nämnders sammanställningar och rapporter, till exempel som controller eller revisor",
    Role.ADMINISTRATOR: "sköter konton, nämnder och inställningar, men ser inga ärenden",
}


# Pairs of role and board id; the board is None only for the administrator.
Grants = frozenset[tuple[Role, int | None]]


def roles_in_words(grants: Grants, names: dict[int, str]) -> list[str]:
    """»Granskare för Kungsholmen och Norrmalm«: a line for each role. `names` holds the boards' names by id."""
    lines = []
    for role in Role:
        of = sorted(names[board] for each, board in grants if each is role and board is not None)
        if of:
            lines.append(f"{ROLE_NAMES[role]} för {_listed(of)}")
        elif (role, None) in grants:
            lines.append(ROLE_NAMES[role])
    return lines


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} och {words[-1]}"


def grants_of_claims(roles: Iterable[str], boards: Mapping[str, int]) -> Grants:
    """What »granskare:KUN« and »administrator«, as a provider of single sign-on says, come to. `boards`: ids by code.

    What isn't of this form, or names a board that isn't here, is for another program or another time: left out.
    """
    ids = {code.casefold(): board_id for code, board_id in boards.items()}
    found: set[tuple[Role, int | None]] = set()
    for word in roles:
        role, _, code = word.strip().casefold().partition(":")
        if role == Role.ADMINISTRATOR and not code:
            found.add((Role.ADMINISTRATOR, None))
        elif role in set(Role) - {Role.ADMINISTRATOR} and code in ids:
            found.add((Role(role), ids[code]))
    return frozenset(found)


@dataclass(frozen=True)
class Scope:
    """An account and all its grants. `day` is which day it is: sharing between boards holds until one."""

    account_id: int
    name: str
    grants: Grants
    day: date = date.max

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, _ in self.grants)

    def has(self, *roles: Role) -> bool:
        """Whether the account has any of `roles` for any board."""
        return not self.roles.isdisjoint(roles)

    def boards(self, *roles: Role) -> frozenset[int]:
        """The ids of the boards for which the account has any of `roles` (any role at all if none is named)."""
        return frozenset(board for role, board in self.grants if board is not None and (not roles or role in roles))


class Purpose(StrEnum):
    """What a board may share with another."""

    COMPARISON = "jamforelse"
    REPORTS = "rapporter"
    REVIEWING = "granskning"


PURPOSE_NAMES = {
    Purpose.COMPARISON: "Siffror och omdömen i Jämförelse",
    Purpose.REPORTS: "Publicerade rapporter",
    Purpose.REVIEWING: "Akter för inbjudna granskare",
}
PURPOSE_EXPLANATIONS = {
    Purpose.COMPARISON: "samordnare och läsare ser nämndens svar per fråga och år, inga iakttagelser och kommentarer",
    Purpose.REPORTS: "samordnare, läsare och enhetschefer läser rapporterna som nämnden har publicerat",
    Purpose.REVIEWING: "granskare kan bjudas in till en omgång och ser akterna som de tilldelas, tills de har signerat",
}
LONGEST_SHARING = timedelta(days=366)


class SharingState(StrEnum):
    """Whether a sharing opens anything, in the words of the pages."""

    HOLDS = "Gäller"
    OVER = "Har gått ut"
    REVOKED = "Återkallad"


def sharing_state(*, until: date, revoked: bool, today: date) -> SharingState:
    """How a sharing stands; its last day belongs to it."""
    if revoked:
        return SharingState.REVOKED
    return SharingState.HOLDS if today <= until else SharingState.OVER


def sharing_faults(*, board_id: int, with_id: int, until: date, today: date) -> list[tuple[str, str]]:
    """Why a board can't share so, each as the form's field and a sentence."""
    faults = []
    if board_id == with_id:
        faults.append(("receiver", "Välj en annan nämnd än den som delar."))
    if until < today:
        faults.append(("until", "Dagen har redan varit. Välj en dag från och med i dag."))
    if until > today + LONGEST_SHARING:
        faults.append(("until", "En delning kan gälla i högst ett år. Den kan beslutas på nytt när den har gått ut."))
    return faults


@dataclass(frozen=True)
class SessionLimits:
    """When a signed-in session ends: after being idle, and in any case after the absolute time."""

    idle: timedelta
    absolute: timedelta

    def has_ended(self, *, created_at: datetime, last_seen: datetime, now: datetime) -> bool:
        """Whether a session made at `created_at` and last used at `last_seen` is over at `now`."""
        return now - last_seen > self.idle or now - created_at > self.absolute


ATTEMPTS_PER_ACCOUNT = 5
# A whole town hall may come from one address: a few who mistype must not shut out all the others.
ATTEMPTS_PER_ADDRESS = 50
WAIT = timedelta(minutes=15)


def too_many_attempts(failures: list[datetime], limit: int, *, now: datetime) -> datetime | None:
    """Until when further sign-ins are refused after `failures` (rising), or None if one may try now.

    `limit` failures within fifteen minutes close the door for fifteen minutes after the last of them.
    """
    recent = [failure for failure in failures if now - failure < WAIT]
    return recent[-1] + WAIT if len(recent) >= limit else None


MOST_OFFICER_IDS, LONGEST_OFFICER_ID = 20, 100


def officer_key(officer_id: str) -> str:
    """The one form in which ids of case workers are stored and compared: composed, no outer space, case folded."""
    return unicodedata.normalize("NFC", officer_id).strip().casefold()


def officer_keys(text: str) -> tuple[str, ...]:
    """The ids in a text with one on each line (or with commas between), in their one form, sorted, none twice."""
    found = {officer_key(line) for line in text.replace(",", "\n").replace(";", "\n").splitlines()}
    return tuple(sorted(found - {""}))


def officer_ids_fault(ids: tuple[str, ...]) -> str | None:
    """What is wrong with the ids of an account, as a sentence; None if they can be kept."""
    if len(ids) > MOST_OFFICER_IDS:
        return f"Ett konto kan ha högst {MOST_OFFICER_IDS} id. Du har skrivit {len(ids)}."
    if any(len(one) > LONGEST_OFFICER_ID or not one.isprintable() for one in ids):
        return f"Ett id får ha högst {LONGEST_OFFICER_ID} tecken, och inga osynliga."
    return None


SHORTEST_PASSWORD = 12
FEWEST_SIGNS, FEWEST_BESIDE_GUESSED = 5, 6
# What somebody who knows where the program is used would try first (ASVS 5.0, 6.1.2).
GUESSED_FIRST = (
    *("stickprov", "granskning", "granskare", "samordnare", "administrator", "socialtjänst", "stadsdel", "stockholm"),
    *("lösenord", "losenord", "password", "välkommen", "sommar", "vinter", "höst", "vår", "qwerty", "abc"),
    *("0123456789", "123456789", "1234", "2024", "2025", "2026", "2027"),
)
ROWS = tuple(row * 3 for row in ("1234567890", "qwertyuiopåasdfghjklöäzxcvbnm", "abcdefghijklmnopqrstuvwxyzåäö"))
LONGEST_USERNAME = 60


def normal_username(text: str) -> str:
    """The one form in which a username is stored and looked up: lower case, composed, no outer space."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def username_fault(username: str) -> str | None:
    """What is wrong with a new username (in its normal form), as a sentence; None if it can be used."""
    if not 2 <= len(username) <= LONGEST_USERNAME:
        return f"Användarnamnet ska ha 2 till {LONGEST_USERNAME} tecken."
    if not username.isprintable() or any(character.isspace() for character in username):
        return "Användarnamnet får inte ha mellanslag eller osynliga tecken."
    return None


def password_fault(password: str, username: str) -> str | None:
    """What is wrong with a password somebody has chosen, as a sentence; None if it can be used.

    Length is what protects, once what everybody would guess first is taken away. Demands on digits and signs are left
    out on purpose: they make passwords worse (NIST SP 800-63B, section 5.1.1.2).
    """
    if len(password) < SHORTEST_PASSWORD:
        missing = SHORTEST_PASSWORD - len(password)
        return f"Lösenordet ska ha minst {SHORTEST_PASSWORD} tecken. Det fattas {missing}."
    if normal_username(password) == normal_username(username):
        return "Lösenordet får inte vara detsamma som användarnamnet."
    if len(set(password)) < FEWEST_SIGNS or _is_run(password):
        return "Lösenordet upprepar samma tecken eller följer en rad på tangentbordet. Välj ord som inte hör ihop."
    left = normal_username(password)
    for word in (*GUESSED_FIRST, normal_username(username)):
        left = left.replace(word, "")
    if len(left) < FEWEST_BESIDE_GUESSED:
        return "Lösenordet består nästan bara av ord som är lätta att gissa här, till exempel programmets namn."
    return None


def _is_run(password: str) -> bool:
    """Whether the password is one long row of neighbours, as »abcdefghijkl« or »qwertyuiopas«."""
    text = password.casefold()
    return any(text in row or text in row[::-1] for row in ROWS)


class AccountState(StrEnum):
    """How an account stands, in the words of the pages."""

    INVITED = "Inbjuden"
    INVITATION_OVER = "Inbjudan gäller inte längre"
    ACTIVE = "Aktivt"
    CLOSED = "Stängt"


def account_state(*, active: bool, has_password: bool, invited_until: datetime | None, now: datetime) -> AccountState:
    """How an account stands at `now`; `invited_until` is the end of its unused invitation, if it has one."""
    if not active:
        return AccountState.CLOSED
    if has_password:
        return AccountState.ACTIVE
    return AccountState.INVITED if invited_until and invited_until > now else AccountState.INVITATION_OVER


FIRST_BOARDS = (("KUN", "Kungsholmen"), ("NOR", "Norrmalm"), ("ÖST", "Östermalm"), ("SÖD", "Södermalm"))


def board_code_fault(code: str) -> str | None:
    """What is wrong with a board's code, as a sentence; None if it can be used.

    The code orders the parts of a round's seed and may become part of a file name: letters and digits only.
    """
    return None if code.isalnum() and len(code) <= 10 else "Koden ska ha 1 till 10 bokstäver eller siffror."


def board_ending_fault(
    *,
    board_id: int,
    valid_from: date | None,
    valid_to: date | None,
    successor_id: int | None,
    successors: Mapping[int, int | None],
) -> tuple[str, str] | None:
    """Why a board can't end so, as the form's field and a sentence; None if it can.

    `successors` holds every board's id and its successor's as they are now.
    """
    if valid_to is None:
        return None if successor_id is None else ("valid_to", "Ange vilken dag nämnden upphör.")
    if valid_from is not None and valid_to < valid_from:
        return "valid_to", "Nämnden kan inte upphöra före den dag den började."
    step, passed = successor_id, {board_id}
    while step is not None:
        if step in passed:
            return "successor", "Nämnden kan inte följas av sig själv, inte heller genom en annan nämnd."
        passed.add(step)
        step = successors.get(step)
    return None
