"""The published figures that the invented registers are calibrated to, each with the document it stands in."""

from collections.abc import Mapping

ANNUAL_REPORT = "Verksamhetsberättelse 2015"
PLAN_2009 = "Verksamhetsplan 2009"

# The boards by their codes.
KUNGSHOLMEN, NORRMALM, OSTERMALM = "KUN", "NOR", "ÖST"

# Households with economic assistance a month, mean of the year.
HOUSEHOLDS: Mapping[int, Mapping[str, int]] = {
    2014: {KUNGSHOLMEN: 184, NORRMALM: 187, OSTERMALM: 194},
    2015: {KUNGSHOLMEN: 166, NORRMALM: 160, OSTERMALM: 169},
}

# Open cases in October.
OPEN_CASES: Mapping[int, Mapping[str, int]] = {
    2007: {KUNGSHOLMEN: 202, NORRMALM: 237, OSTERMALM: 133},
    2008: {KUNGSHOLMEN: 195, NORRMALM: 215, OSTERMALM: 142},
}

# Cases closed in 2015. The reasons do not add up to the total: for the rest the document gives none.
CLOSED: Mapping[str, int] = {KUNGSHOLMEN: 220, NORRMALM: 202, OSTERMALM: 196}
CLOSURE_REASONS: Mapping[str, Mapping[str, int]] = {
    KUNGSHOLMEN: {"arbete": 60, "studier": 12, "annan_ersattning": 18, "flyttat": 23, "engangs": 30, "okand": 48},
    NORRMALM: {"arbete": 70, "studier": 13, "annan_ersattning": 9, "flyttat": 14, "engangs": 31, "okand": 46},
    OSTERMALM: {"arbete": 30, "studier": 17, "annan_ersattning": 17, "flyttat": 23, "engangs": 33, "okand": 48},
}

# November 2015: recipients in all, and the three obstacles that the document counts.
RECIPIENTS = 464
OBSTACLES: Mapping[str, int] = {"arbetslos": 195, "social_medicinska": 105, "sjuk_lakarintyg": 113}
