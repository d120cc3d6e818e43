"""What a version changes is told question by question, and what it forgot to tell is found."""

from checklists import Checklist, Kind, against, parse, undeclared
from tests.checklists.small import SMALL, altered

OLDER = parse(
    altered('id = "plan_exists"\narea', 'id = "old_question"\narea', SMALL)
    .replace('version = "2027.2"', 'version = "2027.1"')
    .split("[[checklist.changes]]")[0]
    .replace("valid_from = 2027-01-01", "valid_from = 2027-01-01\nchanges = []")
    + altered('id = "plan_exists"\narea', 'id = "old_question"\narea', SMALL)[SMALL.index("[[scale]]") :],
    source="äldre.toml",
)


def newer(text: str = SMALL) -> Checklist:
    return parse(text, source="nyare.toml")


def kinds(checklist: Checklist) -> dict[str, Kind]:
    return {change.question.id: change.kind for change in against(checklist, OLDER)}


def test_each_question_of_both_versions_is_told_once() -> None:
    assert kinds(newer()) == {
        "application_on_file": Kind.INCOMPARABLE,
        "plan_exists": Kind.NEW,
        "old_question": Kind.GONE,
    }


def test_a_reworded_question_may_be_declared_comparable() -> None:
    text = altered("comparable = false", "comparable = true")
    change = against(newer(text), OLDER)[0]
    assert (change.kind, change.comparable, change.note) == (Kind.REWORDED, True, "Ny ordalydelse.")


def test_what_differs_without_being_declared_does_not_compare_and_is_told() -> None:
    silent = altered(
        'changed = [{ id = "application_on_file", comparable = false, note = "Ny ordalydelse." }]', "changed = []"
    )
    assert kinds(newer(silent))["application_on_file"] is Kind.SAME
    text = altered("Finns en ansökan?", "Har en ansökan kommit in?", silent)
    assert kinds(newer(text))["application_on_file"] is Kind.INCOMPARABLE
    assert undeclared(newer(text), OLDER) == (
        "Frågan »application_on_file« lyder inte som i akt-2027.1, men står inte bland changed.",
    )


def test_what_is_new_or_gone_without_being_declared_is_told() -> None:
    text = altered('new = ["plan_exists"]', "new = []").replace('gone = ["old_question"]', "gone = []")
    assert undeclared(newer(text), OLDER) == (
        "Frågan »plan_exists« är ny mot akt-2027.1, men står inte bland new.",
        "Frågan »old_question« fanns i akt-2027.1, men står inte bland gone.",
    )
    assert undeclared(newer(), OLDER) == ()
