"""A client that looks at every page it gets: valid HTML, one heading that matches the title, labels, nothing inline."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import Any

import html5lib
import lxml.html
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

Element = Any

_TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>?|&\w*;?')
_VALUE = re.compile(r'"[^"]*"')
# What has stood beside each other in a page that was read without a fault.
_sound: set[tuple[str, str]] = set()


def parse(response: TestResponse) -> Element:
    """The page as a tree, to be looked at and not changed. Faults in the HTML fail the test."""
    return _tree(response.get_data(as_text=True))


@lru_cache(maxsize=2)
def _tree(page: str) -> Element:
    """A page is read once, though the client looks at it and then the test.

    The strict reader is thirty times slower than the other: it is asked only where two tags stand beside each other
    that it hasn't seen so.
    """
    beside = set(pairwise(_VALUE.sub("", tag) for tag in _TAG.findall(page)))
    if not beside <= _sound:
        html5lib.HTMLParser(strict=True).parse(page)
        _sound.update(beside)
    return tree_of(page)


def tree_of(page: str) -> Element:
    """The page as a tree, whatever is wrong with it."""
    tree = lxml.html.document_fromstring(page.replace("\r\n", "\n"), lxml.html.HTMLParser(remove_comments=True))
    for area in tree.iter("textarea"):
        area.text = (area.text or "").removeprefix("\n")  # as a browser does
    return tree


def text_of(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def inspect(response: TestResponse) -> Element:
    page = parse(response)
    headings = page.findall(".//h1")
    assert len(headings) == 1, f"{len(headings)} h1"
    title = text_of(page.find(".//title"))
    assert title == f"{text_of(headings[0])} – Stickprov", (title, text_of(headings[0]))
    assert page.get("lang") == "sv"
    _no_inline_code(page)
    _unique_ids(page)
    _labels(page)
    _links_say_where(page)
    return page


def _no_inline_code(page: Element) -> None:
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag != "style", "inline style sheet"
        assert "style" not in element.attrib, f"inline style on {element.tag}"
        assert not [name for name in element.attrib if name.startswith("on")], element.attrib
        assert element.tag != "script" or element.get("src"), "inline script"


def _unique_ids(page: Element) -> None:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert not [name for name, times in ids.items() if times > 1], ids.most_common(3)


def _labels(page: Element) -> None:
    labelled = {label.get("for") for label in page.iter("label")}
    for tag in ("input", "select", "textarea"):
        for field in page.iter(tag):
            if field.get("type") in {"hidden", "submit"}:
                continue
            named = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
            assert named or next(field.iterancestors("label"), None) is not None, f"no label: {field.attrib}"


def _links_say_where(page: Element) -> None:
    for link in page.iter("a"):
        assert text_of(link) or link.get("aria-label") or link.find(".//img") is not None, f"no words: {link.attrib}"


class PageClient(FlaskClient):
    """A signed-in person's browser. `fill` opens a page, fills in its form and sends it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        taken_out = response.headers.get("Content-Disposition", "").startswith("attachment")
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 308} and not taken_out:
            inspect(response)
        return response

    def form(self, address: str, number: int | str = 0) -> tuple[str, dict[str, Any]]:
        """Where the page's form (in main: by its number, or by the words on its button) is sent, and its fields."""
        forms = parse(self.get(address)).findall(".//main//form")
        if isinstance(number, str):
            forms, number = [each for each in forms if number in map(text_of, each.iter("button"))], 0
        form = forms[number]
        return form.get("action") or address, fields_of(form)

    def fill(self, address: str, number: int | str = 0, **values: Any) -> TestResponse:
        """Send the page's form with `values` put in. A list is several values, a FileStorage a file; None leaves the
        field out."""
        action, fields = self.form(address, number)
        fields.update(values)
        data = {name: value for name, value in fields.items() if value is not None}
        if not any(isinstance(value, FileStorage) for value in data.values()):
            return self.post(action, data=data)
        boundary, body = encode_multipart(data)
        return self.post(action, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def fields_of(form: Element) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in form.iter():
        name = field.get("name") if isinstance(field.tag, str) else None
        if not name or field.tag == "button" or field.get("type") in {"submit", "file"}:
            continue
        if field.tag == "select":
            chosen = [option.get("value") for option in field.iter("option") if "selected" in option.attrib]
            fields[name] = chosen if "multiple" in field.attrib else (chosen or [_first_option(field)])[0]
        elif field.tag == "textarea":
            fields[name] = "".join(field.itertext())
        elif field.get("type") in {"checkbox", "radio"}:
            if "checked" in field.attrib:
                fields.setdefault(name, [])
                fields[name].append(field.get("value", "on"))
        elif field.tag == "input":
            fields[name] = field.get("value", "")
    return fields


def _first_option(select: Element) -> str:
    return next((str(option.get("value")) for option in select.iter("option")), "")
