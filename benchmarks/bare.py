"""The plain alternative: Flask, SQLModel tables and Jinja pages, served by waitress and nothing more.

`python -m benchmarks.bare THREADS [DATABASE] PORT`; without a database's address, one in memory.
"""

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import waitress
from flask import Flask, request
from sqlalchemy import Engine, event
from sqlalchemy.pool import StaticPool
from sqlmodel import Field, Session, SQLModel, create_engine, select

PAGE = "<!doctype html><html lang='sv'><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ text }}</p></html>"
DESK = """<!doctype html><html lang='sv'><title>{{ title }}</title><h1>{{ title }}</h1><form method="post">
{% for question in questions %}<fieldset id="{{ question.id }}"><legend>{{ question.text }}</legend>
{% for option in options %}<label><input type="radio" name="{{ question.id }}" value="{{ option.code }}"
{%- if option.code == question.value %} checked{% endif %}> {{ option.label }}</label>
{% endfor %}<textarea name="comment-{{ question.id }}">{{ question.comment }}</textarea></fieldset>
{% endfor %}<button>Spara</button></form></html>"""
OPTIONS = [{"code": str(number), "label": f"Svar {number}"} for number in range(5)]


class Board(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


class GivenAnswer(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    question: str
    value: str
    comment: str
    at: datetime


def create_app(url: str = "sqlite://") -> Flask:
    """A page that reads a table, two of as many bytes as their addresses say, and one durable insert."""
    app = Flask(__name__)
    engine = _engine(url)
    SQLModel.metadata.create_all(engine)
    letters: dict[tuple[int, int], int] = {}
    page, desk = app.jinja_env.from_string(PAGE), app.jinja_env.from_string(DESK)

    @app.get("/")
    def first_page() -> str:
        with Session(engine) as session:
            boards = session.exec(select(Board)).all()
        return page.render(title="Nämnder", text=len(boards))

    @app.get("/bytes/<int:number>")
    def page_of_size(number: int) -> str:
        return page.render(title="Sida", text="x" * (number - EMPTY))

    @app.get("/questions/<int:questions>/<int:number>")
    def desk_of_size(questions: int, number: int) -> str:
        if (questions, number) not in letters:
            empty = desk.render(title="Akt", options=OPTIONS, questions=_questions(questions, 0))
            letters[questions, number] = (number - len(empty)) // questions // 2
        shown = _questions(questions, letters[questions, number])
        return desk.render(title="Akt", options=OPTIONS, questions=shown)

    @app.post("/answer")
    def insert() -> dict[str, Any]:
        given = request.form
        with Session(engine) as session:
            answer = GivenAnswer(
                question=given["fraga"], value=given["svar"], comment=given["kommentar"], at=datetime.now(UTC)
            )
            session.add(answer)
            session.commit()
            return {"saved": answer.id}

    return app


def _questions(questions: int, letters: int) -> list[dict[str, str]]:
    """So many questions with so many letters in each one's text and comment."""
    return [
        {"id": f"q{place}", "text": "x" * letters, "comment": "y" * letters, "value": str(place % 5)}
        for place in range(questions)
    ]


EMPTY = len(PAGE.replace("{{ title }}", "Sida").replace("{{ text }}", ""))


def _engine(url: str) -> Engine:
    if url == "sqlite://":
        return create_engine(url, connect_args={"check_same_thread": False}, poolclass=StaticPool)
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _as_durable_as_the_program)
    return engine


def _as_durable_as_the_program(connection: Any, record: Any) -> None:  # noqa: ARG001
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


if __name__ == "__main__":
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is what is being measured
    threads, *address, port = sys.argv[1:]
    waitress.serve(create_app(*address), host="127.0.0.1", port=int(port), threads=int(threads))
