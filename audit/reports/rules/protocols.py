"""The protocols of the draw in a report: what everybody may read, and what stays with the boards."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from audit.registers.rules import RegisterKind
from audit.reports.content import Annex, Block, Cell, Column, Row, RowKind, Section, Table
from audit.reports.rules.text import line, paragraph, printable
from audit.rounds.rules import (
    COUNTED_WRONG,
    CRITERIA,
    KRONA_RULES,
    STANDING_NAMES,
    TARGET_NAMES,
    Standing,
    Target,
    ToldPart,
    krona_facts,
    krona_hits,
)
from audit.web.formats import counted, number
from audit.wording import UNITS
from sampling import DrawnUnit, Protocol, StratumDraw

BY_TICKET = (
    "Alla i ramen hade samma chans. Var och en får en lott: SHA-256 av fröet, ett kommatecken och beteckningen. För "
    "varje nämnd dras de som har de minsta lotterna, och de närmast följande är reserver."
)
HIDDEN = "(skyddade uppgifter)"
PUBLIC = (
    "Här står antal, frö och kontrollsummor. Ärendenummer och lotter är inte offentliga: de finns i nämndernas egen "
    "version av protokollet. Den som har ramen kan göra om dragningen och jämföra."
)
JOURNAL_HEAD = "Journalens slut före dragningen"
NOT_REVIEWED = STANDING_NAMES[Standing.SET_ASIDE].lower()
ASIDE = f"{NOT_REVIEWED}, {COUNTED_WRONG}"
ALL_REVIEWED = "Alla utbetalningar i urvalet kan granskas."
NOT_PUBLIC = (
    "Bilagan innehåller ärendenummer och omfattas av sekretess. Den hör till den rapport vars kontrollsumma står här."
)


@dataclass(frozen=True)
class ToldReplacement:
    """A unit that was replaced, the reserve that was called in for it, and why, in words."""

    board: str
    unit_id: str
    reserve_id: str
    reason: str


@dataclass(frozen=True)
class ToldAside:
    """A payment drawn by amount that could not be reviewed, why and since when, in words."""

    board: str
    unit_id: str
    reason: str
    at: str


@dataclass(frozen=True)
class ToldDraw:
    """One draw of a round: its protocol, who gave which part of the seed, and what was replaced or set aside since.

    `drawn_at` is in words. `hidden` are the ids that no paper may name. `journal_head` is the journal's end just before
    the draw, empty where it was not kept.
    """

    target: Target
    protocol: Protocol
    seed_parts: tuple[ToldPart, ...]
    drawn_at: str
    replacements: tuple[ToldReplacement, ...] = ()
    hidden: frozenset[str] = frozenset()
    set_aside: tuple[ToldAside, ...] = ()
    journal_head: str = ""

    @property
    def by_krona(self) -> bool:
        return self.protocol.frame.amount_column is not None

    @property
    def name(self) -> str:
        return "Urvalet" if self.target is Target.BOARD else TARGET_NAMES[self.target]


# ---- What everybody may read ------------------------------------------------------------------------------------


def public_annex(draws: Sequence[ToldDraw]) -> Annex:
    """The protocols without ids and tickets: counts, seed and hashes."""
    sections = tuple(_public(draw) for draw in draws)
    lead = Section("Så gjordes urvalet", 2, (paragraph(PUBLIC),), key="bilaga-protokoll-lasning")
    return Annex("bilaga-protokoll", "Urvalsprotokoll", (lead, *sections))


def _public(draw: ToldDraw) -> Section:
    protocol, frame = draw.protocol, draw.protocol.frame
    rows = [
        ("Draget", draw.drawn_at),
        ("Frö", printable(protocol.seed)),
        *((f"Del av fröet, {part.board}", f"{part.value} ({part.source})") for part in draw.seed_parts),
        ("Metod", protocol.algorithm),
        ("Antal i ramen", number(frame.units)),
        ("Ramens SHA-256", frame.sha256),
        *([(JOURNAL_HEAD, draw.journal_head)] if draw.journal_head else []),
    ]
    criterion = () if draw.target is Target.BOARD else (paragraph(f"Villkor: {CRITERIA[draw.target]}."),)
    method = tuple(map(paragraph, KRONA_RULES if draw.by_krona else (BY_TICKET,)))
    key = f"protokoll-{draw.target}"
    tables = (
        _table(f"{draw.name}: frö, metod och ram", ("Uppgift", "Värde"), rows, f"{key}-uppgifter"),
        _strata(draw, f"{key}-namnder"),
        *([_intervals(draw, f"{key}-intervall")] if draw.by_krona else []),
        *([_how_many_aside(draw, f"{key}-kunde-inte-granskas")] if draw.set_aside else []),
    )
    return Section(draw.name, 2, (*criterion, *method, *_none_aside(draw)), tables, f"bilaga-{key}")


def _strata(draw: ToldDraw, key: str) -> Table:
    columns = (
        Column("Nämnd", share=2),
        Column("Drogs ur", numeric=True),
        Column("Urval", numeric=True),
        Column("Reserver", numeric=True),
        Column("SHA-256", share=6),
    )
    rows = tuple(
        Row(
            (
                printable(one.name),
                number(one.population),
                number(len(one.sample)),
                number(len(one.reserves)),
                one.sha256,
            )
        )
        for one in draw.protocol.strata
    )
    return Table(f"{draw.name}: nämndernas delar", columns, rows, key=key)


def _intervals(draw: ToldDraw, key: str) -> Table:
    """What a draw by amount rests on for each board, and how many of the drawn were hit how often."""
    rows = []
    for one in draw.protocol.strata:
        if one.monetary:
            rows.append(Row((printable(one.name),), RowKind.GROUP))
            hit = ("Träffar", f"{counted(sum(one.monetary.hits), 'träff', 'träffar')} i lika många intervall")
            told = (*krona_facts(one), hit, ("Beloppens SHA-256", one.monetary.amounts_sha256))
            rows += [Row(cells) for cells in told]
    columns = (Column("Uppgift", share=2), Column("Värde", share=5))
    return Table(f"{draw.name}: intervall och träffar", columns, tuple(rows), key=key)


def _none_aside(draw: ToldDraw) -> Iterable[Block]:
    if draw.by_krona and not draw.set_aside:
        yield paragraph(ALL_REVIEWED)


def _how_many_aside(draw: ToldDraw, key: str) -> Table:
    """How many payments each board set aside for which reason: the amount with its word, as the secrecy check reads."""
    amounts = Counter((each.board, each.reason) for each in draw.set_aside)
    rows = [(*of, counted(amount, *UNITS[RegisterKind.PAYMENTS])) for of, amount in amounts.items()]
    return _of_aside(draw, ("Nämnd", "Skäl", "Antal"), rows, key)


def _table(caption: str, titles: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], key: str) -> Table:
    columns = (Column(titles[0], share=2), *(Column(title, share=5) for title in titles[1:]))
    return Table(caption, columns, tuple(Row(tuple(cells)) for cells in rows), key=key)


# ---- What stays with the boards ---------------------------------------------------------------------------------


def secret_sections(draws: Sequence[ToldDraw], *, sha256: str) -> tuple[Section, ...]:
    """The protocols with ids and tickets, for the report whose hash is `sha256`."""
    told = Block((line(f"Rapportens SHA-256: {sha256}"),))
    lead = Section("Sekretess", 2, (paragraph(NOT_PUBLIC), told), key="sekretess")
    return (lead, *(_secret(draw) for draw in draws))


def _secret(draw: ToldDraw) -> Section:
    tables = [_units(draw, stratum) for stratum in draw.protocol.strata]
    tables += [_replacements(draw)] if draw.replacements else []
    tables += [_aside(draw)] if draw.set_aside else []
    head = f" {JOURNAL_HEAD}: {draw.journal_head}." if draw.journal_head else ""
    seed = paragraph(f"Frö: {printable(draw.protocol.seed)}. Draget {draw.drawn_at}.{head}")
    return Section(draw.name, 2, (seed, *_none_aside(draw)), tuple(tables), f"lotter-{draw.target}")


def _units(draw: ToldDraw, stratum: StratumDraw) -> Table:
    drawn = (*stratum.sample, *stratum.reserves)
    rows = tuple(
        Row((number(place), _id(draw, unit), _drawn_as(draw, stratum, place), unit.ticket))
        for place, unit in enumerate(drawn, start=1)
    )
    columns = (
        Column("Plats", numeric=True),
        Column("Beteckning", share=3),
        Column("Dragen som", share=2),
        Column("Lott", share=12),
    )
    caption = f"{draw.name}, {printable(stratum.name)}: {counted(len(drawn), 'lott', 'lotter')} i ordning"
    return Table(caption, columns, rows, key=f"lotter-{draw.target}-{printable(stratum.name)}")


def _drawn_as(draw: ToldDraw, stratum: StratumDraw, place: int) -> str:
    """Sample or reserve; where kronor were drawn, the payment's amount and how often it was hit."""
    if stratum.monetary:
        unit_id = stratum.sample[place - 1].id
        since = [NOT_REVIEWED] if unit_id in {each.unit_id for each in draw.set_aside} else []
        return ", ".join((*krona_hits(stratum, place - 1), *since))
    return "Urval" if place <= len(stratum.sample) else "Reserv"


def _replacements(draw: ToldDraw) -> Table:
    rows = [
        (each.board, _shown(draw, each.unit_id), _shown(draw, each.reserve_id), each.reason)
        for each in draw.replacements
    ]
    titles = ("Nämnd", "Ersatt", "Inkallad reserv", "Skäl")
    return _table(f"{draw.name}: ersatta", titles, rows, f"ersatta-{draw.target}")


def _aside(draw: ToldDraw) -> Table:
    rows = [(_shown(draw, each.unit_id), each.board, each.reason, each.at) for each in draw.set_aside]
    titles = (UNITS[RegisterKind.PAYMENTS][0].capitalize(), "Nämnd", "Skäl", "När")
    return _of_aside(draw, titles, rows, f"kunde-inte-granskas-{draw.target}")


def _of_aside(draw: ToldDraw, titles: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], key: str) -> Table:
    return replace(_table(f"{draw.name}: {ASIDE}", titles, rows, key), short=f"{draw.name}, {NOT_REVIEWED}")


def _id(draw: ToldDraw, unit: DrawnUnit) -> str:
    return _shown(draw, unit.id)


def _shown(draw: ToldDraw, unit_id: str) -> str:
    return HIDDEN if unit_id in draw.hidden else printable(unit_id)
