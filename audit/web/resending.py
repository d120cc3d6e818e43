"""What a form had sent when it was not kept: shown again, so that nothing typed is lost."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import request

CSRF = "csrf_token"
# Fields that must never be kept and sent again.
SECRETS = frozenset({"password", "password_again", "current_password", "one_time_code"})
Fields = list[tuple[str, str]]


def sent_from_here() -> bool:
    """Whether a page of our own sent this form. A stranger's page must not have words put in somebody's mouth."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" and (
        origin is None or urlsplit(origin).netloc == request.host
    )


def sent_fields() -> Fields:
    """The fields just sent, if they came from a page of our own and hold no password; else nothing."""
    if not sent_from_here() or not SECRETS.isdisjoint(request.form):
        return []
    lists = [(name, values) for name, values in request.form.lists() if not name.endswith(CSRF)]
    return [(name, value) for name, values in lists for value in values]


def typed_in(fields: Iterable[tuple[str, str]]) -> list[str]:
    """What somebody wrote among the fields, to be read again."""
    return [value for _, value in fields if any(character.isspace() for character in value)]
