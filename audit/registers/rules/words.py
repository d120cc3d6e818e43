"""What extracts, their units and the ways they were read are called in Swedish."""

from audit.registers.rules.tables import RegisterKind

KIND_TITLES = {
    RegisterKind.CASES: "Ärenden",
    RegisterKind.PAYMENTS: "Utbetalningar",
    RegisterKind.ESTATES: "Boutredningar",
}
UNIT_WORDS = {
    RegisterKind.CASES: ("ärende", "ärenden"),
    RegisterKind.PAYMENTS: ("utbetalning", "utbetalningar"),
    RegisterKind.ESTATES: ("boutredning", "boutredningar"),
}
# What has to happen in the reviewed period for a unit to belong to the frame.
FRAMED_BY = {
    RegisterKind.CASES: "med beslut i perioden",
    RegisterKind.PAYMENTS: "med utbetalningsdag i perioden",
    RegisterKind.ESTATES: "med dödsdag i perioden",
}
SEPARATOR_WORDS = {";": "semikolon", "\t": "tabb", ",": "komma"}
ENCODING_WORDS = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252", "xlsx": "Excel-arbetsbok (XLSX)"}


def how_read(encoding: str, separator: str | None) -> str:
    """How a file was read, as a part of a sentence: »UTF-8, skilt med semikolon«. A workbook has no separator."""
    coded = ENCODING_WORDS.get(encoding, encoding)
    if not separator:
        return coded
    return f"{coded}, skilt med {SEPARATOR_WORDS.get(separator, f'»{separator}«')}"
