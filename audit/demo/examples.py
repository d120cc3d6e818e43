"""Files for a newcomer to take in by hand: clean, dirty and faulty ones, each marked as invented in its name."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from audit.demo.cases import CASE_COLUMNS, Span, cases
from audit.demo.dirt import dirty_cases, dirty_payments, faulty_cases
from audit.demo.figures import KUNGSHOLMEN, NORRMALM
from audit.demo.payments import payments
from audit.demo.registers import INVENTED, case_file, estate_file, payment_file, workbook

# Ids from 5001 on: no case of September is taken for one of those that the demonstration has taken in.
SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 12), first_number=5001)
BOTH = (KUNGSHOLMEN, NORRMALM)
READ_ME = "las-mig.txt"

TOLD: Sequence[tuple[str, str]] = (
    ("uppdiktat-arenden-2026-09.csv", "Ärenden i september. Går att läsa in som den är."),
    ("uppdiktat-arenden-2026-09-norrmalm.xlsx", "Norrmalms ärenden i september, som Excelfil."),
    ("uppdiktat-arenden-2026-09-smutsig.csv", "Samma ärenden så som utdrag ofta ser ut. Går att läsa in."),
    ("uppdiktat-arenden-2026-09-med-fel.csv", "Ärenden med fel. Läses inte in: visar hur felen listas."),
    ("uppdiktat-utbetalningar-2026-09.csv", "Utbetalningar i september. Går att läsa in som den är."),
    ("uppdiktat-utbetalningar-2026-09-smutsig.csv", "Samma utbetalningar så som de ofta ser ut. Går att läsa in."),
    ("uppdiktat-boutredningar-2026.csv", "Boutredningar. Går att läsa in som den är."),
)


def example_files(seed: int) -> dict[str, bytes]:
    """The files by name, with one that tells what each is for."""
    rows = cases(seed, SEPTEMBER, BOTH)
    norrmalm = [row for row in rows if row["namnd_kod"] == NORRMALM]
    book = workbook(
        CASE_COLUMNS, norrmalm, title=f"Registerutdrag ärenden – {INVENTED}", made=datetime(2026, 10, 12, tzinfo=UTC)
    )
    contents = (
        case_file(seed, SEPTEMBER, BOTH),
        book,
        dirty_cases(rows),
        faulty_cases(rows),
        payment_file(seed, SEPTEMBER, BOTH),
        dirty_payments(payments(seed, SEPTEMBER, rows)),
        estate_file(seed, SEPTEMBER, BOTH),
    )
    files = {name: content for (name, _), content in zip(TOLD, contents, strict=True)}
    return {READ_ME: _read_me().encode(), **files}


def _read_me() -> str:
    lines = [
        "Exempelfiler till Stickprov. Allt i dem är påhittat.",
        "",
        "Läs in dem på sidan Registerutdrag, inloggad som samordnare.",
        "Ärenden och utbetalningar gäller 2026-09-01 till 2026-09-30, boutredningar 2026-01-01 till 2026-08-31.",
        "",
    ]
    width = max(len(name) for name, _ in TOLD)
    return "\n".join([*lines, *(f"{name.ljust(width)}  {what}" for name, what in TOLD), ""])
