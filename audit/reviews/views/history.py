"""Every value that an answer ever had: one review's on a page, and one's or a whole round's as a file."""

import io
from collections.abc import Iterable

from flask import render_template, send_file
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.reviews import operations
from audit.reviews.operations import Case
from audit.reviews.operations import versions as past
from audit.reviews.operations.version_files import as_csv, as_workbook
from audit.reviews.views.room import page_of, reviews
from audit.rounds import operations as rounds
from audit.rounds.models import Round

CSV = "text/csv"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@reviews.get("/granskning/<int:review_id>/historik")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.readable, writes=True)
def history(visit: Visit[Case]) -> ResponseReturnValue:
    case = visit.record
    operations.note_view(visit.session, stamp=visit.stamp, case=case, page="historik")
    answers = operations.answers_of(visit.session, known(case.review.id))
    return render_template(
        "reviews/history.html",
        **page_of(case),
        versions=past.versions_of(visit.session, known(case.review.id)),
        erased=any(answer.version for answer in answers.values()),
    )


@reviews.get("/granskning/<int:review_id>/historik.csv")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.readable, writes=True)
def history_csv(visit: Visit[Case]) -> ResponseReturnValue:
    return _file(as_csv(_rows_of(visit)), CSV, f"historik-{visit.record.unit.unit_id}.csv")


@reviews.get("/granskning/<int:review_id>/historik.xlsx")
@access(Role.REVIEWER, Role.COORDINATOR, load=operations.readable, writes=True)
def history_workbook(visit: Visit[Case]) -> ResponseReturnValue:
    return _file(as_workbook(_rows_of(visit)), EXCEL, f"historik-{visit.record.unit.unit_id}.xlsx")


@reviews.get("/granskning/omgang/<int:round_id>/historik.csv")
@access(Role.COORDINATOR, load=rounds.round_for_reader, writes=True)
def round_history_csv(visit: Visit[Round]) -> ResponseReturnValue:
    return _file(as_csv(_rows_of_round(visit)), CSV, f"historik-omgang-{visit.record.id}.csv")


@reviews.get("/granskning/omgang/<int:round_id>/historik.xlsx")
@access(Role.COORDINATOR, load=rounds.round_for_reader, writes=True)
def round_history_workbook(visit: Visit[Round]) -> ResponseReturnValue:
    return _file(as_workbook(_rows_of_round(visit)), EXCEL, f"historik-omgang-{visit.record.id}.xlsx")


def _rows_of(visit: Visit[Case]) -> Iterable[past.Row]:
    return past.exported(visit.session, stamp=visit.stamp, review_ids=[known(visit.record.review.id)])


def _rows_of_round(visit: Visit[Round]) -> Iterable[past.Row]:
    chosen = past.reviews_to_export(
        visit.session, scope=visit.scope, round_id=known(visit.record.id), board_ids=visit.scope.boards()
    )
    return past.exported(visit.session, stamp=visit.stamp, review_ids=chosen)


def _file(content: bytes, mimetype: str, name: str) -> ResponseReturnValue:
    return send_file(io.BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
