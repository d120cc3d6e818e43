"""What in a text could point somebody out: numbers that tell who somebody is, case ids, names, kept words, few people.

What is found is a question to a person, who changes the text or says why it may stand.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from audit.accounts.rules import ROLE_NAMES, Role
from audit.findings.rules.typed_counts import small_counts
from audit.reviews.rules.pointing import NumberKind, spotted

MOST_HITS = 400
REASON = "skal_"
"""Before the name of what is judged together: the name of the field for the reason."""
NO_REASON = "Skriv varför det får stå, eller ändra texten."
SHORTEST_NAME = 3
# Whatever may be an id: letters and digits with what stands within ids, whole and in its parts.
MAYBE_ID = re.compile(r"\w[\w\-–/.:]*\w")
PARTS = re.compile(r"[/.:]+")


class Kind(StrEnum):
    """What was found; the value is stored with the reason for publishing it all the same."""

    PERSON = "personnummer"
    PHONE = "telefonnummer"
    CASE = "arende"
    ACCOUNT = "konto"
    WORD = "ord"
    SMALL = "litet_antal"


KIND_NAMES = {
    Kind.PERSON: "Personnummer eller samordningsnummer",
    Kind.PHONE: "Telefonnummer",
    Kind.CASE: "Ärendenummer",
    Kind.ACCOUNT: "Namn på konto",
    Kind.WORD: "Ord i nämndens lista",
    Kind.SMALL: "Litet antal",
}
ADVICE = {
    Kind.PERSON: "Ta bort numret ur texten. Rapporten behöver det inte.",
    Kind.PHONE: "Ta bort numret, om det inte är en myndighets eget.",
    Kind.CASE: "Skriv utan ärendenummer.",
    Kind.ACCOUNT: "Skriv personens funktion i stället för namnet.",
    Kind.WORD: "Skriv om, så att ordet inte behövs.",
    Kind.SMALL: "Slå ihop grupper i texten, lämna en tabell utanför, eller skriv varför ingen kan pekas ut.",
}


@dataclass(frozen=True)
class Place:
    """Where in a report: the part (`key`, for the way there) with its heading, where in that, and what a row is of."""

    key: str
    heading: str
    where: str
    row: str = ""

    @property
    def said(self) -> str:
        """»rad 2, kolumn Nej (Fråga ett?, Kungsholmen)«."""
        return f"{self.where} ({self.row})" if self.row else self.where


@dataclass(frozen=True)
class Hit:
    """Something that could point somebody out: what stands there, where, and how many times."""

    kind: Kind
    place: Place
    found: str
    times: int = 1

    @property
    def key(self) -> str:
        """A name for the hit, the same as long as it stands where it stands."""
        told = "\n".join((self.kind, self.place.key, self.place.heading, self.place.where, self.found))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def judged(self) -> str:
        """A name for what is judged together: the small counts of a table or of a section's text, else one hit."""
        if self.kind is not Kind.SMALL:
            return self.key
        return named_after(self.place.key, self.place.heading)


def named_after(key: str, heading: str) -> str:
    """A name for what stands under a heading of a part."""
    return hashlib.sha256(f"{key}\n{heading}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Watched:
    """What is looked for in one report. `small` is the lowest count that may stand without a reason."""

    case_ids: Collection[str] = ()
    accounts: Sequence[str] = ()
    words: Sequence[str] = ()
    small: int = 5


def found_in(texts: Iterable[tuple[Place, str]], watched: Watched) -> tuple[Hit, ...]:
    """Everything in texts of no sample, where »en akt« is any case file and not a count of one."""
    told = list(texts)
    small = (
        Hit(Kind.SMALL, place, found)
        for place, text in told
        for found in small_counts(text, watched.small, articles=False)
    )
    return (*named_in(told, watched), *counted(small))


def named_in(texts: Iterable[tuple[Place, str]], watched: Watched) -> tuple[Hit, ...]:
    """What is no small count, in the order of the texts; not more than `MOST_HITS`."""
    ids = {unicodedata.normalize("NFC", case_id).casefold() for case_id in watched.case_ids}
    phrases = (
        (Kind.CASE, _phrases(case_id for case_id in ids if len(case_id.split()) > 1)),
        (Kind.ACCOUNT, _phrases(_telling(watched.accounts))),
        (Kind.WORD, _phrases(watched.words)),
    )
    found: list[Hit] = []
    for place, text in texts:
        found += (Hit(kind, place, what) for kind, what in _named(unicodedata.normalize("NFC", text), ids, phrases))
        if len(set(found)) >= MOST_HITS:
            break
    return counted(found)[:MOST_HITS]


def counted(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Each hit once, with how many times it stands in its place."""
    return tuple(replace(hit, times=times) for hit, times in Counter(hits).items())


def together(hits: Iterable[Hit]) -> dict[str, tuple[Hit, ...]]:
    """The hits by the name of what is judged together, in their order."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.judged, []).append(hit)
    return {name: tuple(these) for name, these in found.items()}


def maybe_ids(text: str) -> set[str]:
    """Whatever in a text could be the id of a case, to be looked up: each word, and its parts."""
    words = set(MAYBE_ID.findall(unicodedata.normalize("NFC", text)))
    return words | {part for word in words for part in PARTS.split(word) if part}


def _named(
    text: str, ids: Collection[str], phrases: Iterable[tuple[Kind, re.Pattern[str] | None]]
) -> Iterator[tuple[Kind, str]]:
    for one in spotted(text):
        yield Kind.PHONE if one.kind is NumberKind.PHONE else Kind.PERSON, one.text
    if ids:
        yield from ((Kind.CASE, word) for word in sorted(maybe_ids(text)) if word.casefold() in ids)
    for kind, pattern in phrases:
        if pattern:
            yield from ((kind, match[0]) for match in pattern.finditer(text))


def _telling(names: Iterable[str]) -> Iterator[str]:
    """The names that tell of a person: an account that is called as its role tells of nobody."""
    roles = {word.casefold() for word in (*ROLE_NAMES.values(), *Role)}
    return (name for name in names if name.casefold() not in roles and len(name) >= SHORTEST_NAME)


def _phrases(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the phrases as words of their own, also in the genitive."""
    told = {r"[\s\-–]+".join(map(re.escape, unicodedata.normalize("NFC", each).split())) for each in phrases}
    ordered = sorted(told - {""}, key=lambda each: (-len(each), each))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ordered)})s?(?!\w)", re.IGNORECASE) if ordered else None
