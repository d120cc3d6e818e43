"""What an operation refuses, shown at the form's fields."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import abort
from wtforms import HiddenField

from audit.rounds.rules import FrozenError, InputError
from audit.web.forms import PageForm


def put_on_fields(form: PageForm, error: InputError) -> None:
    """Show each fault at its field, unless one is shown there already; above the form where no field can be seen."""
    for fault in error.faults:
        field = next((field for field in form if fault.field in (field.name, field.short_name)), None)
        if field is None or isinstance(field, HiddenField):
            form.form_errors.append(fault.message)
        elif not field.errors:
            field.errors = [fault.message]


@contextmanager
def faults_on(form: PageForm) -> Iterator[None]:
    """Put what an operation refuses on the form's fields; what is frozen meanwhile is a collision."""
    try:
        yield
    except InputError as error:
        put_on_fields(form, error)
    except FrozenError:
        abort(409)
