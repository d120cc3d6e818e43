"""Planning in words: what a sample of so many units can show, and how many it takes to show what one wants."""

from fractions import Fraction
from typing import TYPE_CHECKING

from audit.web.formats import counted, number, percent
from audit.wording.chances import chance_in_words, rate_in_words
from audit.wording.counts import UNITS

if TYPE_CHECKING:
    from sampling import DetectableChange, SamplePlan, SampleReach


def reach_said(reach: "SampleReach", kind: str) -> str:
    """What a sample can and can't show, in two sentences.

    »Om ni granskar 10 av 166 och inte finner något fel kan ni med 95 % säkerhet säga att högst 41 akter har fel. Hade
    17 haft fel skulle ni ha missat dem alla ungefär en gång av tre.« `kind` is the round's kind.
    """
    one = UNITS[kind][0]
    sample = f"Om ni granskar {number(reach.sample_size)} av {number(reach.population_size)} och inte finner något fel"
    if reach.sample_size == reach.population_size:
        return f"Om ni granskar alla {number(reach.population_size)} och inte finner något fel, har ingen {one} fel."
    if reach.most_deviations:
        most = counted(reach.most_deviations, *UNITS[kind])
        shown = f"{sample} kan ni med {percent(reach.confidence)} säkerhet säga att högst {most} har fel."
    else:
        shown = f"{sample} kan ni med {percent(reach.confidence)} säkerhet säga att ingen {one} har fel."
    return f"{shown} {_missed(reach)}".rstrip()


def _missed(reach: "SampleReach") -> str:
    if not reach.deviations:
        return ""
    had = f"Hade {number(reach.deviations)} haft fel"
    them = "den" if reach.deviations == 1 else "dem alla"
    if reach.chance_of_missing == 0:
        return f"{had} skulle ni alltid ha funnit minst en av dem." if reach.deviations > 1 else f"{had} finner ni den."
    return f"{had} skulle ni ha missat {them} {chance_in_words(reach.chance_of_missing)}."


def needed_said(plan: "SamplePlan", kind: str, *, tolerable: Fraction) -> str:
    """How many units it takes to be able to say that at most the `tolerable` rate (0 to 1) deviates, in one sentence.

    `plan` is one of a finite population whose tolerable count is the smallest number that is too many.
    """
    population, too_many = plan.population_size or 0, plan.tolerable_count or 0
    most = f"högst {rate_in_words(tolerable)} ({number(too_many - 1)} av {number(population)}) har fel"
    allowed = int(plan.allowed_errors)
    found = "inte finna något fel" if not allowed else f"finna högst {number(allowed)} med fel"
    return (
        f"För att med {percent(plan.confidence)} säkerhet kunna säga att {most} behöver ni granska "
        f"{counted(plan.sample_size, *UNITS[kind])} och {found}."
    )


def detectable_said(found: "DetectableChange", kind: str, *, focus: int = 1) -> str:
    """Which differences between two years samples of these sizes are likely to establish, in a few sentences.

    `focus` is how many questions are tested together; the level of `found` has to be that of each of them.
    """
    lead = (
        f"Granskas {counted(found.first_size, *UNITS[kind])} det ena året och {number(found.second_size)} det andra, "
        f"och har {rate_in_words(found.baseline_rate)} av alla {UNITS[kind][1]} fel det första året:"
    )
    likely = f"troligen ({chance_in_words(float(found.power)).removeprefix('ungefär ')})"
    return " ".join(part for part in (lead, _rise(found, likely), _fall(found), _together(focus)) if part)


def _together(focus: int) -> str:
    if focus == 1:
        return "Det gäller när en enda fokusfråga prövas. Med flera krävs en större skillnad."
    return (
        f"Det gäller när omgångens {number(focus)} fokusfrågor prövas tillsammans. Med färre räcker en mindre skillnad."
    )


def _rise(found: "DetectableChange", likely: str) -> str:
    if found.smallest_higher_rate is None:
        return f"ingen ökning blir {likely} säkerställd."
    return f"en ökning blir {likely} säkerställd först när minst {rate_in_words(found.smallest_higher_rate)} har fel."


def _fall(found: "DetectableChange") -> str:
    if found.largest_lower_rate is None:
        if not found.baseline_rate:
            return ""
        return "Ingen minskning blir troligen säkerställd, inte ens om alla fel försvinner."
    if not found.largest_lower_rate:
        return "En minskning blir det bara om alla fel försvinner."
    return f"En minskning blir det först när högst {rate_in_words(found.largest_lower_rate)} har fel."


def too_many_tolerated(tolerated: int, most: int) -> str:
    """That no sample can show that at most so many deviate, if it may hold more of them than that itself."""
    return f"Inget urval räcker: tål ni {number(tolerated)} med fel kan ni inte säga att högst {number(most)} har fel."
