"""Invented payments of the cases that were granted aid, and a few invented estates."""

from collections.abc import Iterable
from datetime import timedelta

from audit.demo.cases import Row, Span, day_in
from audit.demo.chance import Chance

PAYMENT_COLUMNS = (
    "namnd_kod", "arende_id", "utbetalning_id", "beslut_id", "period", "utbetalningsdatum", "belopp", "andamal",
    "metod", "mottagartyp", "konto_hash", "attestant_id", "beslutsfattare_id", "konto", "ansvar", "status",
)  # fmt: skip
ESTATE_COLUMNS = (
    "namnd_kod", "bo_id", "avliden_dag", "anmald_dag", "oppnad", "provisorisk_vard", "bostadsbesok", "antal_besokare",
    "dodsboanmalan_dag", "utfall", "tillgangar_kr", "begravningskostnad_kr", "delagare_antal", "utbetalt_kr",
    "avslutad", "handlaggare_id",
)  # fmt: skip
ATTESTING = ("AT1", "AT2", "AT3")
ESTATE_HANDLERS = ("BU1", "BU2")
METHODS = {"bank": 86, "avi": 8, "akut": 3, "manuell": 2, "rekvisition": 1}
OUTCOMES = {"dodsboanmalan": 60, "overlamnad": 18, "bouppteckning": 12, "avskriven": 6, "pagar": 4}
# What a household is granted a month before the rent, in kronor; invented, of a likely size.
NORMS = {
    "ensam_utan_barn": 4_620, "par_utan_barn": 7_480, "ensam_med_barn": 8_350, "par_med_barn": 12_900, "ovrigt": 5_100,
}  # fmt: skip
REVERSED_EVERY = 60


# ---- Payments -----------------------------------------------------------------------------------------------------


def payments(seed: int, span: Span, rows: Iterable[Row]) -> list[Row]:
    """The payments of the period to the cases in `rows` that were granted anything in it, oldest case first."""
    chance = Chance(seed, span.first, "utbetalningar")
    made: list[Row] = []
    for row in rows:
        if row["beslutstyp"] != "avslag" and span.first <= day_in(row, "beslutsdatum") <= span.last:
            made += _of_case(chance, span, row)
    made += [_reversal(payment) for payment in made[REVERSED_EVERY - 1 :: REVERSED_EVERY]]
    for number, payment in enumerate(made, start=1):
        payment["utbetalning_id"] = f"U-{span.first:%y%m}-{number:05}"
    return [{column: payment.get(column) for column in PAYMENT_COLUMNS} for payment in made]


def _of_case(chance: Chance, span: Span, row: Row) -> list[Row]:
    """One payment to the applicant, and in some cases the rent straight to the landlord."""
    norm = NORMS[str(row["hushallstyp"])] + chance.between(-40, 120) * 10
    rent = chance.between(380, 940) * 10
    if chance.happens(14):
        applicant = _payment(chance, span, row, norm, "Försörjningsstöd")
        landlord = _payment(chance, span, row, rent, "Hyra")
        return [applicant, landlord | {"metod": "giro", "mottagartyp": "tredje_part"}]
    return [_payment(chance, span, row, norm + rent, str(row["andamal"]))]


def _payment(chance: Chance, span: Span, row: Row, kronor: int, purpose: str) -> Row:
    code = str(row["namnd_kod"])
    return {
        "namnd_kod": code,
        "arende_id": row["arende_id"],
        "beslut_id": str(row["arende_id"]).replace("-", "-B", 1),
        "period": f"{span.first:%Y%m}",
        "utbetalningsdatum": min(day_in(row, "beslutsdatum") + timedelta(days=chance.between(1, 4)), span.last),
        "belopp": f"{kronor + chance.below(100) / 100:.2f}",
        "andamal": purpose,
        "metod": chance.weighted(METHODS),
        "mottagartyp": "sokande",
        "konto_hash": f"uppdiktat{chance.below(16**8):08x}",
        "attestant_id": chance.pick(ATTESTING),
        "beslutsfattare_id": row["handlaggare_id"],
        "konto": "EKB",
        "ansvar": f"FS-{code[0]}",
        "status": "betald",
    }


def _reversal(payment: Row) -> Row:
    return payment | {"belopp": f"-{payment['belopp']}", "status": "makulerad"}


# ---- Estates ------------------------------------------------------------------------------------------------------


def estates(seed: int, span: Span, boards: Iterable[str]) -> list[Row]:
    """Nine to fourteen estates per board, opened in the half year before the extract was taken."""
    found: list[Row] = []
    for code in boards:
        chance = Chance(seed, span.first, code, "boutredningar")
        names = (f"BO-{code[0]}-{span.year % 100}-{number:03}" for number in range(1, chance.between(10, 15)))
        found += [_estate(chance, span) | {"namnd_kod": code, "bo_id": name} for name in names]
    return [{column: estate.get(column) for column in ESTATE_COLUMNS} for estate in found]


def _estate(chance: Chance, span: Span) -> Row:
    died = span.taken - timedelta(days=chance.between(70, 240))
    told = died + timedelta(days=chance.between(1, 21))
    outcome = chance.weighted(OUTCOMES)
    notified = died + timedelta(days=chance.between(25, 70)) if outcome == "dodsboanmalan" else None
    visited = chance.happens(80)
    return {
        "avliden_dag": died,
        "anmald_dag": told,
        "oppnad": told + timedelta(days=chance.between(0, 6)),
        "provisorisk_vard": chance.happens(25),
        "bostadsbesok": visited,
        "antal_besokare": (1 if chance.happens(12) else 2) if visited else 0,
        "dodsboanmalan_dag": notified,
        "utfall": outcome,
        "tillgangar_kr": f"{chance.between(0, 42_000)}.00",
        "begravningskostnad_kr": f"{chance.between(14_000, 27_000)}.00",
        "delagare_antal": chance.between(0, 4),
        "utbetalt_kr": f"{chance.between(0, 6_000)}.00" if chance.happens(40) else "0.00",
        "avslutad": None if outcome == "pagar" else chance.day(died + timedelta(days=70), span.taken),
        "handlaggare_id": chance.pick(ESTATE_HANDLERS),
    }
