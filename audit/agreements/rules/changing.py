"""What differs between two versions of an agreement, in sentences."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from audit.agreements.rules.numbers import kronor, plain, share_said
from audit.agreements.rules.terms import KEY_NAMES, CostArea, Key, Part, Terms


def changes(before: Terms, now: Terms) -> list[str]:
    """Everything that differs in parties, areas, keys and figures, from `before` to `now`; empty if nothing does."""
    return [*_parties(before, now), *_areas(before, now), *_base(before, now)]


def _parties(before: Terms, now: Terms) -> Iterator[str]:
    for name in now.parties:
        if name not in before.parties:
            yield f"{name} har tillkommit som part."
    for name in before.parties:
        if name not in now.parties:
            yield f"{name} är inte längre part."


def _areas(before: Terms, now: Terms) -> Iterator[str]:
    old, new = ({area.name: area for area in terms.areas} for terms in (before, now))
    for name in [name for name in new if name not in old]:
        yield f"Området {name} har tillkommit."
    for name in [name for name in old if name not in new]:
        yield f"Området {name} har tagits bort."
    for name, area in new.items():
        if name in old:
            yield from _area(old[name], area)


def _area(before: CostArea, now: CostArea) -> Iterator[str]:
    for what, old, new in (
        ("Fördelningsnyckeln", _key(before.key), _key(now.key)),
        ("Utföraren", before.performer or "–", now.performer or "–"),
        ("Årets kostnad", _amount(before.amount), _amount(now.amount)),
        ("Utförarens avdrag", _percent(before.rate), _percent(now.rate)),
        ("Antalet tjänster", _number(before.posts), _number(now.posts)),
        ("Hänvisningen", before.paragraph or "–", now.paragraph or "–"),
    ):
        if old != new:
            yield f"{now.name}: {what} var {old} och är {new}."
    yield from _sharing(before, now)


def _sharing(before: CostArea, now: CostArea) -> Iterator[str]:
    old, new = ({part.party: part for part in area.sharing} for area in (before, now))
    for name in new:
        if name not in old:
            yield f"{now.name}: {name} deltar nu i kostnaden."
        else:
            yield from _part(now.name, old[name], new[name])
    for name in old:
        if name not in new:
            yield f"{now.name}: {name} deltar inte längre i kostnaden."


def _part(area: str, before: Part, now: Part) -> Iterator[str]:
    for what, old, new in (
        ("Tilldelningen", _amount(before.allocation), _amount(now.allocation)),
        ("Det egna avdraget", _percent(before.deduction), _percent(now.deduction)),
        ("Den egna kostnaden", _amount(before.direct), _amount(now.direct)),
        ("Den fasta andelen", _share(before.share), _share(now.share)),
    ):
        if old != new:
            yield f"{area}: {what} för {now.party} var {old} och är {new}."
    if before.billed != now.billed:
        yield f"{area}: {now.party} ska {'nu' if now.billed else 'inte längre'} debiteras."


def _base(before: Terms, now: Terms) -> Iterator[str]:
    if before.base.cases != now.base.cases:
        yield "Underlaget om aktuella ärenden är ändrat."
    if before.base.population != now.base.population:
        yield "Underlaget om befolkning är ändrat."


def _key(key: Key | None) -> str:
    return f"»{KEY_NAMES[key]}«" if key else "inte vald"


def _amount(value: Decimal | None) -> str:
    return "inte angiven" if value is None else kronor(value)


def _percent(value: Decimal | None) -> str:
    return "inte angivet" if value is None else f"{plain(value)} %"


def _share(value: Fraction | None) -> str:
    return "inte angiven" if value is None else share_said(value)


def _number(value: Decimal | None) -> str:
    return "inte angivet" if value is None else plain(value)
