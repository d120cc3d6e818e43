"""Where reviewers said otherwise than the register and the rules."""

from flask import render_template
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.views.room import reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round
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
