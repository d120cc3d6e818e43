"""The protocol of the draw: on a page, as JSON, and with the frame to repeat it by."""

import io

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names
from audit.rounds import operations
from audit.rounds.operations import Excerpt, SeenRound
from audit.rounds.rules import recipe
from audit.rounds.views.room import READERS, rounds


@rounds.get("/omgangar/<int:round_id>/protokoll")
@access(*READERS, load=operations.see_round)
def protocol(visit: Visit[SeenRound]) -> ResponseReturnValue:
    session, seen = visit.session, visit.record
    shown = operations.excerpt(session, seen)
    units = operations.sample(session, seen.id, seen.board_ids)
    return render_template(
        "rounds/protocol.html",
        seen=seen,
        round=seen.round_,
        shown=shown,
        units={unit.unit_id: unit for unit in units},
        protected=operations.protected(session, units),
        names=account_names(session),
        recipe=_recipe(shown) if shown else "",
    )


def _recipe(shown: Excerpt) -> str:
    drawn = [(stratum.name, len(stratum.sample) + len(stratum.reserves)) for stratum in shown.protocol.strata]
    return recipe(seed=shown.protocol.seed, drawn=drawn)


@rounds.get("/omgangar/<int:round_id>/protokoll.json")
@access(*READERS, load=operations.see_round, writes=True)
def protocol_json(visit: Visit[SeenRound]) -> ResponseReturnValue:
    text = operations.protocol_file(visit.session, stamp=visit.stamp, seen=visit.record)
    return _file(text, "application/json", f"urvalsprotokoll-{visit.record.id}.json")


@rounds.get("/omgangar/<int:round_id>/ram.csv")
@access(*READERS, load=operations.see_round, writes=True)
def frame_csv(visit: Visit[SeenRound]) -> ResponseReturnValue:
    text = operations.frame_file(visit.session, stamp=visit.stamp, seen=visit.record)
    return _file(text, "text/csv", "ram.csv")


def _file(text: str | None, mimetype: str, name: str) -> ResponseReturnValue:
    if text is None:
        abort(404)
    return send_file(io.BytesIO(text.encode()), mimetype=mimetype, as_attachment=True, download_name=name)
