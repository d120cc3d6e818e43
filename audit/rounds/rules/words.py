"""What a round, its units and their files may be, and what that is called in Swedish."""

from enum import StrEnum

from audit.registers.rules import RegisterKind

TEMPLATES = {
    RegisterKind.CASES: "akt",
    RegisterKind.PAYMENTS: "utbetalning",
    RegisterKind.ESTATES: "boutredning",
}
KIND_NAMES = {
    RegisterKind.CASES: "Akter",
    RegisterKind.PAYMENTS: "Utbetalningar",
    RegisterKind.ESTATES: "Boutredningar",
}


class Origin(StrEnum):
    """Where a round's results come from: the program, or a document from before it."""

    PROGRAM = "program"
    PAPER = "papper"


class Target(StrEnum):
    """Which of a round's samples: the boards' own, or a targeted one drawn beside it."""

    BOARD = "namnd"
    FAMILIES = "barnfamiljer"
    NEW = "nya"
    YOUNG = "unga"
    LONG = "langvariga"
    HITS = "traffar"


class Drawing(StrEnum):
    """What has the same chance in a draw of the boards' own samples: every unit, or (of payments) every krona."""

    EQUAL = "enhet"
    KRONOR = "krona"


class Standing(StrEnum):
    """What a drawn unit is in the sample. One that is set aside could not be reviewed and has no reserve."""

    SAMPLE = "urval"
    RESERVE = "reserv"
    CALLED_IN = "inkallad"
    REPLACED = "ersatt"
    SET_ASIDE = "ej_granskad"


class Retrieval(StrEnum):
    """Where the paper file is."""

    WAITING = "ej_hamtad"
    FETCHED = "hamtad"
    MISSING = "saknas"
    RETURNED = "aterlamnad"


class ReplacementReason(StrEnum):
    """Why a drawn unit is replaced by the next reserve."""

    FILE_MISSING = "akt_saknas"
    ON_LOAN = "utlanad"
    OUTSIDE_FRAME = "utanfor_ramen"


TARGET_NAMES = {
    Target.BOARD: "Nämndens urval",
    Target.FAMILIES: "Barnfamiljer",
    Target.NEW: "Nya ärenden",
    Target.YOUNG: "Unga vuxna",
    Target.LONG: "Långvarigt bistånd",
    Target.HITS: "Träffar i maskinella kontroller",
}
DRAWING_NAMES = {
    Drawing.EQUAL: "Varje betalning har samma chans",
    Drawing.KRONOR: "Varje krona har samma chans",
}
DRAWING_MEANS = {
    Drawing.EQUAL: "Välj det här när ni vill veta hur vanliga felen är, till exempel i hur många utbetalningar av "
    "hundra en attest saknas. Svaren på frågorna kan då räknas upp till alla utbetalningar. De få största kommer "
    "sällan med, så gränsen i kronor blir hög.",
    Drawing.KRONOR: "Välj det här när ni vill veta hur många kronor som är fel. En utbetalning som är tio gånger så "
    "stor har då tio gånger så stor chans, och de största kommer alltid med. Gränsen i kronor blir lägre, men svaren "
    "på frågorna kan inte räknas upp till alla utbetalningar. Antalet ni skriver är hur många kronor som träffas: "
    "träffas samma utbetalning flera gånger blir utbetalningarna färre. Reserver finns inte, så de talen används "
    "inte. En utbetalning som inte går att granska räknas som helt fel i gränsen.",
}
STANDING_NAMES = {
    Standing.SAMPLE: "Urval",
    Standing.RESERVE: "Reserv",
    Standing.CALLED_IN: "Inkallad reserv",
    Standing.REPLACED: "Ersatt",
    Standing.SET_ASIDE: "Kunde inte granskas",
}
RETRIEVAL_NAMES = {
    Retrieval.WAITING: "Inte hämtad",
    Retrieval.FETCHED: "Hämtad",
    Retrieval.MISSING: "Saknas",
    Retrieval.RETURNED: "Återlämnad",
}
REASON_NAMES = {
    RegisterKind.CASES: {
        ReplacementReason.FILE_MISSING: "Akten saknas",
        ReplacementReason.ON_LOAN: "Akten är utlånad",
        ReplacementReason.OUTSIDE_FRAME: "Ärendet hör inte till ramen",
    },
    RegisterKind.PAYMENTS: {
        ReplacementReason.FILE_MISSING: "Underlaget saknas",
        ReplacementReason.ON_LOAN: "Underlaget är utlånat",
        ReplacementReason.OUTSIDE_FRAME: "Utbetalningen hör inte till ramen",
    },
    RegisterKind.ESTATES: {
        ReplacementReason.FILE_MISSING: "Boutredningens akt saknas",
        ReplacementReason.ON_LOAN: "Boutredningens akt är utlånad",
        ReplacementReason.OUTSIDE_FRAME: "Boutredningen hör inte till ramen",
    },
}
"""Why a unit is replaced or set aside, in the words of the round's kind."""


def reason_name(kind: RegisterKind, reason: ReplacementReason | None) -> str:
    """Why a unit of that kind was replaced or set aside; a dash where it wasn't."""
    return REASON_NAMES[kind][reason] if reason else "–"
