"""Pages of publishing a report: the secrecy check, the reasons, and the list of words that a board keeps."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access
from audit.accounts.models import Board
from audit.accounts.operations import known
from audit.accounts.rules import Role
from audit.findings.models import SecrecyWord
from audit.findings.rules.secrecy import ADVICE, KIND_NAMES, REASON, Hit, Kind
from audit.reports import operations
from audit.reports.forms import PublishForm, TakeOffForm, WordsForm, publish_form
from audit.reports.operations import Candidate, Decision, ReportChangedError, WordList
from audit.reports.rules.proposals import SECTIONS
from audit.reports.rules.secrecy import HEAD, LEAVE, Judged, judged, too_many
from audit.reports.views import of_report, reports
from audit.rounds.forms_faults import put_on_fields
from audit.rounds.rules import InputError
from audit.web import transactions
from audit.web.formats import counted

CHANGED = "Rapporten har ändrats sedan du öppnade sidan. Kontrollen är gjord igen: läs igenom den och publicera sedan."


@of_report("/publicera", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.candidate)
def publish(visit: Visit[Candidate]) -> ResponseReturnValue:
    of = visit.record
    hits = operations.hits_of(visit.session, of, small=transactions.settings().small_cell_limit)
    groups = judged(hits)
    form: PublishForm = publish_form(groups)(seen=of.sha256)
    if not form.validate_on_submit():
        return _publish_page(of, hits, groups, form), form.answered_with
    if too_many(hits):
        abort(409)
    decision = Decision(str(form.seen.data), form.reasons(groups), form.changed.data or "", form.left_out(groups))
    try:
        row = operations.publish(visit.session, stamp=visit.stamp, of=of, hits=hits, decision=decision)
    except InputError as error:
        put_on_fields(form, error)
        return _publish_page(of, hits, groups, form), 422
    except ReportChangedError:
        form.seen.data = of.sha256
        form.form_errors.append(CHANGED)
        return _publish_page(of, hits, groups, form), 422
    flash(f"Version {row.number} är publicerad.", "done")
    return redirect(url_for("reports.published", round_id=of.seen.id, board_id=of.board_id, number=row.number))


def _publish_page(of: Candidate, hits: tuple[Hit, ...], groups: tuple[Judged, ...], form: PublishForm) -> str:
    return render_template(
        "reports/publish.html",
        of=of,
        round=of.seen.round_,
        board_id=of.board_id,
        form=form,
        hits=hits,
        groups=[one for one in groups if one.kind is not Kind.SMALL],
        small=[one for one in groups if one.kind is Kind.SMALL],
        limit=transactions.settings().small_cell_limit,
        too_many=too_many(hits),
        kinds=KIND_NAMES,
        advice=ADVICE,
        reason=REASON,
        leave=LEAVE,
        sections=SECTIONS,
        head=HEAD,
    )


# ---- The words that a board keeps -------------------------------------------------------------------------------


@reports.get("/rapporter/ord")
@access(Role.COORDINATOR, load=operations.boards_with_lists)
def words_of_mine(visit: Visit[tuple[Board, ...]]) -> ResponseReturnValue:
    return redirect(url_for("reports.words", board_id=visit.record[0].id))


@reports.route("/rapporter/ord/<int:board_id>", methods=["GET", "POST"])
@access(Role.COORDINATOR, load=operations.word_list)
def words(visit: Visit[WordList]) -> ResponseReturnValue:
    form, board = WordsForm(), visit.record.board
    if not form.validate_on_submit():
        return _words_page(visit.record, form), form.answered_with
    try:
        added = operations.add_words(
            visit.session, stamp=visit.stamp, board_id=known(board.id), text=form.words.data or ""
        )
    except InputError as error:
        put_on_fields(form, error)
        return _words_page(visit.record, form), 422
    flash(f"{counted(added, 'ord', 'ord')} lades till i listan." if added else "Orden fanns redan i listan.", "done")
    return redirect(url_for("reports.words", board_id=board.id))


@reports.post("/rapporter/ord/<int:board_id>/ta-bort")
@access(Role.COORDINATOR, load=operations.word_list)
def take_off_words(visit: Visit[WordList]) -> ResponseReturnValue:
    form, board = _take_off(visit.record.words), visit.record.board
    if not form.validate_on_submit():
        return _words_page(visit.record, WordsForm(formdata=None)), 422
    gone = operations.remove_words(
        visit.session, stamp=visit.stamp, board_id=known(board.id), word_ids=form.gone.data or []
    )
    flash(f"{counted(gone, 'ord', 'ord')} togs bort." if gone else "Kryssa för de ord som ska bort.", "done")
    return redirect(url_for("reports.words", board_id=board.id))


def _take_off(kept: tuple[SecrecyWord, ...], **about: object) -> TakeOffForm:
    form = TakeOffForm(**about)
    form.gone.choices = [(known(row.id), row.word) for row in kept]
    return form


def _words_page(kept: WordList, form: WordsForm) -> str:
    gone = _take_off(kept.words, formdata=None)
    return render_template("reports/words.html", kept=kept, form=form, gone=gone)
