"""The room's one blueprint, and what its pages share."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from audit.accounts.rules import Role
from audit.registers.operations import UploadGoneError
from audit.registers.rules.columns import COLUMNS
from audit.registers.rules.words import FRAMED_BY, KIND_TITLES, UNIT_WORDS, how_read

registers = Blueprint("registers", __name__)
READERS = (Role.COORDINATOR, Role.READER)
COLUMN_LABELS = {column.name: column.label for columns in COLUMNS.values() for column in columns}


@registers.app_template_global()
def column_label(name: str) -> str:
    """What a declared column is called; a heading of the file is its own name."""
    return COLUMN_LABELS.get(name, name)


@registers.context_processor
def words() -> dict[str, object]:
    return {
        "kind_titles": KIND_TITLES,
        "unit_words": UNIT_WORDS,
        "framed_by": FRAMED_BY,
        "how_read": how_read,
    }


@registers.errorhandler(UploadGoneError)
def gone(error: UploadGoneError) -> ResponseReturnValue:  # noqa: ARG001
    return render_template("registers/gone.html"), 410
