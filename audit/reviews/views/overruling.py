"""Where reviewers said otherwise than the register and the rules, on a page of its own and counted on others."""

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from audit.accounts import signed_in
from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.views.room import reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.web import transactions
from audit.wording import UNITS
from checklists import said_as


@reviews.get("/granskning/omgang/<int:round_id>/avsteg")
@access(Role.COORDINATOR, load=rounds.round_for_reader, writes=True)
def overruled(visit: Visit[Round]) -> ResponseReturnValue:
    round_, session = visit.record, visit.session
    found = operations.overruled_in(session, round_id=known(round_.id), board_ids=visit.scope.boards())
    operations.note_views(session, stamp=visit.stamp, units=found.units, page="avsteg")
    return render_template(
        "reviews/overruled.html", round=round_, found=found, said_as=said_as, word=UNITS[round_.kind][0]
    )


@reviews.app_template_global()
def overruled_counts(round_id: int) -> Markup:
    """How often the round's reviewers said otherwise, with the way to the page; nothing where nobody did."""
    scope = signed_in.scope()
    if scope is None or not scope.has(Role.COORDINATOR):
        return Markup("")
    session = transactions.session(write=False)
    found = operations.overruled_in(session, round_id=round_id, board_ids=scope.boards(Role.COORDINATOR))
    shown = render_template("reviews/overruled_counts.html", found=found, round_id=round_id)
    return Markup(shown)  # noqa: S704 - a template of our own, escaped
