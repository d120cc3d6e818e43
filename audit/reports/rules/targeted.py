"""The annex's section on targeted samples: each by itself, with its own population, apart from all other figures."""

from collections.abc import Iterable
from dataclasses import replace

from audit.reports.content import Block, Section
from audit.reports.rules import annex
from audit.reports.rules.facts import AreaFacts, ReportFacts, TargetFacts
from audit.reports.rules.text import line, paragraph, printable
from audit.web.formats import counted
from audit.wording import UNITS, count_of


def sections(facts: ReportFacts) -> Iterable[Section]:
    """A heading and a section for each targeted sample that was drawn; nothing where there is none."""
    if not facts.targets:
        return
    what = (
        f"Vid sidan av nämndernas urval drogs riktade urval, med samma frö, bland {UNITS[facts.kind][1]} som uppfyller "
        f"ett villkor och inte redan var dragna. De ingår inte i några andra siffror i rapporten, och säger bara något "
        f"om de {UNITS[facts.kind][1]} som de drogs ur."
    )
    yield Section("Riktade urval", 2, blocks=(paragraph(what),), key="bilaga-riktade")
    for target in facts.targets:
        yield _section(facts, target)


def _section(facts: ReportFacts, target: TargetFacts) -> Section:
    # The same tables as for the boards' own sample, made of the targeted one's figures alone.
    own = replace(facts, boards=target.boards, areas=tuple(_named(target)), target=target.target)
    population = counted(sum(board.population for board in target.boards), *UNITS[facts.kind])
    said = (
        f"Villkor: {target.criterion}. {count_of(own.signed, own.in_use)} {UNITS[facts.kind][1]} är färdiggranskade. "
        f"De drogs ur {population}."
    )
    sums = tuple(f"{board.name}: {board.frame_sha256}" for board in target.boards)
    sums_said = "Kontrollsummor för det som drogs ur (SHA-256):"
    blocks = (paragraph(printable(said)), paragraph(sums_said), Block(tuple(map(line, sums)), listed=True))
    tables = (annex.frames(own, target.name), *annex.replacements(own, target.name))
    answers = tuple(annex.answers(own, area) for area in own.areas) if own.signed else ()
    key = f"bilaga-riktat-{target.target}"
    return Section(printable(target.name), 3, blocks=blocks, tables=(*tables, *answers), key=key)


def _named(target: TargetFacts) -> Iterable[AreaFacts]:
    return (replace(area, name=f"{target.name}, {area.name}") for area in target.areas)
