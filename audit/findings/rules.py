"""How deviations become observations: severities and the grouping of answers by question and board."""

from enum import StrEnum


class Severity(StrEnum):
    CRITICAL = "kritisk"
    MATERIAL = "vasentlig"
    MINOR = "mindre"


SEVERITY_NAMES = {Severity.CRITICAL: "Kritisk", Severity.MATERIAL: "Väsentlig", Severity.MINOR: "Mindre"}
