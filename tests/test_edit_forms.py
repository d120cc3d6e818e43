"""No form with free text lets one write over what somebody else has saved without seeing it, and no next one will.

A form either adds something of its own each time (ADDS), has a way of its own to notice others (VERSIONED), or edits
what stands: then its page carries a sign of what it was filled from, and one sent from an earlier state is refused. A
new form is none of the listed, so it edits. Whoever adds one to the lists says that nothing is written over by it.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest

from audit.web.meanwhile import FILLED_FROM
from tests.support.forms import MARKS, Form, forms_of
from tests.support.furnished import Furnished
from tests.support.pages import Element, fields_of, tree_of
from tests.test_get_never_writes import LOOKS, visitors

# Each of these makes something new when it is sent, or ends something once; a second one is told so or stands beside.
# Counts on paper and known counts take the place of those with the same key: their forms never show an earlier one.
ADDS = {
    "access_checks.check",
    "access_checks.drawn_entry",
    "access_checks.new",
    "accounts.account_new",
    "accounts.board_new",
    "accounts.my_codes",
    "accounts.sharing_new",
    "accounts.sign_in",
    "agreements.new",
    "agreements.new_area",
    "agreements.new_meeting",
    "agreements.propose",
    "comparison.doubt",
    "comparison.new_paper_year",
    "comparison.paper_year",
    "findings.correction",
    "findings.new",
    "findings.new_meeting",
    "findings.reply",
    "improvements.follow_up",
    "improvements.new",
    "improvements.new_evidence",
    "improvements.new_measure",
    "indicators.new",
    "indicators.new_check",
    "indicators.new_goal",
    "indicators.new_indicator",
    "indicators.new_table",
    "indicators.paste_goals",
    "indicators.paste_indicators",
    "indicators.show",
    "plans.follow_up",
    "plans.new_control",
    "plans.new_measure",
    "plans.new_risk",
    "registers.known_counts",
    "reports.own_tables",
    "reports.words",
    "retention.erasure",
    "retention.house_erasure",
    "retention.subject",
    "reviews.declare",
    "reviews.differences",
    "reviews.flag",
    "reviews.flag_shown",
    "reviews.urgent_answer",
    "reviews.withdraw",
    "rounds.new",
    "rounds.redrawing",
}
# These know the version that they showed: decisions 15 and 16, and what is kept version by version.
VERSIONED = {
    "controls.hit",
    "reports.edit",
    "reports.publish",
    "retention.house_rule",
    "retention.rule",
    "reviews.amount",
    "reviews.desk",
}
WRITTEN_IN = {"text", "email", ""}
Sheet = tuple[str, str, Form]


@pytest.fixture(scope="module")
def sheets(furnished: Furnished) -> list[Sheet]:
    """Every form with free text that somebody is shown: its page's endpoint, who it was, and the form."""
    return [
        (rule.endpoint, account or "", form)
        for rule, access in LOOKS.values()
        for account in visitors(access)
        for form in _written(furnished, account, furnished.address(rule) or "")
    ]


def _written(furnished: Furnished, account: str | None, address: str) -> Iterator[Form]:
    with closing(furnished.browser(account).get(address)) as answer:
        page = answer.get_data() if answer.mimetype == "text/html" and answer.status_code == 200 else b""
    if b"<form" in page:
        found = [each for each in tree_of(page.decode()).iter("form") if list(_texts(each))]
        with_text = {each.get("action") or address for each in found}
        yield from (form for form in forms_of(page, address) if form.method == "post" and form.action in with_text)


def _texts(form: Element) -> Iterator[str]:
    for field in form.iter("textarea", "input"):
        if field.get("name") and (field.tag == "textarea" or field.get("type", "text") in WRITTEN_IN):
            yield field.get("name")


def test_every_form_with_free_text_is_guarded_or_adds_something(sheets: list[Sheet]) -> None:
    unguarded = {endpoint for endpoint, _, form in sheets if FILLED_FROM not in form.fields}
    forgotten = unguarded - ADDS - VERSIONED
    assert not forgotten, f"These edit without noticing others. Give their form an `obj` or `edits`: {forgotten}"
    assert unguarded == ADDS | VERSIONED, "what is listed and isn't there any longer"


def test_every_guarded_form_that_was_shown_in_an_earlier_state_is_refused(
    furnished: Furnished, sheets: list[Sheet]
) -> None:
    guarded = [sheet for sheet in sheets if FILLED_FROM in sheet[2].fields]
    try:
        deaf = {endpoint for endpoint, account, form in guarded if not _refused(furnished, account, form)}
    finally:
        furnished.restore()
    assert not deaf, f"These don't answer with `answered_with`, or aren't filled when they are sent: {deaf}"
    assert len({endpoint for endpoint, _, _ in guarded}) > 25


def test_a_guarded_form_that_is_sent_as_it_was_shown_is_no_collision(furnished: Furnished, sheets: list[Sheet]) -> None:
    """Whatever stands in the fields, what is shown and sent back means the same as what is kept."""
    guarded = {(endpoint, account): form for endpoint, account, form in sheets if FILLED_FROM in form.fields}
    told: set[str] = set()
    try:
        for (endpoint, account), form in guarded.items():
            browser = furnished.browser(account)
            page = tree_of(browser.get(_address(furnished, endpoint)).text)
            (shown,) = [each for each in page.iter("form") if (each.get("action") or form.action) == form.action]
            stale = {**fields_of(shown), FILLED_FROM: "0" * 16, **furnished.empty_form()}
            told |= {endpoint} if browser.post(form.action, data=stale).status_code == 409 else set()
    finally:
        furnished.restore()
    assert not told


def _address(furnished: Furnished, endpoint: str) -> str:
    return next(furnished.address(rule) or "" for rule, _ in LOOKS.values() if rule.endpoint == endpoint)


def _refused(furnished: Furnished, account: str, form: Form) -> bool:
    """Whether the form is refused in words for some change of its, when it doesn't know what stands now."""
    browser, stale = furnished.browser(account), {**form.fields, FILLED_FROM: ["0" * 16], **furnished.empty_form()}
    for name in [name for name in form.fields if name not in form.choices and not name.endswith(MARKS)]:
        changed = [f"{form.fields[name][0] if form.fields[name] else ''}7"]
        answer = browser.post(form.action, data={**stale, name: changed})
        if answer.status_code == 409:
            return "Någon annan har sparat under tiden" in answer.text and "Spara det jag skrev" in answer.text
    return False
