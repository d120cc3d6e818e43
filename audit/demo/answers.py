"""Believable answers of invented reviewers: what follows from the register follows, the rest falls as it may."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from audit.demo.chance import Chance
from audit.demo.comments import AGAINST_THE_RULE, COMMENTS, NOT_ASSESSABLE
from audit.reviews.rules import Concern
from checklists import Verdict

YES, PARTLY, NO, NOT_APPLICABLE, NOT_ASSESSED = "ja", "delvis", "nej", "ej_aktuellt", "kan_ej_bedomas"
DAYS_TO_DECIDE, JOURNAL_GAP = 14, 60


@dataclass(frozen=True)
class Said:
    """One answer with its comment and where in the file it shows."""

    value: str
    comment: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Share:
    """How many files in a hundred get Nej and Delvis, where the question applies."""

    no: int
    partly: int


USUAL = Share(1, 3)
# What 2014 found lacking is lacking still, less so from year to year; what was in order then mostly is.
SHARES: Mapping[str, Mapping[int, Share]] = {
    "child_situation_described": {2024: Share(60, 25), 2025: Share(45, 30), 2026: Share(30, 35)},
    "best_interests_assessed_in_decision": {2024: Share(50, 35), 2025: Share(30, 45), 2026: Share(20, 45)},
    "child_met_at_least_once": {2024: Share(80, 10), 2025: Share(65, 15), 2026: Share(45, 20)},
    "plan_exists_after_second_meeting": {2024: Share(65, 25), 2025: Share(45, 35), 2026: Share(30, 35)},
    "plan_has_goals_activities_dates": {2024: Share(15, 40), 2025: Share(10, 30), 2026: Share(5, 30)},
    "plan_followed_up_on_time": {2024: Share(30, 20), 2025: Share(25, 20), 2026: Share(15, 15)},
    "violence_question_documented": {2024: Share(60, 20), 2025: Share(35, 20), 2026: Share(15, 15)},
    "attendance_checked_before_decision": {2024: Share(15, 10), 2025: Share(10, 10), 2026: Share(10, 5)},
    "decision_legal_basis_correct": {2024: Share(0, 2), 2025: Share(15, 5), 2026: Share(0, 5)},
    # An area that is closed and stays so, and one that is closed and comes back (see `areas`).
    "decision_notified_with_appeal_info": {2024: Share(15, 20), 2025: Share(0, 0), 2026: Share(0, 0)},
    "paper_file_order": {2024: Share(10, 25), 2025: Share(0, 0), 2026: Share(10, 35)},
}


def answers(content: Mapping[str, Any], questions: tuple[str, ...], *, year: int, chance: Chance) -> dict[str, Said]:
    """An answer for each of `questions` about the case that the register tells of in `content`."""
    return {question: _answer(question, content, year, chance) for question in questions}


def _answer(question: str, content: Mapping[str, Any], year: int, chance: Chance) -> Said:
    if not applies(question, content, chance):
        return Said(NOT_APPLICABLE)
    followed = _from_register(question, content)
    if followed is not None:
        return followed
    share = SHARES.get(question, {}).get(year, USUAL)
    value = chance.weighted({NO: share.no, PARTLY: share.partly, NOT_ASSESSED: 1, YES: 99 - share.no - share.partly})
    if value == NOT_ASSESSED:
        return Said(value, chance.pick(NOT_ASSESSABLE))
    if value == YES:
        return Said(value)
    return Said(value, chance.pick(COMMENTS[question][value]), _evidence(question, content))


def as_the_rules_say(said: Mapping[str, Said], concern: Concern) -> dict[str, Said]:
    """The answers that a reviewer gives at the desk: none where the rule folds the question away, and words where she
    says that a question is not relevant although its rule says that it is."""
    found = {}
    for question, one in said.items():
        verdict = concern.verdicts[question]
        if verdict is Verdict.APPLIES and one.value == NOT_APPLICABLE:
            found[question] = replace(one, comment=AGAINST_THE_RULE)
        elif verdict is not Verdict.DOES_NOT:
            found[question] = one
    return found


# ---- What the register decides ------------------------------------------------------------------------------------


def applies(question: str, content: Mapping[str, Any], chance: Chance) -> bool:
    """Whether the question concerns the case, as the checklist's rules have it."""
    if question == "violence_question_documented":
        # New cases are asked; in others something in the file may give cause to ask.
        return content["bistand_manader"] <= 1 or chance.happens(35)
    if question == "invalid_absence_consequence_correct":
        return content["jobbtorg_status"] == "aktiv" and chance.happens(20)
    rule = RULES.get(question)
    return rule is None or rule(content)


def _children(content: Mapping[str, Any]) -> bool:
    return bool(content["antal_barn"])


RULES: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "housing_cost_verified": lambda content: content["boendeform"] not in {"tillfalligt", "hos_anhoriga"},
    "decision_reasons_given": lambda content: content["beslutstyp"] in {"avslag", "delavslag", "nedsattning"},
    "calculation_correct": lambda content: content["beslutstyp"] in {"bifall", "delavslag"},
    "decision_within_14_days_of_complete": lambda content: content["komplett_datum"] is not None,
    "plan_exists_after_second_meeting": lambda content: content["bistand_manader"] >= 2,
    "plan_has_goals_activities_dates": lambda content: content["arbetsplan_datum"] is not None,
    "plan_followed_up_on_time": lambda content: (_days(content, "arbetsplan_datum", "beslutsdatum") or 0) > 90,
    "referred_to_jobbtorg_promptly": lambda content: content["forsorjningshinder"] == "arbetslos",
    "attendance_checked_before_decision": lambda content: content["jobbtorg_status"] == "aktiv",
    "child_situation_described": _children,
    "best_interests_assessed_in_decision": _children,
    "child_met_at_least_once": lambda content: _children(content) and content["bistand_manader"] >= 6,
    "payment_matches_decision": lambda content: content["beslutstyp"] != "avslag",
}


def _from_register(question: str, content: Mapping[str, Any]) -> Said | None:
    """The answer where the register's days give it, else None."""
    if question == "decision_within_14_days_of_complete":
        took = _days(content, "komplett_datum", "expedierat_datum") or 0
        late = f"Beslutet skickades {took} dagar efter att ansökan var komplett."
        return Said(NO, late, _evidence(question, content)) if took > DAYS_TO_DECIDE else Said(YES)
    if question == "plan_exists_after_second_meeting" and content["arbetsplan_datum"]:
        return Said(YES)
    if question == "journal_continuous" and (_days(content, "senaste_journal", "beslutsdatum") or 0) > JOURNAL_GAP:
        return Said(NO, COMMENTS[question][NO][0], "Journal")
    return None


def _days(content: Mapping[str, Any], first: str, last: str) -> int | None:
    """The days from one date of the register to another, or None where either is missing."""
    if not content[first] or not content[last]:
        return None
    return (date.fromisoformat(content[last]) - date.fromisoformat(content[first])).days


def _evidence(question: str, content: Mapping[str, Any]) -> str:
    if question.startswith("decision_") or question == "calculation_correct":
        return f"Beslut {content['beslutsdatum']}"
    return "Pappersakten" if question == "paper_file_order" else "Journal"
