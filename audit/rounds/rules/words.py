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


class Standing(StrEnum):
    """What a drawn unit is in the sample."""

    SAMPLE = "urval"
    RESERVE = "reserv"
    CALLED_IN = "inkallad"
    REPLACED = "ersatt"


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
STANDING_NAMES = {
    Standing.SAMPLE: "Urval",
    Standing.RESERVE: "Reserv",
    Standing.CALLED_IN: "Inkallad reserv",
    Standing.REPLACED: "Ersatt",
}
RETRIEVAL_NAMES = {
    Retrieval.WAITING: "Inte hämtad",
    Retrieval.FETCHED: "Hämtad",
    Retrieval.MISSING: "Saknas",
    Retrieval.RETURNED: "Återlämnad",
}
REASON_NAMES = {
    ReplacementReason.FILE_MISSING: "Akten saknas",
    ReplacementReason.ON_LOAN: "Akten är utlånad",
    ReplacementReason.OUTSIDE_FRAME: "Ärendet hör inte till ramen",
}
