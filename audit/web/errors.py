"""The pages for what went wrong: what it was, and what to do. Never a traceback."""

from dataclasses import dataclass

import structlog
from flask import Flask, jsonify, render_template, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

log = structlog.get_logger()


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
                     "Gå tillbaka och försök igen. Händer det igen, säg till administratören och ange tidpunkten."),
}  # fmt: skip


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
        return _program_error(error.original_exception)
    return answer(error.code or 500)


def _program_error(error: Exception) -> ResponseReturnValue:
    if isinstance(error, HTTPException):
        return _http_error(error)
    log.error("request failed", method=request.method, endpoint=request.endpoint, exc_info=error)
    return answer(500)


def answer(status: int) -> ResponseReturnValue:
    """The page (or for a script, the words) for what went wrong."""
    if request.method not in {"GET", "HEAD"}:
        # Nothing was kept, so no page may say later that it was.
        session.pop("_flashes", None)
    explanation = EXPLANATIONS.get(status, EXPLANATIONS[500 if status >= 500 else 400])
    if request.accept_mimetypes.best_match(("text/html", "application/json")) == "application/json":
        return jsonify(fault=f"{explanation.title}. {explanation.do}"), status
    return render_template("shared/error.html", explanation=explanation, status=status), status


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _program_error)
