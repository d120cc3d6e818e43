"""A checklist file that is whole comes out as it was written."""

from datetime import date

from checklists import ChangedQuestion, Code, VersionChanges, parse
from tests.checklists.small import SMALL, altered


def test_questions_come_out_with_what_they_lean_on() -> None:
    checklist = parse(SMALL, source="min.toml")
    question = checklist.question("application_on_file")
    assert checklist.name == "akt-2027.2"
    assert [cited.label for cited in question.refs] == ["Gamla lagen 1 §", "Nya lagen 2 §"]
    assert question.guidance.startswith("Utgå från")
    assert checklist.question("plan_exists").guidance == ""


def test_a_reference_holds_from_its_first_day_to_its_last() -> None:
    checklist = parse(SMALL, source="min.toml")
    question = checklist.question("application_on_file")
    days = (date(2001, 12, 31), date(2002, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2099, 1, 1))
    found = [[cited.reference.id for cited in checklist.references_at(question, day)] for day in days]
    assert found == [[], ["old_act"], ["old_act"], ["new_act"], ["new_act"]]


def test_a_version_says_what_is_new_changed_and_gone() -> None:
    changed = (ChangedQuestion("application_on_file", comparable=False, note="Ny ordalydelse."),)
    expected = VersionChanges("2027.2", new=("plan_exists",), changed=changed, gone=("old_question",))
    assert parse(SMALL, source="min.toml").changes == (expected,)


def test_attributes_say_where_they_come_from() -> None:
    checklist = parse(SMALL, source="min.toml")
    assert checklist.attribute("obstacle").codes[0] == Code("arbetslos", "Arbetslös")
    assert checklist.attribute("obstacle").reading == "value"
    assert checklist.attribute("plan_on_file").reading == "present"
    assert checklist.attribute("meetings").asked
    assert not checklist.attribute("plan_on_file").asked


def test_the_areas_of_a_checklist_are_found_by_id() -> None:
    checklist = parse(SMALL, source="min.toml")
    assert checklist.area("arbetsplan").name == "Arbetsplan"
    assert [question.id for question in checklist.questions_in("arbetsplan")] == ["plan_exists"]
    assert checklist.questions_in("okänt") == ()


def test_windows_line_ends_make_no_difference() -> None:
    assert parse(SMALL.replace("\n", "\r\n"), source="min.toml") == parse(SMALL, source="min.toml")


def test_sub_tables_may_be_written_out() -> None:
    written_out = """codes = [
    { code = "arbetslos", label = "Arbetslös" },
    { code = "engangs", label = "Enstaka bistånd" },
]
"""
    tables = "".join(
        f'[[attributes.codes]]\ncode = "{code}"\nlabel = "{label}"\n'
        for code, label in (("arbetslos", "Arbetslös"), ("engangs", "Enstaka bistånd"))
    )
    assert parse(altered(written_out, tables), source="min.toml") == parse(SMALL, source="min.toml")
