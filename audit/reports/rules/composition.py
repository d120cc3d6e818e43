"""The document put together: each section's own text or its proposal, the tables, and the annex."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from audit.improvements.rules import recurrences_said
from audit.reports.content import Annex, Column, Figure, Head, Report, Row, Section, Table
from audit.reports.rules import agreement, annex, on_paper, proposals, targeted
from audit.reports.rules.definitions import definitions
from audit.reports.rules.facts import ImprovementFacts, ReportFacts
from audit.reports.rules.figures import figures_of
from audit.reports.rules.own_tables import placed
from audit.reports.rules.text import blocks, printable
from audit.web.formats import day

UNKNOWN = "–"
REPLACED = "Omgången är ersatt av en ny dragning: {reason}. Den här rapporten gäller inte längre."
IMPROVEMENTS = "Förbättringsområden och hur de står"
INVENTED = "Demonstration: omgångens ärenden, svar och siffror är påhittade."


@dataclass(frozen=True)
class HeadText:
    """The head as somebody filled it in; what is empty is proposed, or unknown."""

    administration: str = ""
    department: str = ""
    officer: str = ""
    registry_number: str = ""
    dated_on: date | None = None
    recipient: str = ""


def proposed_head(facts: ReportFacts) -> HeadText:
    """What is known of the head from the round itself: whose administrations report, and to which boards."""
    return HeadText(administration=proposals.administrations(facts), recipient=proposals.recipients(facts))


def compose(facts: ReportFacts, *, head: HeadText, texts: Mapping[str, str]) -> Report:
    """The report of a round. `texts` are the sections that somebody has written, by key; all others are proposed."""
    dated = datetime.combine(head.dated_on, time(12), UTC) if head.dated_on else facts.created_at
    told = figures_of(facts)
    return Report(
        title=proposals.title(facts),
        head=_head(head, proposed_head(facts)),
        notice=_notice(facts),
        sections=tuple(
            _section(key, heading, texts.get(key, ""), propose, facts, told)
            for key, (heading, propose) in proposals.SECTIONS.items()
        ),
        annexes=_annexes(facts),
        definitions=() if facts.on_paper else definitions(facts),
        round_id=facts.round_id,
        dated=dated,
    )


def _annexes(facts: ReportFacts) -> tuple[Annex, ...]:
    if facts.on_paper:
        return (on_paper.annex(facts, annex.comparison(facts)),)
    sections = (*annex.sections(facts), *targeted.sections(facts))
    return (Annex("bilaga-aktgranskning", annex.title(facts), sections), *agreement.annex(facts))


def _section(
    key: str,
    heading: str,
    written: str,
    propose: Callable[[ReportFacts], str],
    facts: ReportFacts,
    told: Mapping[str, Figure],
) -> Section:
    """A section with what somebody has written, or else the proposal with its figures."""
    own = facts.own_tables.get(key, ())
    made = TABLES[key](facts) if key in TABLES and not facts.on_paper else ()
    text, tables = placed(printable(written), own) if written else (blocks(propose(facts), told), own)
    return Section(heading, 2, text, (*tables, *made), key, written=True)


def _notice(facts: ReportFacts) -> str:
    replaced = REPLACED.format(reason=printable(facts.replaced_because).rstrip(". ")) if facts.replaced_because else ""
    return " ".join(
        filter(None, (replaced, INVENTED if facts.invented else "", on_paper.NOTICE if facts.on_paper else ""))
    )


def _head(head: HeadText, proposed: HeadText) -> Head:
    return Head(
        administration=printable(head.administration or proposed.administration),
        department=printable(head.department) or UNKNOWN,
        officer=printable(head.officer) or UNKNOWN,
        registry_number=printable(head.registry_number) or UNKNOWN,
        dated_on=day(head.dated_on),
        recipient=printable(head.recipient or proposed.recipient),
    )


def _by_area(facts: ReportFacts) -> tuple[Table, ...]:
    return (annex.by_area(facts),)


def _improvements(facts: ReportFacts) -> tuple[Table, ...]:
    if not facts.improvements:
        return ()
    columns = (
        Column("Område", share=4),
        Column("Ursprung", share=3),
        Column("Sedan", share=2),
        Column("Ansvarig", share=3),
        Column("Klart senast", share=2),
        Column("Läge", share=3),
    )
    rows = tuple(
        Row(tuple(map(printable, (one.title, one.origin, str(one.since), one.owner, day(one.due_on), _standing(one)))))
        for one in facts.improvements
    )
    return (Table(IMPROVEMENTS, columns, rows, key="forbattringsomraden", short="Förbättringsområden"),)


def _standing(one: ImprovementFacts) -> str:
    """How an area stands, how often it has come back, and how long it took to close."""
    beside = (recurrences_said(one.recurrences), f"efter {one.lasted}" if one.lasted else "")
    return ", ".join(filter(None, (one.status, *beside)))


TABLES: Mapping[str, Callable[[ReportFacts], tuple[Table, ...]]] = {
    "synpunkter": _by_area,
    "forbattringsomraden": _improvements,
}
"""The tables that belong to a section: always figures out of the database, whatever its text says."""
