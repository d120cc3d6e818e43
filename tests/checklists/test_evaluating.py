"""Rules are held against what is known as three-valued logic has it, and unknown never becomes yes or no by itself."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.evaluating import Finding, Verdict, evaluate
from checklists.grammar import Scalar, parse_rule

APPLIES, DOES_NOT, UNKNOWN = Verdict.APPLIES, Verdict.DOES_NOT, Verdict.UNKNOWN
Known = dict[str, Scalar | None]


def verdict(rule: str, attributes: Known | None = None, answers: dict[str, str] | None = None) -> Verdict:
    return evaluate(parse_rule(rule), attributes=attributes or {}, answers=answers or {}).verdict


@pytest.mark.parametrize(
    ("rule", "known", "expected"),
    [
        ("true", {}, APPLIES),
        ("false", {}, DOES_NOT),
        ("children > 0", {"children": 2}, APPLIES),
        ("children > 0", {"children": 0}, DOES_NOT),
        ("children > 0", {"children": None}, UNKNOWN),
        ("children > 0", {}, UNKNOWN),
        ("obstacle in ['a', 'b']", {"obstacle": "b"}, APPLIES),
        ("obstacle not in ['a', 'b']", {"obstacle": "b"}, DOES_NOT),
        ("obstacle not in ['a', 'b']", {"obstacle": None}, UNKNOWN),
        ("obstacle != 'a'", {"obstacle": "b"}, APPLIES),
        ("day >= 2025-07-01", {"day": date(2025, 7, 1)}, APPLIES),
        ("day >= 2025-07-01", {"day": date(2025, 6, 30)}, DOES_NOT),
        ("day is null", {"day": None}, APPLIES),
        ("day is not null", {"day": None}, DOES_NOT),
        ("day is null", {}, UNKNOWN),
        ("children > 0 and new", {"children": 0}, DOES_NOT),
        ("children > 0 and new", {"children": 1}, UNKNOWN),
        ("new or children > 0", {"children": 1}, APPLIES),
        ("new or children > 0", {"children": 0}, UNKNOWN),
        ("not new", {}, UNKNOWN),
        ("not new", {"new": False}, APPLIES),
    ],
)
def test_a_rule_is_held_against_what_is_known(rule: str, known: Known, expected: Verdict) -> None:
    assert verdict(rule, known) is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("ja", APPLIES),
        ("delvis", APPLIES),
        ("nej", DOES_NOT),
        ("ej_aktuellt", DOES_NOT),
        ("kan_ej_bedomas", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_an_earlier_answer_counts_as_true_when_it_is_ja_or_delvis(answer: str | None, expected: Verdict) -> None:
    assert verdict("on_file", answers={"on_file": answer} if answer else {}) is expected


@pytest.mark.parametrize(
    ("rule", "known", "names"),
    [
        ("true", {}, ()),
        ("a and b", {"a": True, "b": True}, ("a", "b")),
        ("a and b", {"a": True, "b": False}, ("b",)),
        ("a and b", {"a": True}, ("b",)),
        ("a or b", {"a": False, "b": True}, ("b",)),
        ("a or b", {"a": False, "b": False}, ("a", "b")),
        ("not (a or b)", {"b": True}, ("b",)),
        ("a and not a", {"a": True}, ("a",)),
    ],
)
def test_only_what_decided_is_named(rule: str, known: Known, names: tuple[str, ...]) -> None:
    found = evaluate(parse_rule(rule), attributes=known, answers={})
    assert found == Finding(found.verdict, names)


# ---- Whatever the rule ------------------------------------------------------------------------------------------

FLAGS = ("a", "b", "c")
days = st.integers(0, 5000).map(lambda number: date(2015, 1, 1) + timedelta(days=number))
atoms = st.one_of(
    st.sampled_from([*FLAGS, "true", "false"]),
    st.builds("n {} {}".format, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), st.integers(-3, 3)),
    st.builds("day {} {}".format, st.sampled_from(["<", ">="]), days),
    st.sampled_from(["n is null", "day is not null", "code in ['x', 'y']", "code not in ['x']", "code == 'y'"]),
)
rules = st.recursive(
    atoms,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.builds("({}) {} ({})".format, inner, st.sampled_from(["and", "or"]), inner),
    ),
    max_leaves=8,
)
whole = st.fixed_dictionaries(
    {name: st.booleans() for name in FLAGS}
    | {"n": st.integers(-3, 3), "day": days, "code": st.sampled_from(["x", "y", "z"])}
)


@given(rules, whole, st.sets(st.sampled_from([*FLAGS, "n", "day", "code"])))
def test_more_knowledge_never_overturns_a_verdict(rule: str, known: Known, hidden: set[str]) -> None:
    little = verdict(rule, {name: value for name, value in known.items() if name not in hidden})
    if little is not UNKNOWN:
        assert verdict(rule, known) is little


@given(rules, whole)
def test_when_everything_is_known_nothing_is_unknown(rule: str, known: Known) -> None:
    assert verdict(rule, known) is not UNKNOWN


@given(rules, whole)
def test_logic_agrees_with_pythons_own_when_everything_is_known(rule: str, known: Known) -> None:
    assert (verdict(rule, known) is APPLIES) == by_python(rule, known)


def by_python(rule: str, known: Known) -> bool:
    """The same rule computed by Python, which only a test may do: the words are made here, not read from a file."""

    said = re.sub(r"(\d{4})-(\d{2})-(\d{2})", lambda day: f"date({int(day[1])},{int(day[2])},{int(day[3])})", rule)
    said = said.replace("null", "None").replace("true", "True").replace("false", "False")
    return bool(eval(said, {"date": date, "__builtins__": {}}, known))  # noqa: S307


@given(rules, whole, st.sets(st.sampled_from([*FLAGS, "n", "day", "code"])))
def test_what_decided_is_enough_to_decide(rule: str, known: Known, hidden: set[str]) -> None:
    seen = {name: value for name, value in known.items() if name not in hidden}
    found = evaluate(parse_rule(rule), attributes=seen, answers={})
    if found.verdict is not UNKNOWN:
        alone = {name: value for name, value in seen.items() if name in found.decided_by}
        assert verdict(rule, alone) is found.verdict


@given(rules, whole, st.sets(st.sampled_from([*FLAGS, "n", "day", "code"])))
def test_not_turns_a_verdict_and_leaves_the_unknown(rule: str, known: Known, hidden: set[str]) -> None:
    seen = {name: value for name, value in known.items() if name not in hidden}
    turned = {APPLIES: DOES_NOT, DOES_NOT: APPLIES, UNKNOWN: UNKNOWN}
    assert verdict(f"not ({rule})", seen) is turned[verdict(rule, seen)]
