"""The protocol of the draw: on a page, as JSON, and with the frame to repeat it by."""

import io

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import account_names
from audit.rounds import operations
from audit.rounds.operations import Excerpt, SeenSample
from audit.rounds.operations.printing import PROTOCOL, note_list_viewed
from audit.rounds.rules import Target, recipe, recipe_by_krona
from audit.rounds.views.room import READERS, rounds


@rounds.get("/omgangar/<int:round_id>/protokoll")
@rounds.get("/omgangar/<int:round_id>/protokoll/<target>")
@access(*READERS, load=operations.see_sample, writes=True)
def protocol(visit: Visit[SeenSample]) -> ResponseReturnValue:
    session, seen, target = visit.session, visit.record.seen, visit.record.target
    shown = operations.excerpt(session, seen, target)
    units = operations.sample(session, seen.id, seen.board_ids, target)
    note_list_viewed(session, stamp=visit.stamp, seen=seen, page=PROTOCOL, units=len(units))
    return render_template(
        "rounds/protocol.html",
        seen=seen,
        round=seen.round_,
        target=target,
        frame_name=frame_name(target),
        protocol_name=protocol_name(visit.record),
        shown=shown,
        drawn=operations.draw_of(session, seen.id) is not None,
        units=operations.drawn_units(shown, units) if shown else {},
        protected=operations.protected(session, units),
        names=account_names(session),
        recipe=recipe_of(shown) if shown else "",
    )


def recipe_of(shown: Excerpt) -> str:
    """The lines for a shell that repeat the draw."""
    if shown.protocol.frame.amount_column is not None:
        sizes = {stratum.name: stratum.quota.size for stratum in shown.protocol.strata}
        return recipe_by_krona(seed=shown.protocol.seed, sizes=sizes, frame_file=frame_name(shown.target))
    most = max(len(stratum.sample) + len(stratum.reserves) for stratum in shown.protocol.strata)
    return recipe(seed=shown.protocol.seed, most=most, frame_file=frame_name(shown.target))


def frame_name(target: Target) -> str:
    """What the file with the ids is called."""
    return "ram.csv" if target is Target.BOARD else f"ram-{target}.csv"


def protocol_name(sample: SeenSample, form: str = "json") -> str:
    """What the protocol's file is called."""
    which = "" if sample.target is Target.BOARD else f"-{sample.target}"
    return f"urvalsprotokoll-{sample.seen.id}{which}.{form}"


@rounds.get("/omgangar/<int:round_id>/protokoll.json")
@rounds.get("/omgangar/<int:round_id>/protokoll/<target>.json")
@access(*READERS, load=operations.see_sample, writes=True)
def protocol_json(visit: Visit[SeenSample]) -> ResponseReturnValue:
    sample = visit.record
    text = operations.protocol_file(visit.session, stamp=visit.stamp, seen=sample.seen, target=sample.target)
    return _file(text, "application/json", protocol_name(sample))


@rounds.get("/omgangar/<int:round_id>/ram.csv")
@rounds.get("/omgangar/<int:round_id>/ram/<target>.csv")
@access(*READERS, load=operations.see_sample, writes=True)
def frame_csv(visit: Visit[SeenSample]) -> ResponseReturnValue:
    sample = visit.record
    text = operations.frame_file(visit.session, stamp=visit.stamp, seen=sample.seen, target=sample.target)
    return _file(text, "text/csv", frame_name(sample.target))


def _file(text: str | None, mimetype: str, name: str) -> ResponseReturnValue:
    if text is None:
        abort(404)
    return send_file(io.BytesIO(text.encode()), mimetype=mimetype, as_attachment=True, download_name=name)
