"""What is unusual in a log: a few rules, each declared with what it finds and cannot see, and computed from entries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from audit.access_checks.rules.actions import Kind
from audit.clock import SWEDEN, swedish_day
from audit.controls.rules import Parameter


@dataclass(frozen=True)
class LogEntry:
    """An entry as the rules see it.

    Args:
        sequence: its number in the journal.
        at: when, in any time zone.
        actor: an account's id, or »program«. For a refused sign-in whoever it was tried for, or nothing.
        action: as the journal has it.
        kind: of which kind the action is.
        case: the case that it is about, or nothing.
        outside: whether the case was neither given to the actor nor of a board that she coordinates or heads.
        protected: whether the case is of a person with protected identity.
    """

    sequence: int
    at: datetime
    actor: str
    action: str
    kind: Kind
    case: str = ""
    outside: bool = False
    protected: bool = False


@dataclass(frozen=True)
class Finding:
    """What a rule points out: one person's entries, and the number that made them stand out."""

    rule: str
    actor: str
    measure: int
    sequences: tuple[int, ...]


Values = Mapping[str, int]
Find = Callable[[Sequence[LogEntry], Values], list[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule. `version` is counted up when it begins to find something else; `unit` is that of its findings' number."""

    id: str
    name: str
    finds: str
    why: str
    blind_spots: tuple[str, ...]
    unit: str
    find: Find
    parameters: tuple[Parameter, ...] = ()
    version: int = 1


LOOKING = frozenset({Kind.VIEW, Kind.EXPORT})


def many_cases(entries: Sequence[LogEntry], values: Values) -> list[Finding]:
    """More different cases by one person within the minutes than the limit. Measure: the most in any such window."""
    found, span = [], timedelta(minutes=values["minuter"])
    for actor, own in _by_actor(entry for entry in entries if entry.kind in LOOKING and entry.case):
        most: list[LogEntry] = []
        first, seen = 0, defaultdict[str, int](int)
        for last, entry in enumerate(own):
            seen[entry.case] += 1
            while own[first].at < entry.at - span:
                seen[own[first].case] -= 1
                if not seen[own[first].case]:
                    del seen[own[first].case]
                first += 1
            if len(seen) > values["akter"] and len(seen) > len({one.case for one in most}):
                most = own[first : last + 1]
        if most:
            found.append(Finding("manga_akter", actor, len({one.case for one in most}), _numbers(most)))
    return found


def odd_hours(entries: Sequence[LogEntry], values: Values) -> list[Finding]:
    """Looking and exporting at night or on a Saturday or Sunday, by Swedish time. Measure: how many entries."""

    def odd(entry: LogEntry) -> bool:
        there = entry.at.astimezone(SWEDEN)
        by_day = values["morgon"] <= there.hour < values["kvall"]
        return not by_day or there.weekday() >= 5

    return _all_of_each("udda_tider", (entry for entry in entries if entry.kind in LOOKING and odd(entry)))


def outside_assignment(entries: Sequence[LogEntry], values: Values) -> list[Finding]:  # noqa: ARG001
    """Cases looked at by somebody who had not been given them. Measure: how many entries."""
    return _all_of_each("utanfor_uppdrag", (entry for entry in entries if entry.kind in LOOKING and entry.outside))


def protected_identity(entries: Sequence[LogEntry], values: Values) -> list[Finding]:  # noqa: ARG001
    """Cases of persons with protected identity that were looked at. Measure: how many entries."""
    return _all_of_each("skyddade", (entry for entry in entries if entry.kind in LOOKING and entry.protected))


def refused_then_in(entries: Sequence[LogEntry], values: Values) -> list[Finding]:
    """At least so many refused sign-ins for an account, and then one that succeeded. Measure: the refused ones."""
    found, span = [], timedelta(minutes=values["minuter"])
    for actor, own in _by_actor(entry for entry in entries if entry.action in {"session:refused", "session:opened"}):
        refused: list[LogEntry] = []
        for entry in own:
            refused = [one for one in refused if entry.at - one.at <= span]
            if entry.action == "session:refused":
                refused.append(entry)
            else:
                if len(refused) >= values["forsok"]:
                    found.append(Finding("nekad_sedan_inne", actor, len(refused), _numbers([*refused, entry])))
                refused = []
    return found


def many_exports(entries: Sequence[LogEntry], values: Values) -> list[Finding]:
    """More exports and prints by one person in a day than the limit. Measure: how many that day."""
    found = []
    for actor, own in _by_actor(entry for entry in entries if entry.kind is Kind.EXPORT):
        days: dict[date, list[LogEntry]] = defaultdict(list)
        for entry in own:
            days[swedish_day(entry.at)].append(entry)
        busy = [each for each in days.values() if len(each) > values["exporter"]]
        found += [Finding("manga_exporter", actor, len(each), _numbers(each)) for each in busy]
    return found


def _all_of_each(rule: str, entries: Iterable[LogEntry]) -> list[Finding]:
    return [Finding(rule, actor, len(own), _numbers(own)) for actor, own in _by_actor(entries)]


def _by_actor(entries: Iterable[LogEntry]) -> list[tuple[str, list[LogEntry]]]:
    """Each person's entries by time; the program is nobody."""
    found: dict[str, list[LogEntry]] = defaultdict(list)
    for entry in entries:
        if entry.actor.isdecimal():
            found[entry.actor].append(entry)
    return [(actor, sorted(own, key=lambda entry: (entry.at, entry.sequence))) for actor, own in sorted(found.items())]


def _numbers(entries: Iterable[LogEntry]) -> tuple[int, ...]:
    return tuple(sorted(entry.sequence for entry in entries))


# ---- The catalogue --------------------------------------------------------------------------------------------------

RULES: tuple[Rule, ...] = (
    Rule(
        "manga_akter", "Många akter på kort tid",
        "Någon har öppnat eller hämtat fler olika akter än gränsen inom samma tid.",
        "Den som granskar läser några akter i taget. Den som söker efter någon bläddrar.",
        ("Den som bläddrar långsamt syns inte.",
         "En samordnare som följer granskningen kan öppna många akter i sitt uppdrag."),
        "akter", many_cases,
        (Parameter("akter", "Fler akter än", 20, "akter", 1, 1_000),
         Parameter("minuter", "Inom", 60, "minuter", 1, 1_440)),
    ),
    Rule(
        "udda_tider", "Nätter och helger",
        "Akter som har öppnats eller hämtats på natten, en lördag eller en söndag.",
        "Granskningen görs på arbetstid. Annan tid behöver ha ett skäl.",
        ("Röda dagar mitt i veckan räknas som vardagar.", "Den som har avtalat att arbeta på kvällen syns ändå."),
        "poster", odd_hours,
        (Parameter("morgon", "Dagen börjar klockan", 6, "", 0, 12),
         Parameter("kvall", "Dagen slutar klockan", 20, "", 13, 24)),
    ),
    Rule(
        "utanfor_uppdrag", "Utanför uppdraget",
        "Akter som har öppnats av någon som inte är tilldelad dem och inte är nämndens samordnare eller enhetschef.",
        "Bara den som behöver uppgifterna för sitt arbete får ta del av dem.",
        ("Behörigheter prövas som de är när kontrollen dras, inte som de var då.",
         "Listor med flera akter prövas inte."),
        "poster", outside_assignment,
    ),
    Rule(
        "skyddade", "Skyddade uppgifter",
        "Akter om personer med skyddade uppgifter som har öppnats eller hämtats.",
        "Där kan en enda obefogad läsning göra stor skada. Alla bör prövas.",
        ("Bara den som registret anger som skyddad räknas.",),
        "poster", protected_identity,
    ),
    Rule(
        "nekad_sedan_inne", "Nekad inloggning och sedan inne",
        "Flera nekade inloggningar till ett konto, och strax därefter en som lyckades.",
        "Någon annan kan ha gissat lösenordet.",
        ("Den som har glömt sitt lösenord ser likadan ut.", "Försök till konton som inte finns syns inte här."),
        "försök", refused_then_in,
        (Parameter("forsok", "Minst", 3, "försök", 1, 50), Parameter("minuter", "Inom", 30, "minuter", 1, 1_440)),
    ),
    Rule(
        "manga_exporter", "Många exporter",
        "Någon har hämtat eller skrivit ut fler filer än gränsen samma dag.",
        "Det som är hämtat lämnar programmet, och vad som sedan händer med det syns inte i journalen.",
        ("Den som sprider hämtningarna över flera dagar syns inte.", "Utskrift från en vanlig sida syns inte."),
        "hämtningar", many_exports,
        (Parameter("exporter", "Fler än", 10, "hämtningar", 1, 1_000),),
    ),
)  # fmt: skip
RULES_BY_ID = {rule.id: rule for rule in RULES}


def usual_settings() -> dict[str, dict[str, int]]:
    """Each rule's parameters as they are when nobody has changed them."""
    return {rule.id: {one.name: one.default for one in rule.parameters} for rule in RULES}


def unusual(entries: Sequence[LogEntry], settings: Mapping[str, Mapping[str, int]]) -> list[Finding]:
    """Everything that the rules point out, in their order; of each rule the largest number first."""
    found: list[Finding] = []
    for rule in RULES:
        of_rule = rule.find(entries, settings[rule.id])
        found += sorted(of_rule, key=lambda finding: (-finding.measure, finding.actor, finding.sequences))
    return found


def settings_words(rule: Rule, values: Values) -> str:
    """»Fler akter än 20 akter, inom 60 minuter«."""
    words = (f"{one.label.lower()} {values[one.name]} {one.unit}".strip() for one in rule.parameters)
    return ", ".join(words).capitalize()


def is_due(last: date, months: int, today: date) -> bool:
    """Whether so many months have gone since the last check, or since the log begins."""
    month = last.month - 1 + months
    year, month = last.year + month // 12, month % 12 + 1
    return today >= date(year, month, min(last.day, 28))
