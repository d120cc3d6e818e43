"""Which questions concern a case, and why, in words that a reviewer reads."""

from datetime import date

from audit.checklists_shipped import load
from checklists import Fact, Facts, Source, Verdict, findings, needed, why
from checklists.applicability import said_as

AKT = load("akt-2026.2")


def register(**values: object) -> dict[str, Fact]:
    return {name: Fact(value, Source.REGISTER) for name, value in values.items()}  # type: ignore[arg-type]


def said(question: str, facts: Facts, **answers: str) -> str:
    found = findings(AKT.questions, facts=facts, answers=answers)[question]
    return why(AKT, found, facts=facts, answers=answers)


def verdict(question: str, facts: Facts, **answers: str) -> Verdict:
    return findings(AKT.questions, facts=facts, answers=answers)[question].verdict


def test_children_in_the_household_bring_the_child_questions() -> None:
    facts = register(children_count=2)
    assert verdict("child_situation_described", facts) is Verdict.APPLIES
    assert said("child_situation_described", facts) == "Visas för att antal barn i hushållet är 2 enligt registret."


def test_a_household_without_children_folds_them() -> None:
    facts = register(children_count=0)
    folded = [
        name
        for name, found in findings(AKT.questions, facts=facts, answers={}).items()
        if found.verdict is Verdict.DOES_NOT
    ]
    assert folded == [
        "children_listed_with_living_arrangement",
        "child_situation_described",
        "best_interests_assessed_in_decision",
        "impact_analysed_on_negative_decision",
        "child_views_sought_or_reasoned",
        "child_met_at_least_once",
        "child_concern_reported",
        "child_exposed_to_violence_acted_on",
    ]
    assert said("child_concern_reported", facts) == "Inte aktuell för att antal barn i hushållet är 0 enligt registret."


def test_unemployment_brings_jobbtorg_once_the_ability_to_work_is_known() -> None:
    facts = register(obstacle="arbetslos")
    assert verdict("referred_to_jobbtorg_promptly", facts) is Verdict.UNKNOWN
    assert said("referred_to_jobbtorg_promptly", facts) == (
        "Visas för att uppgiften »Bedömd arbetsförmåga i procent« inte är ifylld."
    )
    facts["work_capacity_pct"] = Fact(100, Source.FILE)
    assert said("referred_to_jobbtorg_promptly", facts) == (
        "Visas för att försörjningshinder är Arbetslös enligt registret "
        "och bedömd arbetsförmåga i procent är 100 enligt akten."
    )
    assert verdict("referred_to_jobbtorg_promptly", register(obstacle="engangs")) is Verdict.DOES_NOT


def test_a_boolean_is_told_as_a_clause() -> None:
    assert said("attendance_checked_before_decision", register(jobbtorg_active=False)) == (
        "Inte aktuell för att den sökande är inte inskriven vid Jobbtorg enligt registret."
    )


def test_an_earlier_answer_decides_and_is_told() -> None:
    assert verdict("application_signed_by_all", {}) is Verdict.UNKNOWN
    assert verdict("application_signed_by_all", {}, application_on_file="delvis") is Verdict.APPLIES
    assert said("application_signed_by_all", {}, application_on_file="nej") == (
        "Inte aktuell för att frågan »Finns en ansökan för den granskade perioden i akten?« är besvarad med Nej."
    )


def test_a_question_for_every_case_needs_no_reason() -> None:
    assert said("application_on_file", {}) == ""


def test_a_value_that_is_missing_in_the_register_is_told_as_missing() -> None:
    assert said("decision_within_14_days_of_complete", register(date_complete=None)) == (
        "Inte aktuell för att dag då begärda uppgifter hade lämnats saknas enligt registret."
    )


def test_an_area_needs_what_its_rules_and_its_law_name() -> None:
    names = [attribute.id for attribute in needed(AKT, AKT.questions_in("barnperspektiv"))]
    assert names == [
        "decision_date",
        "decision_type",
        "months_aided",
        "children_count",
        "decision_affects_child",
        "rent_debt",
        "violence_indicated",
    ]


def test_a_value_is_said_in_swedish() -> None:
    assert said_as(AKT.attribute("case_new"), True) == "Ja"
    assert said_as(AKT.attribute("decision_date"), date(2026, 3, 4)) == "2026-03-04"
    assert said_as(AKT.attribute("obstacle"), "sprakhinder") == "Språkhinder"
    assert said_as(AKT.attribute("obstacle"), "egen_kod") == "egen_kod"
