"""An extract as a file to give out: text for people, JSON for programs."""

import json
from collections.abc import Iterable

from audit.retention.operations.subjects import Section


def as_json(title: str, sections: Iterable[Section]) -> bytes:
    """The sections by their titles, each a list of its rows by headings."""
    told = {one.title: [dict(zip(one.headings, row, strict=True)) for row in one.rows] for one in sections}
    return (json.dumps({"utdrag": title, "innehåll": told}, ensure_ascii=False, indent=2) + "\n").encode()


def as_text(title: str, sections: Iterable[Section]) -> bytes:
    """Each row as lines of »heading: value«, so that it can be read anywhere and printed."""
    lines = [title, ""]
    for section in sections:
        lines += [section.title, "-" * len(section.title)]
        for row in section.rows:
            lines += [f"{head}: {value}" for head, value in zip(section.headings, row, strict=True) if value]
            lines.append("")
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
