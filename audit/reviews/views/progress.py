"""How far a round's reviews have come: by board, by person and board, file by file; and when they should be done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names, known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.forms import DueForm
from audit.reviews.operations import ReviewState
from audit.reviews.rules.states import ENDED, Seat, State
from audit.reviews.views.room import reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.operations.printing import note_units_listed

RESTING = frozenset({State.UNASSIGNED, State.NOT_BEGUN})


@dataclass(frozen=True)
class Share:
    """What a board or a person has of a round: files, complete answers of all, and how many files are signed."""

    name: str
    states: tuple[ReviewState, ...]

    @property
    def signed(self) -> int:
        return sum(
            state.state in ENDED or (state.seat is not Seat.FIRST and state.signed_at is not None)
            for state in self.states
        )

    @property
    def begun(self) -> int:
        """How many are begun and not signed."""
        return sum(state.signed_at is None and state.state not in RESTING for state in self.states)

    def late(self, due_on: date | None, today: date) -> int:
        """How many should have been signed by now."""
        return len(self.states) - self.signed if due_on and due_on < today else 0

    @property
    def ready(self) -> int:
        return sum(state.state is State.READY for state in self.states)

    @property
    def answered(self) -> int:
        return sum(state.answered for state in self.states)

    @property
    def total(self) -> int:
        return sum(state.total for state in self.states)


@reviews.get("/granskning/omgang/<int:round_id>")
@access(Role.COORDINATOR, load=rounds.round_for_reader, writes=True)
def overview(visit: Visit[Round]) -> ResponseReturnValue:
    return _page(visit, DueForm(due_on=visit.record.review_due_on))


@reviews.post("/granskning/omgang/<int:round_id>/klar-senast")
@access(Role.COORDINATOR, load=rounds.round_for_coordinator)
def set_due(visit: Visit[Round]) -> ResponseReturnValue:
    """The coordinator decides by when the reviews should be signed."""
    form = DueForm()
    if not form.validate_on_submit():
        return _page(visit, form), 422
    rounds.set_review_due(visit.session, stamp=visit.stamp, round_=visit.record, day=form.due_on.data)
    flash("Dagen är sparad." if form.due_on.data else "Det finns ingen dag längre.", "done")
    return redirect(url_for("reviews.overview", round_id=visit.record.id))


def _page(visit: Visit[Round], form: DueForm) -> str:
    session, round_ = visit.session, visit.record
    boards = visit.scope.boards()
    states = operations.reviews_of_round(session, known(round_.id), boards)
    note_units_listed(session, stamp=visit.stamp, units=(state.unit for state in states), page="granskningens läge")
    names = account_names(session)
    return render_template(
        "reviews/overview.html",
        round=round_,
        states=states,
        names=names,
        units=len(rounds.in_use(session, known(round_.id), boards, None)),
        runs=rounds.round_for_coordinator(session, visit.scope, known(round_.id)) is not None,
        passed_on=operations.passed_on(session, known(round_.id), boards),
        second=operations.share_of(session, known(round_.id)),
        by_board=_shares(states, lambda state: state.board),
        by_person=_by_person(states, names),
        due_form=form,
        today=visit.stamp.day,
    )


def _shares(states: list[ReviewState], name_of: Callable[[ReviewState], str]) -> list[Share]:
    names = sorted({name_of(state) for state in states})
    return [Share(name, tuple(state for state in states if name_of(state) == name)) for name in names]


def _by_person(states: list[ReviewState], names: Mapping[int, str]) -> list[tuple[Share, list[Share]]]:
    """Each person's files, and under them what she has of every board."""
    people = _shares(states, lambda state: names.get(state.reviewer_id or 0, "Ingen än"))
    return [(person, _shares(list(person.states), lambda state: state.board)) for person in people]
