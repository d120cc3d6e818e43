"""Checking a board's own Word template before it is used: every fault by name, and nothing of it run freely."""

import html
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, Undefined
from jinja2.exceptions import SecurityError

from audit.reports.content import Annex, Block, Column, Figure, Head, Line, Report, Row, Section, Table
from audit.reports.renderings.word import word_file
from audit.reports.renderings.word_sandbox import TemplateEnvironment

LARGEST, LARGEST_OPENED, MOST_PARTS = 10_000_000, 100_000_000, 2_000
DOCUMENT = "word/document.xml"
ACTIVE = ("vbaproject", "vbadata", "activex", "oleobject", "embeddings/")
EXTERNAL = re.compile(rb'<Relationship\b(?=[^>]*TargetMode="External")(?=[^>]*Type="([^"]+)")[^>]*>')
TAG = re.compile(r"\{\{(?:(?!\{\{|\{%).)*?\}\}|\{%(?:(?!\{\{|\{%).)*?%\}|\{#.*?#\}")
LOOSE = re.compile(r"\{\{|\{%|\}\}|%\}")
KINDS = re.compile(r"^(\{[{%])[ptrc]?r?\b(?=\s)")
NOT_WORD = "Filen är ingen Wordfil (.docx). Spara mallen som Word-dokument (*.docx) och försök igen."
BROKEN = "Filen är skadad: den går inte att öppna som Wordfil. Öppna den i Word och spara den på nytt."
MACROS = "Filen innehåller makron eller inbäddade program. Spara den som Word-dokument utan makron (*.docx)."
OUTSIDE = "Filen hämtar innehåll utifrån (bilder eller mall på en annan plats). Bädda in det i dokumentet i stället."
TOO_LARGE = "Filen är för stor. En mall får vara högst 10 MB."


def faults_in(file: bytes) -> list[str]:
    """Everything that is wrong with a template, in Swedish; nothing where it can be used."""
    if len(file) > LARGEST:
        return [TOO_LARGE]
    if not zipfile.is_zipfile(io.BytesIO(file)):
        return [NOT_WORD]
    try:
        parts = _parts(file)
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, OSError):
        return [BROKEN]
    if any(b"<!DOCTYPE" in content[:1000] for content in parts.values()):  # Word never writes one
        return [BROKEN]
    if DOCUMENT not in parts:
        return [NOT_WORD]
    found = [*_active(parts), *_written_wrong(parts)]
    return found or list(_filled_in(file))


def _parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        entries = opened.infolist()
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_OPENED:
            raise ValueError("too much in it")
        return {entry.filename: opened.read(entry) for entry in entries}


def _active(parts: dict[str, bytes]) -> Iterable[str]:
    types = parts.get("[Content_Types].xml", b"").lower()
    if b"macroenabled" in types or any(sign in name.lower() for name in parts for sign in ACTIVE):
        yield MACROS
    kinds = {kind for content in _relations(parts) for kind in EXTERNAL.findall(content)}
    if any(not kind.endswith(b"/hyperlink") for kind in kinds):
        yield OUTSIDE


def _relations(parts: dict[str, bytes]) -> Iterable[bytes]:
    return (content for name, content in parts.items() if name.endswith(".rels"))


# ---- What is written between braces -----------------------------------------------------------------------------


def _written_wrong(parts: dict[str, bytes]) -> list[str]:
    """Every tag that is no template language, each once."""
    found: list[str] = []
    for name, content in parts.items():
        if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
            for line in _lines(content):
                found += [fault for tag in TAG.findall(line) if (fault := _tag_fault(tag))]
                if LOOSE.search(TAG.sub("", line)):
                    found.append(f"»{line.strip()}« har klamrar som inte hör ihop.")
    return list(dict.fromkeys(found))


def _lines(content: bytes) -> list[str]:
    """The text of each paragraph."""
    text = content.decode("utf-8", "replace").replace("</w:p>", "\n")
    return html.unescape(re.sub(r"<[^>]*>", "", text)).split("\n")


def _tag_fault(tag: str) -> str:
    """A block can't be read by itself, so it is closed here; only the way it is written is looked at."""
    if tag.startswith("{#"):
        return ""
    text = KINDS.sub(r"\1", tag)
    word = re.match(r"\{%-?\s*(\w+)", text)
    whole = {
        "for": text + "{% endfor %}",
        "if": text + "{% endif %}",
        "elif": "{% if 1 %}" + text + "{% endif %}",
        "else": "",
        "endif": "",
        "endfor": "",
    }.get(word[1] if word else "", text)
    try:
        TemplateEnvironment().parse(whole)
    except TemplateSyntaxError as error:
        return f"»{tag}« är fel skrivet ({error.message})."
    return ""


# ---- What comes out when it is filled in ------------------------------------------------------------------------


def _filled_in(file: bytes) -> Iterable[str]:
    unknown: list[str] = []
    try:
        made = word_file(SAMPLE, io.BytesIO(file), TemplateEnvironment(_noting(unknown)))
    except SecurityError as error:
        return [f"Mallen gör något som mallar inte får ({error}). Den får bara skriva ut, välja och upprepa."]
    except TemplateSyntaxError as error:
        return [f"Raderna med klamrar hör inte ihop: {error.message}. Varje »for« och »if« ska ha sitt slut."]
    except TemplateError as error:
        return [f"Mallen går inte att fylla i: {error.message or type(error).__name__}."]
    except Exception as error:  # noqa: BLE001 - whatever a stranger's file makes other people's readers do
        return [f"Mallen går inte att fylla i ({type(error).__name__}). Utgå från programmets mall."]
    named = [f"»{name}« finns inte att fylla i." for name in dict.fromkeys(unknown)]
    return [*named, *_missing(made)]


def _noting(unknown: list[str]) -> type[Undefined]:
    class Noted(Undefined):
        """Takes down what nobody knows, and goes on as if it were empty, so that all of it is told at once."""

        def __init__(self, *args: Any, name: Any = None, **_about: Any) -> None:
            super().__init__(name=name or (args[2] if len(args) > 2 else None))
            unknown.append(str(self._undefined_name))

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return type(self)(name=f"{self._undefined_name}.{name}")

    return Noted


MARK = "§"
NEEDED = {
    f"titeln{MARK}": "rapportens titel, {{ title }}",
    f"anmärkningen{MARK}": "anmärkningen överst, {{ notice }}",
    f"förvaltningen{MARK}": "förvaltningen, {{ head.administration }}",
    f"handläggaren{MARK}": "handläggaren, {{ head.officer }}",
    f"diarienumret{MARK}": "diarienumret, {{ head.registry_number }}",
    f"dagen{MARK}": "datumet, {{ head.dated_on }}",
    f"nämnden{MARK}": "mottagaren, {{ head.recipient }}",
    f"bilagan{MARK}": "bilagornas rubriker, {{ section.heading }} på nivå 1",
    f"avsnittet{MARK}": "avsnittens rubriker, {{ section.heading }}",
    f"underavsnittet{MARK}": "underavsnittens rubriker, {{ section.heading }} på nivå 3",
    f"stycket{MARK}": "avsnittens text, {{ line }}",
    f"punkten{MARK}": "punkterna i listor, {{ line }} där block.listed",
    f"tabellens rubrik{MARK}": "tabellernas rubriker, {{ table.caption }}",
    f"cellen{MARK}": "tabellerna, {{p table.grid }}",
    f"noten{MARK}": "noterna under tabeller, {{ note }}",
}
"""What the sample says in each place, and what a template leaves out that doesn't print it."""


def _sample() -> Report:
    says = {text.rstrip(MARK): text for text in NEEDED}
    table = Table(
        says["tabellens rubrik"],
        (Column("A"), Column("B", numeric=True)),
        (Row((says["cellen"], Figure("a", "1", 1))),),
        (says["noten"],),
    )
    text = (Block((Line((says["stycket"],)),)), Block((Line((says["punkten"],)),), listed=True))
    section = Section(says["avsnittet"], 2, text, (table,), "a")
    below = replace(section, heading=says["underavsnittet"], level=3)
    head = Head(says["förvaltningen"], "", says["handläggaren"], says["diarienumret"], says["dagen"], says["nämnden"])
    dated = datetime(2026, 1, 1, tzinfo=UTC)
    annex = replace(section, heading=says["bilagan"], level=1)
    return Report(says["titeln"], head, says["anmärkningen"], (section, annex, below), (Annex("b", "x", ()),), dated)


SAMPLE = _sample()


def _missing(made: bytes) -> Iterable[str]:
    """What the sample says and the filled-in file doesn't, and headings that are no headings."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        xml = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")}
    shown = "".join(re.sub(r"<w:(tblCaption|tblDescription)[^>]*>", "", text) for text in xml.values())
    printed = "".join(re.findall(r"<w:t\b[^>]*>([^<]*)</w:t>", shown))
    missing = [what for text, what in NEEDED.items() if text not in printed]
    if missing:
        return [f"Mallen skriver inte ut {what}." for what in missing]
    return _headings(made)


def _headings(made: bytes) -> Iterable[str]:
    from docx import Document

    levels = {f"titeln{MARK}": 1, f"bilagan{MARK}": 1, f"avsnittet{MARK}": 2, f"underavsnittet{MARK}": 3}
    paragraphs = Document(io.BytesIO(made)).paragraphs
    styles = {one.text: str(one.style.name) for one in paragraphs if one.text in levels and one.style}
    found = {one: level for one, level in levels.items() if not _is_heading(styles.get(one, ""))}
    return [f"»{one.rstrip(MARK)}« ska ha formatmallen Rubrik {level}." for one, level in found.items()]


def _is_heading(style: str) -> bool:
    return bool(re.match(r"(Heading|heading|Rubrik) [1-9]|Title", style))
