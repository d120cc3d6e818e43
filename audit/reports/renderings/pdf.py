"""A report as a PDF that can be listened to: the content model as data for the typst template."""

from audit.documents import pdf_file
from audit.reports.content import Block, Report, Section, Table

TEMPLATE = "reports/report.typ"


def report_pdf(report: Report) -> bytes:
    """The report as PDF/UA-1. The same report gives the same bytes."""
    data = {
        "title": report.title,
        "notice": report.notice,
        "head": {name: getattr(report.head, name) for name in report.head.__dataclass_fields__},
        "sections": [_section(section) for section in report.sections],
        "annexes": [
            {"heading": annex.heading.heading, "sections": [_section(section) for section in annex.sections]}
            for annex in report.annexes
        ],
    }
    return pdf_file(TEMPLATE, data, dated=report.dated)


def _section(section: Section) -> dict[str, object]:
    return {
        "heading": section.heading,
        "level": section.level,
        "pieces": [
            {"blocks": [_block(block) for block in blocks], "tables": [_table(table) for table in tables]}
            for blocks, tables in section.flow
        ],
    }


def _block(block: Block) -> dict[str, object]:
    return {"listed": block.listed, "lines": [line.text for line in block.lines]}


def _table(table: Table) -> dict[str, object]:
    return {
        "caption": table.caption,
        "columns": [
            {"title": column.title, "numeric": column.numeric, "share": column.share} for column in table.columns
        ],
        "rows": [{"kind": row.kind, "cells": [str(cell) for cell in row.cells]} for row in table.rows],
        "notes": list(table.notes),
    }
