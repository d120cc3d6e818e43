"""The comparison's frame to take along."""

import io

from flask import send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.comparison import operations
from audit.comparison.views.room import READERS, chosen_kind, comparison, seen_boards


@comparison.get("/jamforelse/tabell.csv")
@access(*READERS, writes=True)
def download_csv(visit: Visit[bool]) -> ResponseReturnValue:
    boards = seen_boards(visit.session, visit.scope)
    kind = chosen_kind()
    operations.note_taken(visit.session, stamp=visit.stamp, board_ids=boards, form="csv", kind=kind)
    content = operations.csv(visit.session, board_ids=boards, kind=kind)
    return send_file(
        io.BytesIO(content), mimetype="text/csv", as_attachment=True, download_name=operations.file_name(kind, "csv")
    )
