"""The comparison's frame to take along."""

import io

from flask import send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.comparison import operations
from audit.comparison.views.room import READERS, comparison, seen_boards


@comparison.get("/jamforelse/tabell.csv")
@access(*READERS)
def download_csv(visit: Visit[bool]) -> ResponseReturnValue:
    content = operations.csv(visit.session, board_ids=seen_boards(visit.session, visit.scope))
    return send_file(io.BytesIO(content), mimetype="text/csv", as_attachment=True, download_name="jamforelse.csv")
