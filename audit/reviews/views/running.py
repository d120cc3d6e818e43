"""Pages around the desk: my reviews, and who reviews which file."""

from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names, known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import chosen_reviewers, distribution_form, field_of
from audit.reviews.operations import DistributionError
from audit.reviews.rules.conflicts import ties_in_words
from audit.reviews.rules.distributing import Way
from audit.reviews.rules.states import Seat, State
from audit.reviews.views.progress import Share
from audit.reviews.views.room import put_on_field, reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.operations.printing import OWN_FILES, note_units_listed
from audit.rounds.rules import RETRIEVAL_NAMES
from audit.web.formats import counted
from audit.web.forms import PageForm
from audit.wording import UNITS


@reviews.get("/granskning")
@access(Role.REVIEWER, writes=True)
def mine(visit: Visit[bool]) -> ResponseReturnValue:
    open_ones = operations.let_in(visit.session, visit.scope)
    states = operations.assigned_to(visit.session, visit.scope.account_id, open_ones)
    note_units_listed(visit.session, stamp=visit.stamp, units=(one.unit for one in states), page=OWN_FILES)
    shares = [
        Share(group[0].round_name, tuple(group))
        for group in (list(of_round) for _, of_round in groupby(states, key=lambda state: state.round_id))
    ]
    unsigned = [state for state in states if state.signed_at is None]
    returned = [state for state in unsigned if state.state is State.RETURNED]
    begun = [state for state in unsigned if state.state is not State.NOT_BEGUN]
    onwards = next(iter(returned + begun + unsigned), None)
    return render_template(
        "reviews/mine.html",
        shares=shares,
        onwards=onwards,
        retrievals=RETRIEVAL_NAMES,
        seats=Seat,
        withdrawn=operations.withdrawn_from(visit.session, visit.scope.account_id),
        differing=[state for state in states if state.state is State.DIFFERING],
    )


@reviews.get("/granskning/omgang/<int:round_id>/fordela")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator, writes=True)
def distribution(visit: Visit[Round]) -> ResponseReturnValue:
    return _distribution_page(visit, None)


@reviews.post("/granskning/omgang/<int:round_id>/fordela")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def distribute(visit: Visit[Round]) -> ResponseReturnValue:
    round_ = visit.record
    form = distribution_form(operations.distribution(visit.session, round_id=known(round_.id)))
    if not form.validate_on_submit():
        return _distribution_page(visit, form), 422
    try:
        given = operations.distribute(
            visit.session, stamp=visit.stamp, round_id=known(round_.id), reviewers=chosen_reviewers(form)
        )
    except DistributionError as error:
        put_on_field(form, error)
        return _distribution_page(visit, form), 422
    one, many = UNITS[round_.kind]
    flash(f"{counted(given.total(), one, many)} fördelades." if given else "Fördelningen är som den var.", "done")
    return redirect(url_for("reviews.overview", round_id=round_.id))


def _distribution_page(visit: Visit[Round], form: PageForm | None) -> str:
    round_ = visit.record
    way = Way(request.args["forslag"]) if request.args.get("forslag") in set(Way) else Way.EVENLY
    found = operations.distribution(visit.session, round_id=known(round_.id), way=way)
    note_units_listed(visit.session, stamp=visit.stamp, units=(one.unit for one in found.places), page="fördelning")
    return render_template(
        "reviews/distribution.html",
        round=round_,
        way=way,
        ways=Way,
        tied=lambda unit_id: [
            ties_in_words(person.name, ties)
            for person in found.reviewers
            if (ties := found.tied(unit_id, known(person.id)))
        ],
        distribution=found,
        form=form or distribution_form(found),
        field_of=field_of,
        names=account_names(visit.session),
        drawn=rounds.draw_of(visit.session, known(round_.id)) is not None,
    )
