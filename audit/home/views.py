"""Start: what waits for the person who has signed in, and how far each round has come."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from audit.accounts.access import Visit, access, public

home = Blueprint("home", __name__)


@home.get("/")
@access()
def start(visit: Visit[bool]) -> ResponseReturnValue:
    return render_template("home/start.html", scope=visit.scope)


@home.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    return {"status": "ok"}
