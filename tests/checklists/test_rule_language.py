"""The rule language is tiny and says itself what is wrong: where, and what was expected there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.grammar import parse_rule
from checklists.meaning import Declared, faults_in
from checklists.tokens import LONGEST_RULE, RuleError
from tests.checklists.small import SMALL, altered, line_of
from tests.checklists.small import faults_in as faults_in_file

DECLARED = Declared(
    types={"meetings": "integer", "decided": "date", "obstacle": "code", "new": "boolean", "odd": None},
    codes={"obstacle": ("arbetslos", "engangs")},
    questions=("application_on_file",),
    later=("plan_exists",),
)
RIGHT = (
    "true",
    "new",
    "not new and application_on_file",
    "meetings >= 2 or new",
    "2 <= meetings",
    "meetings in [1, 2, -3]",
    "decided >= 2015-07-01",
    "decided is not null and (new or not (meetings == 0))",
    "obstacle not in ['arbetslos', \"engangs\"]",
    "obstacle != 'engangs'",
    "new == true",
    "(meetings > 1) == new",
    "odd > 3 or odd == 'x' or odd",
    "\n  new\n",
)
WRONG = {
    # rule: (column of the fault, what it says, what was expected)
    "": (1, "regelns slut", "en uppgift"),
    "meetings >=": (12, "regelns slut", "ett värde"),
    "(new": (5, "regelns slut", "högerparentes"),
    "new)": (4, "»)«", "and, or eller regelns slut"),
    "new new": (5, "»new«", "and, or eller regelns slut"),
    "meetings = 2": (10, "»=«", "=="),
    "new && new": (5, "»&«", "and"),
    "meetings + 1 > 2": (10, "»+«", "Använd namn"),
    "new.__class__": (4, "».«", "Använd namn"),
    "obstacle == 'engangs": (13, "citattecken", "'bifall'"),
    "obstacle in 'engangs'": (13, "»'engangs'«", "en lista"),
    "obstacle in []": (14, "»]«", "ett värde"),
    "obstacle in ['engangs'": (23, "regelns slut", "hakparentes"),
    "obstacle not 'engangs'": (14, "»'engangs'«", "in, som i"),
    "decided is 3": (12, "»3«", "null, som i"),
    "decided == null": (12, "Null kan inte jämföras", "is null"),
    "decided > 2015-02-30": (11, "finns inte", "år-månad-dag"),
    "meetings > 12345678901": (12, "för stort", "9 siffror"),
    "meetings > 1 > 0": (14, "»>«", "and, or"),
    "unknown_name": (1, "varken är en uppgift", "Välj bland"),
    "meting > 2": (1, "varken är en uppgift", "»meetings«"),
    "new and plan_exists": (9, "inte är besvarad än", "tidigare i filen"),
    "meetings": (1, "ett heltal, men här ska", "meetings > 0"),
    "new and obstacle": (9, "en kod", "obstacle == 'kod'"),
    "not decided": (5, "ett datum", "is not null"),
    "3": (1, "ett heltal", "jämförelse"),
    "meetings == 'två'": (13, "Ett heltal jämförs med en kod", "till exempel 14"),
    "decided > 2015": (11, "Ett datum jämförs med ett heltal", "2025-07-01"),
    "obstacle == 'arbetslös'": (13, "finns inte i kodlistan", "»arbetslos«"),
    "obstacle in ['engangs', 'nytt']": (25, "finns inte i kodlistan", "Välj bland: arbetslos, engangs"),
    "obstacle > 'engangs'": (10, "jämför heltal och datum", "== eller !="),
    "application_on_file is null": (1, "Bara en uppgift kan vara null", "före is"),
    "(" * 41 + "new" + ")" * 41: (41, "för många nivåer", "Förenkla"),
    "not " * 41 + "new": (161, "för många nivåer", "Förenkla"),
}


def faults(rule: str) -> tuple[RuleError, ...]:
    try:
        return faults_in(parse_rule(rule), DECLARED)
    except RuleError as error:
        return (error,)


@pytest.mark.parametrize("rule", RIGHT)
def test_a_rule_that_means_something_is_read(rule: str) -> None:
    assert faults(rule) == ()


@pytest.mark.parametrize("rule", WRONG, ids=lambda rule: rule[:30])
def test_a_fault_tells_its_column_and_what_was_expected(rule: str) -> None:
    column, what, remedy = WRONG[rule]
    (fault,) = faults(rule)
    assert fault.column == column
    assert what in fault.what
    assert remedy in fault.remedy


def test_all_faults_of_a_rule_are_told_at_once_in_their_order() -> None:
    found = faults("metings > 2 and obstacle == 'x' and decided")
    assert [fault.column for fault in found] == [1, 29, 37]


def test_a_rule_names_its_attributes_and_questions_in_order_and_once() -> None:
    rule = parse_rule("new and (meetings > 2 or application_on_file) and meetings < 9 and obstacle in ['x']")
    assert rule.names == ("new", "meetings", "application_on_file", "obstacle")


def test_an_endless_rule_is_refused_and_not_tried() -> None:
    (fault,) = faults("new or " * LONGEST_RULE + "new")
    assert "längre än" in fault.what


@given(st.text(alphabet="newmtigs obalc'\"[]()<>=!,.0123456789-andortisul\n\\", max_size=80))
def test_whatever_is_written_is_a_rule_or_words_about_it(text: str) -> None:
    for fault in faults(text):
        assert 1 <= fault.column <= len(text) + 1
        assert fault.what
        assert fault.remedy


# ---- In the file ------------------------------------------------------------------------------------------------

RULE = "application_on_file and meetings >= 2 and obstacle in ['arbetslos']"


@pytest.mark.parametrize(
    ("written", "line_after", "column"),
    [
        ('applies_when = "meetings >= 2 and obstacle"', 0, 35),
        ("applies_when = 'meetings >= 2 and obstacle'", 0, 35),
        ('applies_when   =   "meetings >= 2 and obstacle"', 0, 39),
        ('applies_when = "not (obstacle == \\"arbetslos\\") and meetings"', 0, 53),
        ('applies_when = """\nmeetings >= 2\nand obstacle"""', 2, 5),
        ('applies_when = """meetings >= 2 and obstacle"""', 0, 37),
    ],
)
def test_the_fault_is_found_in_the_file_by_line_and_column(written: str, line_after: int, column: int) -> None:
    text = altered(f'applies_when = "{RULE}"', written)
    (fault,) = faults_in_file(text)
    first = line_of(written.partition("\n")[0], text)
    assert (fault.line, fault.column) == (first + line_after, column)
    assert f"kolumn {column}: questions.plan_exists.applies_when:" in str(fault)


def test_a_type_that_is_wrong_is_told_once_and_not_in_every_rule() -> None:
    text = altered('type = "integer"', 'type = "number"', SMALL)
    assert [fault.place for fault in faults_in_file(text)] == ["attributes.meetings.type"]
