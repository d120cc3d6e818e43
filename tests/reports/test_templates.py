"""A board's own Word template: every fault is named, nothing in it is run, and a good one is what the report is in."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from docx import Document
from sqlmodel import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from audit.reports.models import KeptTemplate
from audit.reports.renderings import word_check
from audit.reports.renderings.word_check import faults_in
from audit.reports.renderings.word_template import default_template
from tests.reports import documents
from tests.reports.publishing import publish, stored
from tests.support.house import House
from tests.support.pages import PageClient, parse, text_of
from tests.support.story import drawn_round

RELATIONS = "word/_rels/document.xml.rels"


def changed(old: str, new: str, part: str = "word/document.xml") -> bytes:
    """The program's template with one text of it changed."""

    def change(content: bytes) -> bytes:
        assert old in content.decode()
        return content.decode().replace(old, new, 1).encode()

    return with_part(part, change)


def with_part(part: str, change: Callable[[bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(default_template())) as before, zipfile.ZipFile(target, "w") as after:
        names = [*before.namelist(), *([part] if part not in before.namelist() else [])]
        for name in names:
            content = before.read(name) if name in before.namelist() else b""
            after.writestr(name, change(content) if name == part else content)
    return target.getvalue()


@cache  # a Word file holds the time at which it was made, and boards that share a template share the very file
def written(*texts: str) -> bytes:
    """The program's template with paragraphs of somebody's own at the end."""
    document = Document(io.BytesIO(default_template()))
    for text in texts:
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_the_programs_own_template_has_no_fault() -> None:
    assert faults_in(default_template()) == []
    assert faults_in(written("Egen sidfot för {{ head.administration|upper }}")) == []


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        (lambda: b"inget dokument", word_check.NOT_WORD),
        (lambda: default_template()[:-900], word_check.NOT_WORD),
        (lambda: default_template()[:3000] + b"x" * 50 + default_template()[3050:], word_check.BROKEN),
        (lambda: with_part("word/vbaProject.bin", lambda _: b"makro"), word_check.MACROS),
        (lambda: with_part("word/embeddings/x.bin", lambda _: b"ole"), word_check.MACROS),
        (
            lambda: changed(
                "</Relationships>",
                '<Relationship Id="r9" Type="http://x/attachedTemplate" Target="http://x/y" TargetMode="External"/>'
                "</Relationships>",
                RELATIONS,
            ),
            word_check.OUTSIDE,
        ),
        (lambda: b"P" * (word_check.LARGEST + 1), word_check.TOO_LARGE),
    ],
)
def test_a_file_that_is_no_template_is_refused_by_name(file: Callable[[], bytes], fault: str) -> None:
    assert faults_in(file()) == [fault]


def test_all_faults_are_named_at_once() -> None:
    unknown = faults_in(written("{{ titel }}", "{{ head.telefon }}", "{{ sections.antal }}"))
    assert unknown == [f"»{name}« finns inte att fylla i." for name in ("titel", "telefon", "antal")]
    wrong = faults_in(written("{{ title", "{{ title }", "{{ title + }}", "{% fro section in sections %}"))
    assert wrong[:2] == [f"»{text}« har klamrar som inte hör ihop." for text in ("{{ title", "{{ title }")]
    assert [fault.split("«")[0] for fault in wrong[2:]] == ["»{{ title + }}", "»{% fro section in sections %}"]
    missing = faults_in(changed("{{ note }}", "", "word/document.xml"))
    assert missing == ["Mallen skriver inte ut noterna under tabeller, {{ note }}."]
    several = faults_in(changed("{{ title }}", "{{ titel }}"))
    assert several == ["»titel« finns inte att fylla i.", "Mallen skriver inte ut rapportens titel, {{ title }}."]


def test_blocks_that_do_not_belong_together_are_told() -> None:
    assert "hör inte ihop" in faults_in(written("{% if notice %}"))[0]


@pytest.mark.parametrize(
    "code",
    [
        "{{ title.__class__.__mro__ }}",
        "{{ head.__init__.__globals__ }}",
        "{{ 'x' * 999999999 }}",
        "{{ 9 ** 9999999 }}",
        "{% for x in range(99999999) %}x{% endfor %}",
        "{{ title.ljust(99999999) }}",
        "{{ title|center(99999999) }}",
        "{% import 'os' as x %}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_template_runs_nothing(code: str) -> None:
    assert faults_in(written(code)) != []


def test_a_heading_that_is_no_heading_is_told() -> None:
    document = Document(io.BytesIO(default_template()))
    next(one for one in document.paragraphs if one.text == "{{ title }}").style = "Body Text"
    target = io.BytesIO()
    document.save(target)
    assert faults_in(target.getvalue()) == ["»titeln« ska ha formatmallen Rubrik 1."]


def test_a_board_sends_in_its_template_and_its_report_is_in_it(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, client = drawn_round(house), house.client("samordnare")
    boards = [house.boards[name] for name in ("Kungsholmen", "Norrmalm")]
    own = written("Nämndens egen avslutning för {{ head.administration }}")
    report = f"/omgangar/{round_id}/rapport/fil/docx"
    for board in boards:
        where = f"/rapporter/wordmall/{board}"
        refused = send(client, where, b"inget dokument")
        assert refused.status_code == 422
        assert word_check.NOT_WORD in text_of(parse(refused))
        assert "Nämndens egen avslutning" not in documents.everything(client.get(report).data)
        assert send(client, where, own).status_code == 302
        assert client.get(f"{where}/fil").data == own
    assert "Nämndens egen avslutning för Kungsholmens och" in "\n".join(documents.paragraphs(client.get(report).data))
    client.fill(f"/rapporter/wordmall/{boards[0]}", "Gå tillbaka till programmets mall")
    assert "Nämndens egen avslutning" not in documents.everything(client.get(report).data)
    assert house.client("annan-samordnare").get(f"/rapporter/wordmall/{boards[0]}").status_code == 404


def send(client: PageClient, where: str, file: bytes) -> TestResponse:
    sent = FileStorage(io.BytesIO(file), "nämndens mall.docx", "file")
    return client.fill(where, "Pröva och använd mallen", file=sent)


def test_a_template_from_before_tables_could_stand_in_the_text_can_be_used_as_it_is() -> None:
    assert faults_in(changed("in section.pieces", "in [section]")) == []


def test_what_is_published_keeps_the_template_that_it_was_published_with(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id, client = drawn_round(house), house.client("samordnare")
    published = f"/omgangar/{round_id}/rapport/publicerad"
    for board in house.board_ids("Kungsholmen", "Norrmalm"):
        send(client, f"/rapporter/wordmall/{board}", written("Den första mallens slut."))
    publish(house, round_id)
    first = client.get(f"{published}/1/fil/docx").data
    for board in house.board_ids("Kungsholmen", "Norrmalm"):
        send(client, f"/rapporter/wordmall/{board}", written("Den andra mallens slut."))
    assert "Den första mallens slut." in documents.paragraphs(first)
    assert client.get(f"{published}/1/fil/docx").data == first
    assert "Den andra mallens slut." in documents.paragraphs(client.get(f"/omgangar/{round_id}/rapport/fil/docx").data)
    client.fill(f"/omgangar/{round_id}/rapport/avsnitt/bakgrund", text="Rättad.")
    assert publish(house, round_id, changed="Bakgrunden.") == 2
    assert "Den andra mallens slut." in documents.paragraphs(client.get(f"{published}/2/fil/docx").data)
    with house.database.transaction() as session:
        for kept in session.exec(select(KeptTemplate)):
            kept.content = default_template()
    assert client.get(f"{published}/1/fil/docx").status_code == 409


def test_the_programs_own_template_is_kept_once_with_all_that_is_published_in_it(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    round_id = drawn_round(house)
    publish(house, round_id)
    house.client("samordnare").fill(f"/omgangar/{round_id}/rapport/avsnitt/bakgrund", text="Rättad.")
    publish(house, round_id, changed="Bakgrunden.")
    with house.database.transaction(write=False) as session:
        [kept] = session.exec(select(KeptTemplate))
        hashes = {stored(session, round_id, number).template_sha256 for number in (1, 2)}
    assert (kept.content, hashes) == (default_template(), {hashlib.sha256(default_template()).hexdigest()})
