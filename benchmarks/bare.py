"""The plain alternative: Flask, one SQLModel table and a Jinja page, served by waitress and nothing more."""

import logging
import sys

import waitress
from flask import Flask
from sqlalchemy.pool import StaticPool
from sqlmodel import Field, Session, SQLModel, create_engine, select

PAGE = "<!doctype html><html lang='sv'><title>{{ title }}</title><h1>{{ title }}</h1><p>{{ text }}</p></html>"


class Board(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str


def create_app() -> Flask:
    """One page that reads the table, and one of as many bytes as its address says."""
    app = Flask(__name__)
    engine = create_engine("sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool)
    SQLModel.metadata.create_all(engine)
    page = app.jinja_env.from_string(PAGE)

    @app.get("/")
    def first_page() -> str:
        with Session(engine) as session:
            boards = session.exec(select(Board)).all()
        return page.render(title="Nämnder", text=len(boards))

    @app.get("/bytes/<int:number>")
    def page_of_size(number: int) -> str:
        return page.render(title="Sida", text="x" * (number - EMPTY))

    return app


EMPTY = len(PAGE.replace("{{ title }}", "Sida").replace("{{ text }}", ""))


if __name__ == "__main__":
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is what is being measured
    waitress.serve(create_app(), host="127.0.0.1", port=int(sys.argv[2]), threads=int(sys.argv[1]))
