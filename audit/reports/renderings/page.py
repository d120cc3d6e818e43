"""A report as a page of its own: one file, to be opened in any browser, without anything to fetch."""

from pathlib import Path

from audit.reports.content import Report, RowKind

MIME = "text/html; charset=utf-8"
TEMPLATES = Path(__file__).parents[3] / "templates"


def html_file(report: Report) -> bytes:
    """The report as an HTML file. The same report gives the same bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    page = pages.get_template("reports/file.html")
    return page.render(report=report, kinds=RowKind).encode()
