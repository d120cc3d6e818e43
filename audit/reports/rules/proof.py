"""The annex that a published version carries: what shows that neither the report nor the journal was changed since."""

from audit.reports.content import Annex, Column, Row, Section, Table
from audit.reports.rules.text import paragraph

LEAD = (
    "Den som har kvar den här sidan kan visa om något har ändrats sedan rapporten publicerades. Rapportens "
    "kontrollsumma står också i journalen. Journalens slut är den sista posten som fanns då: har någon skrivit om "
    "journalen stämmer den inte längre. Den som driver Stickprov kontrollerar det med »stickprov journal verify "
    "--head« och journalens slut."
)


def proof(*, number: int, published: str, sha256: str, head: str | None) -> Annex:
    """`head` is the journal's as NUMBER:HASH, None for reports that were published before it was kept."""
    rows = [("Version", str(number)), ("Publicerad", published), ("Rapportens SHA-256", sha256)]
    rows += [("Journalens slut", head)] if head else []
    columns = (Column("Uppgift", share=2), Column("Värde", share=5))
    table = Table("Versionens kontrollsummor", columns, tuple(map(Row, rows)), key="version-kontrollsummor")
    section = Section("Så visas att inget är ändrat", 2, (paragraph(LEAD),), (table,), key="version-las")
    return Annex("bilaga-version", "Den publicerade versionen", (section,))
