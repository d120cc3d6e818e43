"""A report without some of its tables, where small counts in them could point somebody out."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from audit.reports.content import Report, Section
from audit.reports.rules.secrecy import name_of_table
from audit.reports.rules.text import paragraph

LEFT_OUT = "Tabellen »{caption}« är inte med i den publicerade rapporten: små antal i den kan peka ut någon."


def without_tables(report: Report, names: Collection[str]) -> Report:
    """The report without the tables of these names (`secrecy.name_of_table`); a note tells of each that is gone."""
    return replace(
        report,
        sections=tuple(_without(report.sections, names)),
        annexes=tuple(replace(annex, sections=tuple(_without(annex.sections, names))) for annex in report.annexes),
    )


def captions_left_out(report: Report, names: Collection[str]) -> list[str]:
    """What those tables are called, in the order of the document."""
    found = ((section, table) for section in report.parts for table in section.tables)
    return [table.caption for section, table in found if name_of_table(section, table) in names]


def _without(sections: Iterable[Section], names: Collection[str]) -> Iterable[Section]:
    for section in sections:
        gone = [table for table in section.tables if name_of_table(section, table) in names]
        notes = tuple(paragraph(LEFT_OUT.format(caption=table.caption)) for table in gone)
        kept = tuple(table for table in section.tables if table not in gone)
        yield replace(section, blocks=(*section.blocks, *notes), tables=kept) if gone else section
