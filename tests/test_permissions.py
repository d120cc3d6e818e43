"""Who may do what: every door, every role, at their own and at another board's record, on both databases.

Roles × doors (pages and forms) × own board / another board / one that shares all it can / one whose sharings are
revoked / one whose sharings are over × ordinary case / case of a person with protected identity. Held against the table
that the program prints. The house is furnished in `tests/support/furnished.py`; a new kind of record needs an example
there. Forms are sent filled in as their owner would send them (`tests/support/touring.py`).
"""

import re
from collections.abc import Iterator

import pytest

from audit.accounts.access import PUBLIC, SIGNED_IN, UndeclaredAccessError
from audit.accounts.rules import Role
from audit.app import create_app
from tests.support.doors import DOORS, LOOKING, OTHER_ROLES, ROLES, SENDING, Door, printed_table, rules
from tests.support.furnished import SECRET, Furnished
from tests.support.touring import JOURNAL, RELATIONS, Answer, Tour, touring

OWN_CASE, OTHER_CASE = re.compile(r"\b(KUN|NOR)-\d{3}"), re.compile(r"\bÖST-\d{3}")
OTHER_BOARD = "Östermalm"
# What a board that shares its figures and published reports opens to the other's people, of what has an address.
OPENED = {
    *("GET-reports.published", "GET-reports.published_file"),
}
# Pages that tell of a sharing that holds no longer, and the form that shares anew.
TELLS_OF_SHARINGS = {"GET-accounts.sharings", "GET-accounts.sharing_new"}


@pytest.fixture(scope="module", params=["furnished", "furnished_on_postgresql"])
def tour(request: pytest.FixtureRequest) -> Iterator[Tour]:
    with touring(request.getfixturevalue(request.param)) as tour:
        yield tour


@pytest.fixture(scope="module")
def own(tour: Tour) -> dict[tuple[str, Door], Answer]:
    """What each role gets at each door of its own boards' record."""
    everywhere = [(role, door) for door in DOORS for role in ROLES]
    pages = {(role, door): tour.page(role, door) for role, door in everywhere if door in LOOKING and door.lets_in(role)}
    found = {place: page.answer if page else None for place, page in pages.items()}
    found |= {
        (role, door): tour.visit(role, door, script=not door.lets_in(role))
        for role, door in everywhere
        if (role, door) not in pages
    }
    return {place: answer for place, answer in found.items() if answer}


def leaks(account: str, answer: Answer, *, secret: bool = True) -> list[str]:
    """What an answer tells of the other board's cases, or an administrator of any case."""
    told = [case[0] for case in OTHER_CASE.finditer(answer.text)]
    told += [SECRET] if secret and SECRET in answer.text else []
    told += [case[0] for case in OWN_CASE.finditer(answer.text)] if account == Role.ADMINISTRATOR else []
    return told


def test_the_printed_table_and_the_routes_are_the_same() -> None:
    assert set(printed_table()) == {(rule.endpoint, rule.rule) for rule in rules()}


def test_the_table_knows_no_other_words_than_the_roles() -> None:
    assert {role for door in DOORS for role in door.roles} <= {*ROLES, SIGNED_IN, PUBLIC}


def test_no_route_takes_anything_but_looking_and_sending_forms() -> None:
    assert {door.method for door in DOORS} == {"GET", "POST"}


def test_each_role_gets_in_exactly_where_the_table_says(own: dict[tuple[str, Door], Answer]) -> None:
    wrong = [
        f"{role}: {door} {answer.status}, though the table says {'yes' if door.lets_in(role) else 'no'}"
        for (role, door), answer in own.items()
        if answer.status >= 500 or (answer.status not in {401, 403}) is not door.lets_in(role)
    ]
    assert wrong == [], "\n".join(wrong)


def test_the_own_record_is_found(own: dict[tuple[str, Door], Answer]) -> None:
    found = {door for (_, door), answer in own.items() if answer.status not in {403, 404}}
    assert [str(door) for door in DOORS if door not in found] == []


def test_most_forms_are_carried_out(own: dict[tuple[str, Door], Answer]) -> None:
    """Or nothing would be proved by those that are not."""
    sent = [answer.status for (role, door), answer in own.items() if door.method == "POST" and door.lets_in(role)]
    assert sum(status < 400 for status in sent) > len(sent) * 0.55


def test_no_page_and_no_form_tells_anything_of_another_boards_cases(own: dict[tuple[str, Door], Answer]) -> None:
    told = [(role, str(door), found) for (role, door), answer in own.items() if (found := leaks(role, answer))]
    public = {str(door) for door in DOORS if door.public}
    assert [one for one in told if one[1] not in public] == []


def test_who_is_not_allowed_is_told_so_and_nothing_else(tour: Tour, own: dict[tuple[str, Door], Answer]) -> None:
    """At the own record and at the other board's: nothing is written but the journal's note of it."""
    wrong = []
    for role, door in own:
        if not door.lets_in(role):
            answers = [own[role, door], tour.visit(role, door, other=True, script=True)]
            wrong += [
                f"{role}: {door} {answer.status} {set(answer.kept)}"
                for answer in answers
                if answer and (answer.status != 403 or answer.kept - JOURNAL)
            ]
    assert wrong == [], "\n".join(wrong)


def test_who_is_not_signed_in_is_asked_to(tour: Tour) -> None:
    wrong = []
    for door in DOORS:
        answer = tour.visit(None, door)
        assert answer
        if door.public:
            if answer.status in {401, 403} or answer.status >= 500:
                wrong.append(f"{door}: {answer.status}")
        elif answer.status != (302 if door.method == "GET" else 401) or answer.kept:
            wrong.append(f"{door}: {answer.status} {set(answer.kept)}")
    assert wrong == [], "\n".join(wrong)


# What once was shared is tried with protected cases alone: an ordinary one has nothing that they don't have.
@pytest.mark.parametrize(
    ("relation", "protected"),
    [("none", False), ("none", True), ("shares", False), ("shares", True), ("revoked", True), ("expired", True)],
)
def test_another_boards_record_does_not_exist(tour: Tour, relation: str, protected: bool) -> None:
    """For the roles that may use the door; nothing is written, whatever is sent. A sharing opens what is listed."""
    wrong, opened = [], set()
    with tour.standing(relation, protected=protected):
        for door in DOORS:
            for role in ROLES if not door.public else ():
                shown = relation == "shares" and str(door).partition("/")[0] in OPENED
                answer = tour.visit(role, door, other=True, script=not shown) if door.lets_in(role) else None
                if answer and shown:
                    opened.add(str(door).partition("/")[0])
                    wrong += [f"{role}: {door} tells {told}" for told in leaks(role, answer, secret=False)]
                elif answer and (answer.status != 404 or answer.kept):
                    wrong.append(f"{role}: {door} {answer.status} {set(answer.kept)}")
    assert wrong == [], "\n".join(wrong)
    assert opened == (OPENED if relation == "shares" else set())


def test_the_other_boards_record_is_there_for_its_own_people(tour: Tour) -> None:
    """Or the 404 would prove nothing."""
    lost = []
    for door in DOORS:
        if not door.public and tour.furnished.address(door.rule, other=True):
            theirs = [account for account in OTHER_ROLES if door.lets_in(account)]
            if not any(found(tour, account, door) for account in theirs):
                lost.append(str(door))
    assert lost == []


def found(tour: Tour, account: str, door: Door) -> bool:
    if door.method == "POST":
        answer = tour.visit(account, door, other=True)
    else:
        page = tour.page(account, door, other=True)
        answer = page.answer if page else None
    return answer is not None and answer.status not in {403, 404}


def named(tour: Tour, relation: str) -> tuple[set[tuple[str, str]], list[str]]:
    """The pages of no record on which the other board is named, and what they tell of its cases."""
    found, told = set(), []
    lists = [door for door in LOOKING if not door.public and not tour.furnished.address(door.rule, other=True)]
    addresses = {door: tour.addresses(door) for door in lists}
    with tour.standing(relation, protected=True):
        for door in lists:
            for role in ROLES:
                for address in addresses[door] if door.lets_in(role) else ():
                    answer = tour.look(role, address)
                    if OTHER_BOARD in answer.text or SECRET in answer.text:
                        found.add((role, str(door)))
                    told += [f"{role}: {address} {one}" for one in leaks(role, answer, secret=relation != "shares")]
    return found, told


def test_figures_and_reports_are_seen_as_long_as_they_are_shared_and_never_a_case(tour: Tour) -> None:
    """On the pages that gather what one may see, also where their address asks for the other board's records."""
    seen = {relation: named(tour, relation) for relation in RELATIONS}
    assert {relation: told for relation, (_, told) in seen.items() if told} == {}
    before = seen["none"][0]
    assert ("lasare", "GET-comparison.overview") in seen["shares"][0] - before
    for relation in ("revoked", "expired"):
        left = {place for place in seen[relation][0] - before if place[1] not in TELLS_OF_SHARINGS}
        assert left == set(), relation


def test_no_field_of_a_form_reaches_another_boards_record(tour: Tour) -> None:
    """A form of one's own with an id in it that only the other board's people are offered: refused, or carried out as
    if it had not been there."""
    tried, wrong = 0, []
    for door in SENDING:
        for role in ROLES:
            for form, field, values in tour.foreign(door, role):
                tried += 1
                as_it_is = {tour.after(role, form, form.fields), tour.after(role, form, {**form.fields, field: []})}
                if min(status for status, _ in as_it_is) >= 400:
                    wrong.append(f"{role}: {door} is refused with its own ids too; see FILLED_IN in touring.py")
                for sent in ([values[0]], [*form.fields.get(field, []), values[0]]):
                    status, contents = tour.after(role, form, {**form.fields, field: sent})
                    if status < 400 and (status, contents) not in as_it_is:
                        wrong.append(f"{role}: {door} takes {field}={sent}")
    assert wrong == [], "\n".join(wrong)
    assert tried > 40


def test_a_route_that_declares_nothing_keeps_the_program_from_starting(furnished: Furnished) -> None:
    from audit.accounts import access

    app = create_app(furnished.house.settings, furnished.house.database)
    app.add_url_rule("/glomd", "glomd", lambda: "")
    with pytest.raises(UndeclaredAccessError, match="glomd"):
        access.declared(app)
