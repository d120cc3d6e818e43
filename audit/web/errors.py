"""The pages for what went wrong: what it was, and what to do. Never a traceback."""

from dataclasses import dataclass

from flask import Flask, abort, jsonify, render_template, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Conflict, HTTPException, InternalServerError, NotFound

from audit.refusals import came_late, can_only_be_read, has_no_room, is_out_of_reach, met_another
from audit.web import logs, transactions
from audit.web.resending import Fields, sent_fields, typed_in


@dataclass(frozen=True)
class Explanation:
    title: str
    what: str
    do: str


EXPLANATIONS = {
    400: Explanation("Det gick inte att läsa det som skickades", "Uppgifterna kom inte fram som de ska.",
                     "Gå tillbaka, ladda om sidan och försök igen."),
    403: Explanation("Du har inte behörighet", "Din roll får inte använda den här sidan.",
                     "Behöver du den i ditt arbete, be administratören om rätt roll."),
    404: Explanation("Sidan finns inte", "Adressen är fel, eller så gäller den något som du inte har tillgång till.",
                     "Gå till Start och leta dig fram därifrån."),
    405: Explanation("Sidan kan inte användas så", "Adressen tar inte emot det som skickades.",
                     "Gå till Start och leta dig fram därifrån."),
    409: Explanation("Någon annan hann före", "Uppgifterna ändrades av någon annan medan du arbetade.",
                     "Gå tillbaka, ladda om sidan och se vad som ändrats."),
    413: Explanation("Filen är för stor", "Programmet tar emot filer upp till den gräns som administratören har satt.",
                     "Dela upp registerutdraget, eller be om ett utdrag med färre kolumner."),
    429: Explanation("För många försök", "Det kom fler förfrågningar än vad som är rimligt.",
                     "Vänta en kvart och försök igen."),
    500: Explanation("Något gick fel i programmet", "Felet är antecknat, och inget är sparat till hälften.",
                     "Gå tillbaka och försök igen. Händer det igen, säg till administratören och ange numret nedan."),
    503: Explanation("Stickprov når inte sina uppgifter", "Databasen svarar inte, eller går inte att skriva i. Det du "
                     "skickade är inte sparat, inte heller till hälften.",
                     "Vänta en stund och försök igen. Går det inte, säg till administratören."),
    507: Explanation("Disken är full, så inget är sparat", "Det finns ingen plats kvar där Stickprov har sina "
                     "uppgifter. Det du skickade är inte sparat, inte heller till hälften.",
                     "Säg till administratören, och försök igen när det finns plats."),
}  # fmt: skip
NO_ROOM, OUT_OF_REACH = 507, 503
# What was sent is not kept, but may be when it is sent once more.
SENT_AGAIN = frozenset({500, NO_ROOM, OUT_OF_REACH})
# What was sent is shown again, to be copied at least.
SHOWN_AGAIN = SENT_AGAIN | {404, 409}
MEANWHILE = "Det går inte längre"


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
        return _program_error(error.original_exception)
    # Where somebody was faster, the view may tell what has been done meanwhile.
    told = isinstance(error, Conflict | NotFound) and error.description != type(error).description
    return answer(error.code or 500, said=str(error.description) if told else "")


def _program_error(error: Exception) -> ResponseReturnValue:
    if isinstance(error, HTTPException):
        return _http_error(error)
    logs.failed("request failed", error, method=request.method, endpoint=request.endpoint)
    if has_no_room(error):
        return answer(NO_ROOM)
    writes = request.method not in {"GET", "HEAD"}
    # A page that is only looked at and yet would write is a fault of the program, and no disk's.
    if is_out_of_reach(error) or (writes and can_only_be_read(error)):
        return answer(OUT_OF_REACH)
    late = writes and not transactions.database().is_sqlite and came_late(error)
    return answer(409, again=True) if late or met_another(error) else answer(500)


def answer(status: int, *, said: str = "", again: bool = False) -> ResponseReturnValue:
    """The page (or for a script, the words) for what went wrong. `said` is what the view knows of it.

    `again`: what was sent may get through if it is sent once more.
    """
    _promise_nothing()
    explanation = EXPLANATIONS.get(status, EXPLANATIONS[500 if status >= 500 else 400])
    if said:
        explanation = Explanation(MEANWHILE, said, explanation.do)
    if request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json":
        return jsonify(fault=f"{said or f'{explanation.title}.'} {explanation.do}"), status
    fields = _sent() if status in SHOWN_AGAIN else []
    page = render_template(
        "shared/error.html",
        explanation=explanation,
        fields=fields if again or status in SENT_AGAIN else [],
        texts=typed_in(fields),
        number=logs.request_id() if status == 500 else "",
        address=request.full_path.rstrip("?"),
    )
    return page, status


def not_kept() -> list[str]:
    """What was written and is not kept, to be shown again on a page for what went wrong."""
    _promise_nothing()
    return typed_in(_sent())


def _promise_nothing() -> None:
    """Nothing was kept, so no page may say later that it was."""
    if request.method not in {"GET", "HEAD"}:
        session.pop("_flashes", None)


def _sent() -> Fields:
    try:
        return [] if request.files else sent_fields()
    except HTTPException:
        return []


def _refuse_what_names_nothing() -> None:
    """No database keeps the sign NUL in a text, and PostgreSQL fails when it is asked for one."""
    if "\x00" in request.path:
        abort(404)
    if b"%00" in request.query_string:
        abort(400)


def install(app: Flask) -> None:
    app.before_request(_refuse_what_names_nothing)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _program_error)
