"""By how much a payment was wrong: how it is read, what can't be, and what a review lacks without it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from audit.registers.rules.values import read_amount
from audit.web.formats import number
from checklists.counting import DEVIATIONS

WRITE = "Skriv ett belopp i kronor, till exempel 1 870,00. Skriv 0 om inget är fel åt det hållet."
NOT_BELOW_0 = "Skriv 0 eller mer, utan minustecken. Vad som betalats för mycket och för lite har var sin ruta."
LACKS = "En avvikelse är noterad. Ange hur många kronor som är fel. Är inget belopp fel skriver du 0."
WITHOUT_DEVIATION = "Ett belopp i fel är angivet, men ingen fråga är besvarad med Delvis eller Nej. Ändra något av dem."

SETTLED_WITHOUT_DEVIATION = (
    "Då gäller ett belopp i fel utan att någon fråga är Delvis eller Nej. Ändra något av dem. Är det andra redan "
    "avgjort kan samordnaren öppna en av granskningarna igen."
)

AMOUNT = "belopp"
"""What stands for the question of how much was wrong, where two reviewers' answers are set side by side."""


def read_kronor(text: str) -> int:
    """An amount as whole öre, from 0. Raises ValueError with what is wrong, in Swedish; nothing is guessed."""
    cell = read_amount(text)
    if cell.value is None:
        raise ValueError(WRITE)
    oren = int(Decimal(str(cell.value)).scaleb(2))
    if oren < 0 or set(text) & set("-−"):
        raise ValueError(NOT_BELOW_0)
    return oren


def overpaid_fault(overpaid: int, amount: int | None) -> str | None:
    """Why no more than `amount` öre can have been paid too much; None where it is possible or the amount unknown."""
    if amount is None or overpaid <= max(amount, 0):
        return None
    return f"Utbetalningen är på {oren_said(amount)}. Mer än så kan inte vara för mycket utbetalt."


def amount_lack(values: Iterable[str | None], *, given: tuple[int, int] | None) -> str | None:
    """What a payment's review lacks in kronor before it can be signed. `given`: too much and too little, in öre."""
    deviates = not DEVIATIONS.isdisjoint(values)
    if deviates and given is None:
        return LACKS
    return WITHOUT_DEVIATION if not deviates and given is not None and any(given) else None


def settled_clash(
    answers: Mapping[str, Sequence[str | None]], settled: Mapping[str, str], *, settling: tuple[str, str]
) -> str | None:
    """Why an answer or amount (`settling`: its question and value) can't be what two come to, after what is settled.

    `answers` are what each of them said. Nothing is wrong while any question is open: a deviation may still come.
    """
    held = {**settled, settling[0]: settling[1]}
    values = {name: held.get(name, one) for name, (one, other) in answers.items() if one == other or name in held}
    amount = values.pop(AMOUNT, None)
    if amount is None or len(values) < len(answers) - 1 or not any(from_answer(amount)):
        return None
    return SETTLED_WITHOUT_DEVIATION if DEVIATIONS.isdisjoint(values.values()) else None


def oren_said(oren: int) -> str:
    """187050 → »1 870,50 kr«."""
    return f"{number(Decimal(oren).scaleb(-2), 2)}\N{NO-BREAK SPACE}kr"


def as_answer(error: tuple[int, int]) -> str:
    """Too much and too little, in öre, as one text that can be compared and kept like an answer."""
    return "/".join(map(str, error))


def from_answer(value: str) -> tuple[int, int]:
    """What `as_answer` wrote."""
    overpaid, _, underpaid = value.partition("/")
    return int(overpaid), int(underpaid)


def error_said(error: tuple[int, int]) -> str:
    """(45000, 0) → »450,00 kr för mycket«."""
    overpaid, underpaid = error
    parts = [f"{oren_said(overpaid)} för mycket"] if overpaid or not underpaid else []
    return ", ".join(parts + ([f"{oren_said(underpaid)} för lite"] if underpaid else []))
