"""The words of goals and indicators: levels, directions, how often something is followed up, and what is found."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """What sort of document figures come from. The values are stored."""

    PLAN = "plan"
    REPORT = "berattelse"
    AGREEMENT = "overenskommelse"
    CONTROL = "kontroll"


KIND_NAMES = {
    DocumentKind.PLAN: "Verksamhetsplan",
    DocumentKind.REPORT: "Verksamhetsberättelse",
    DocumentKind.AGREEMENT: "Överenskommelse",
    DocumentKind.CONTROL: "Rapport om intern kontroll",
}


class Level(StrEnum):
    """Where in the goal tree something stands, from the top down."""

    DIRECTION = "inriktningsmal"
    OPERATION = "verksamhetsmal"
    BOARD = "namndmal"
    COMMITMENT = "atagande"
    ACTIVITY = "aktivitet"


LEVEL_NAMES = {
    Level.DIRECTION: "Inriktningsmål",
    Level.OPERATION: "Verksamhetsmål",
    Level.BOARD: "Nämndmål",
    Level.COMMITMENT: "Åtagande",
    Level.ACTIVITY: "Aktivitet",
}
DEPTHS = {level: depth for depth, level in enumerate(Level)}


class Direction(StrEnum):
    """Which way an indicator should go. What nobody has said is not guessed."""

    UNSAID = "ej_angiven"
    HIGHER = "hogre"
    LOWER = "lagre"


DIRECTION_NAMES = {
    Direction.UNSAID: "Inte angiven",
    Direction.HIGHER: "Högre är bättre",
    Direction.LOWER: "Lägre är bättre",
}


class Quantity(StrEnum):
    """What an indicator counts: a share, a mean or a quotient says the same of any number of boards, a sum adds up."""

    SHARE = "andel"
    SUM = "antal"


QUANTITY_NAMES = {Quantity.SHARE: "Andel, medeltal eller kvot", Quantity.SUM: "Antal eller summa"}


class Periodicity(StrEnum):
    """How often an indicator is followed up."""

    TERTIAL = "tertial"
    YEAR = "ar"
    ANNUAL_REPORT = "vb"


PERIODICITY_NAMES = {
    Periodicity.TERTIAL: "Tertial",
    Periodicity.YEAR: "År",
    Periodicity.ANNUAL_REPORT: "Verksamhetsberättelse",
}


class Owner(StrEnum):
    """Whose an indicator is."""

    COUNCIL = "kf"
    BOARD = "namnd"
    UNIT = "enhet"


OWNER_NAMES = {Owner.COUNCIL: "Kommunfullmäktige", Owner.BOARD: "Nämnden", Owner.UNIT: "Enheten"}


class TableKind(StrEnum):
    """What a table of figures tells of."""

    VOLUME = "volym"
    BUDGET = "budget"
    TEXT = "text"


TABLE_KIND_NAMES = {
    TableKind.VOLUME: "Volymer",
    TableKind.BUDGET: "Budget och utfall",
    TableKind.TEXT: "Siffror ur löpande text",
}


class CheckKind(StrEnum):
    """How figures are held against each other."""

    FORMULA = "raknas"
    ALL_MET = "alla_mal"
    UNITS = "enheter"
    NOTE = "anteckning"


CHECK_KIND_NAMES = {
    CheckKind.FORMULA: "Räkneregel",
    CheckKind.ALL_MET: "Dokumentet säger att alla årsmål är nådda",
    CheckKind.UNITS: "Enheterna passar till namnen",
    CheckKind.NOTE: "Att bedöma: en människa avgör",
}


class Verdict(StrEnum):
    """What a check has found."""

    AGREES = "stammer"
    CONTRADICTS = "motsager"
    UNTESTED = "ej_provad"
    NOTE = "anteckning"


VERDICT_NAMES = {
    Verdict.AGREES: "Stämmer",
    Verdict.CONTRADICTS: "Går inte ihop",
    Verdict.UNTESTED: "Kan inte prövas",
    Verdict.NOTE: "Att bedöma",
}


class Judgement(StrEnum):
    """What a person has concluded of figures that contradict each other. The figures stay as they are."""

    EXPLAINED = "forklaras"
    WRONG = "fel"
    UNKNOWN = "okant"


JUDGEMENT_NAMES = {
    Judgement.EXPLAINED: "Det finns en förklaring",
    Judgement.WRONG: "Dokumentet har fel",
    Judgement.UNKNOWN: "Det går inte att få veta",
}
