"""The whole house furnished: for every part of an address a record of the roles' own boards, and one of another's.

Tests that go through every route stand on this. Whoever adds a route whose address has a new part adds an example of
it to `_examples`; where a route wants a record in another state, under »endpoint:part« or »room:part«.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from flask import session as flask_session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import text
from sqlmodel import select
from werkzeug.routing import Rule

from audit.accounts import invitations, sharing
from audit.accounts.models import Account, Board, RoleGrant
from audit.accounts.operations import known
from audit.accounts.rules import Purpose, Role
from audit.accounts.sessions import open_session
from audit.app import create_worker
from audit.checklists import operations as own_checklists
from audit.comparison import paper
from audit.comparison.models import PaperDoubt, PaperStatement
from audit.comparison.rules import Judgement, Statement, parse_counts
from audit.controls.rules import Verdict as HitVerdict
from audit.findings import operations as findings
from audit.findings.rules import Severity, Stance
from audit.improvements import operations as improvements
from audit.jobs import operations as jobs
from audit.journal.models import JournalBoard, JournalEntry
from audit.registers import operations as registers
from audit.registers.models import Frame, KnownCount
from audit.registers.rules import RegisterKind
from audit.reports import operations as reports
from audit.reports.models import ReportDivision
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.reviews.operations import flags
from audit.reviews.operations.cases import case_of
from audit.reviews.rules.flags import FlagKind
from audit.rounds import operations as rounds
from audit.rounds.models import Round
from audit.rounds.rules import Target
from tests.access_checks import telling as checking
from tests.agreements import telling
from tests.checklists.small import altered
from tests.controls import telling as controlling
from tests.indicators import told as documents
from tests.plans import telling as planning
from tests.registers.files import cases, csv_file
from tests.reports.publishing import publish
from tests.retention import telling as retaining
from tests.support.house import House, build
from tests.support.postgres import Cluster
from tests.support.reviewed import answered_review, answered_second, distributed_round, review_id_of, second_reviewer
from tests.support.story import PERIOD, drawn_round

OWN, OTHER = (), ("Östermalm",)
# Stands in every text that belongs to the other board, and nowhere else.
SECRET = "Zinkgruva"
CSRF = "0" * 40
# Where the address alone does not say what is meant.
QUERIES = {"reviews.save_area": "omrade=ansokan"}
Value = int | str


@dataclass(frozen=True)
class Example:
    """Values for one part of an address; without `other` the record is the same for everybody who may see it."""

    own: Value
    other: Value | None = None


class MissingExampleError(Exception):
    """A part of an address for which nobody has furnished an example."""


@dataclass(frozen=True)
class Furnished:
    """A house in which everything exists twice. Tests may change it: `restore` makes it as it was."""

    house: House
    examples: Mapping[str, Example]
    untouched: Path
    tokens: Mapping[str, str]
    put_back: Callable[[], None]
    cookies: dict[str | None, str] = field(default_factory=dict)

    def address(self, rule: Rule, *, other: bool = False) -> str | None:
        """An address of the rule; None where no part of it can be somebody else's."""
        found = {part: self._example(rule, part) for part in sorted(rule.arguments)}
        if other and not any(example.other for example in found.values()):
            return None
        values = {part: example.other or example.own if other else example.own for part, example in found.items()}
        built = rule.build(values)
        assert built
        query = QUERIES.get(rule.endpoint)
        return f"{built[1]}?{query}" if query else built[1]

    def _example(self, rule: Rule, part: str) -> Example:
        room = rule.endpoint.partition(".")[0]
        of_a_board = (f"{room}.each:{part}",) if "board_id" in rule.arguments else ()
        for name in (*of_a_board, f"{rule.endpoint}:{part}", f"{room}:{part}", part):
            if name in self.examples:
                return self.examples[name]
        raise MissingExampleError(
            f"{rule.rule} ({rule.endpoint}) has a part <{part}> without an example. Add one to `_examples` in "
            f"tests/support/furnished.py, with a record of Kungsholmen or Norrmalm as `own` and one of Östermalm "
            f"as `other`."
        )

    def browser(self, account: str | None) -> FlaskClient:
        """A browser in which `account` is signed in already; it does not inspect its pages."""
        self.house.app.test_client_class = FlaskClient
        client = self.house.app.test_client()
        client.set_cookie(self.house.app.config["SESSION_COOKIE_NAME"], self._cookie(account), httponly=True)
        return client

    def _cookie(self, account: str | None) -> str:
        """Made once for each: to sign it takes as long as many a page."""
        if account not in self.cookies:
            self.cookies[account] = self._signed(account)
        return self.cookies[account]

    def _signed(self, account: str | None) -> str:
        client = self.house.app.test_client()
        with client.session_transaction() as kept:
            kept.update({"csrf_token": CSRF, **({"token": self.tokens[account]} if account else {})})
        found = client.get_cookie(self.house.app.config["SESSION_COOKIE_NAME"])
        assert found
        return str(found.value)

    def empty_form(self) -> dict[str, str]:
        """What a form of these browsers holds at least."""
        with self.house.app.test_request_context():
            flask_session["csrf_token"] = CSRF
            return {"csrf_token": generate_csrf()}

    def restore(self) -> None:
        self.house.database.close()
        self.restore_files()
        self.put_back()

    def restore_files(self) -> None:
        """Make only the uploaded files as they were, where they are others."""
        uploads = self.house.settings.uploads
        if _names_in(uploads) != _names_in(self.untouched):
            shutil.rmtree(uploads)
            shutil.copytree(self.untouched, uploads)

    @property
    def file(self) -> Path:
        return Path(self.house.database.url.removeprefix("sqlite:///"))


def _names_in(folder: Path) -> set[tuple[str, int]]:
    return {(str(file.relative_to(folder)), file.stat().st_size) for file in folder.rglob("*")}


def furnish(empty: Path, folder: Path) -> Furnished:
    """Furnish a house in `folder`, beginning with a copy of the migrated database file `empty`."""
    file, untouched = folder / "instance" / "stickprov.db", folder / "untouched.db"
    file.parent.mkdir()
    shutil.copyfile(empty, file)

    def put_back() -> None:
        for rest in ("-wal", "-shm"):
            file.with_name(file.name + rest).unlink(missing_ok=True)
        shutil.copyfile(untouched, file)

    furnished = _furnished(f"sqlite:///{file}", folder, put_back)
    with furnished.house.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    furnished.house.database.close()
    shutil.copyfile(file, untouched)
    return furnished


def furnish_on_postgresql(cluster: Cluster, name: str, folder: Path) -> Furnished:
    """Furnish a house in the server's empty, migrated database of that name; its files are in `folder`."""
    (folder / "instance").mkdir()
    untouched = f"{name}_untouched"

    def put_back() -> None:
        cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")
        cluster.execute(f"CREATE DATABASE {name} TEMPLATE {untouched}")

    furnished = _furnished(cluster.url(name), folder, put_back)
    furnished.house.database.close()
    cluster.execute(f"CREATE DATABASE {untouched} TEMPLATE {name}")
    return furnished


def _furnished(url: str, folder: Path, put_back: Callable[[], None]) -> Furnished:
    house = build(url, folder / "instance")
    examples, tokens = _examples(house), _tokens(house)
    shutil.copytree(house.settings.uploads, folder / "uploads")
    return Furnished(house, examples, folder / "uploads", tokens, put_back)


def _tokens(house: House) -> dict[str, str]:
    """A session for everybody."""
    with house.database.transaction() as session:
        accounts = {name: session.get_one(Account, account_id) for name, account_id in house.accounts.items()}
        return {name: open_session(session, account, house.clock()) for name, account in accounts.items()}


# ---- The examples -----------------------------------------------------------------------------------------------


def _examples(house: House) -> dict[str, Example]:
    own, other = _round(house, *OWN), _round(house, *OTHER)
    own_paper, other_paper = _paper_year(house, *OWN), _paper_year(house, *OTHER)
    own_area, other_area = _area(house, own, *OWN), _area(house, other, *OTHER)
    return {
        "account_id": Example(house.accounts["lasare"]),
        "accounts.invitation:token": Example(_invitation(house)),
        "accounts.invitation_accepted:token": Example(_invitation(house)),
        "accounts:board_id": Example(house.boards["Kungsholmen"]),
        "area_id": Example(own_area, other_area),
        "board_id": Example(house.boards["Kungsholmen"], house.boards["Östermalm"]),
        "bootstrap:filename": Example("css/bootstrap.min.css"),
        "checklists:name": Example(_checklist(house), _checklist(house, *OTHER)),
        "comparison:round_id": Example(own_paper, other_paper),
        **dict.fromkeys(("comparison.focus:round_id", "comparison.choose_focus:round_id"), Example(own, other)),
        "doubt_id": Example(_doubt(house, own_paper), _doubt(house, other_paper, *OTHER)),
        "count_id": Example(_known_count(house), _known_count(house, *OTHER)),
        "flag_id": Example(_flag(house, own), _flag(house, other, *OTHER)),
        "extract_id": Example(_extract(house, own), _extract(house, other)),
        "filename": Example("theme.css"),
        "files_id": Example(_report_files(house, own), _report_files(house, other, *OTHER)),
        "findings.reply:observation_id": Example(
            _observation(house, own, *OWN, shared=True), _observation(house, other, *OTHER, shared=True)
        ),
        "job_id": Example(_job(house, "samordnare"), _job(house, "annan-samordnare")),
        "measure_id": Example(_measure(house, own_area, *OWN), _measure(house, other_area, *OTHER)),
        "meeting_id": Example(_meeting(house, own, *OWN), _meeting(house, other, *OTHER)),
        "observation_id": Example(_observation(house, own, *OWN), _observation(house, other, *OTHER)),
        "question_id": Example("application_on_file"),
        "registers:token": Example(_upload(house), _upload(house, *OTHER)),
        "review_id": Example(
            review_id_of(house, own, position=1), review_id_of(house, other, board="Östermalm", position=1)
        ),
        **dict.fromkeys(
            [f"reviews.{name}:review_id" for name in ("confirm", "differences", "settle", "settle_amount")],
            Example(_differing(house, own), _differing(house, other, *OTHER)),
        ),
        **dict.fromkeys(
            ("reviews.withdraw:review_id", "reviews.withdrawn:review_id"),
            Example(_second_begun(house, own), _second_begun(house, other, *OTHER)),
        ),
        **_sent_back(house, own, other),
        **_log_checks(house),
        **_controls(house),
        **_agreements(house),
        **_documents(house),
        **_payments(house),
        **_plans(house),
        **_boards_reports(house),
        **_retention(house),
        "reply_id": Example(_correction(house, own, *OWN), _correction(house, other, *OTHER)),
        "figure": Example("omrade.ansokan.alla.nej"),
        "form": Example("docx"),
        "number": Example(1),
        "place": Example(1),
        "round_id": Example(own, other),
        "section": Example("sammanfattning"),
        "sharing_id": Example(shared(house, "Kungsholmen"), shared(house, "Östermalm", words=SECRET)),
        "sequence": Example(_entry(house, *OWN), _entry(house, *OTHER)),
        "statement_id": Example(_statement(house, own_paper), _statement(house, other_paper)),
        "table_id": Example(_own_table(house, own), _own_table(house, other, *OTHER)),
        "target": Example(Target.FAMILIES),
        "unit_id": Example(_unit(house, own), _unit(house, other)),
    }


def _boards_reports(house: House) -> dict[str, Example]:
    """A round whose boards get a report each, written and published, with a table of its own."""
    rounds_ = _divided(house), _divided(house, *OTHER)
    tables = _own_table(house, rounds_[0], each=True), _own_table(house, rounds_[1], *OTHER, each=True)
    return {"reports.each:round_id": Example(*rounds_), "reports.each:table_id": Example(*tables)}


def _retention(house: House) -> dict[str, Example]:
    """A proposal to erase what a control run of each has found, and one of the installation's own."""
    own, other = (retaining.proposal(house, board) for board in ("Kungsholmen", "Östermalm"))
    return {
        "erasure_id": Example(own, other),
        "house_erasure_id": Example(retaining.house_proposal(house)),
        "house_kind": Example("arbeten"),
        "kind": Example("granskning"),
    }


def _divided(house: House, *boards: str) -> int:
    round_id = drawn_round(house, *boards, year=2023, prefix="T-")
    board_id, runner = _boards_of(house, boards)[0], _runner(boards)
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        session.add(ReportDivision(round_id=round_id, per_board=True, chosen_at=house.clock()))
        about = {"round_": round_, "section": "sammanfattning", "written": reports.Written(_words(boards)), "seen": 0}
        reports.save_text(session, stamp=house.stamp(runner), **about, board_id=board_id)  # type: ignore[arg-type]
    publish(house, round_id, runner, board_id=board_id)
    return round_id


def _own_table(house: House, round_id: int, *boards: str, each: bool = False) -> int:
    """A table that somebody has put into a report, of a board's own where `each` has one."""
    with house.database.transaction() as session:
        board_id = _boards_of(house, boards)[0] if each else None
        of = reports.TablesOf(session.get_one(Round, round_id), "sammanfattning", "", (), board_id)
        stamp, rows = house.stamp(_runner(boards)), f"{_words(boards)};2014\nHushåll;184"
        row = reports.add_table(session, stamp=stamp, of=of, caption=_words(boards), rows=rows, source="")
        return known(row.id)


def _agreements(house: House) -> dict[str, Example]:
    """An adopted agreement of each with all that follows on it, and a draft for the pages that change one."""
    own = telling.adopted(house)
    other = telling.adopted(house, *OTHER, account="annan-samordnare", title=SECRET)
    theirs: dict[str, str] = {"account": "annan-samordnare"}
    draft = telling.drafted(house), telling.drafted(house, *OTHER, **theirs, title=SECRET)
    changing = ("adopt", "base", "discard", "edit", "new_area")
    return {
        "agreement_id": Example(own, other),
        **dict.fromkeys([f"agreements.{page}:agreement_id" for page in changing], Example(*draft)),
        "cost_area_id": Example(*(telling.area_id(house, each) for each in draft)),
        "agreements.propose:cost_area_id": Example(telling.area_id(house, own), telling.area_id(house, other)),
        "document_id": Example(
            telling.attached(house, own), telling.attached(house, other, **theirs, name=f"{SECRET}.pdf")
        ),
        "period": Example("T1"),
        "proposal_id": Example(telling.short(house, own), telling.short(house, other, **theirs, words=SECRET)),
        "steering_id": Example(telling.met(house, own), telling.met(house, other, **theirs, words=SECRET)),
    }


# The year of an analysis on which no plan is made yet, so that one can be.
YEAR_WITHOUT_A_PLAN = 2028


def _plans(house: House) -> dict[str, Example]:
    """A followed-up plan of each with its analysis, and drafts of the next year for the pages that change one."""
    risk, control = replace(planning.CHILDREN, risk=SECRET), replace(planning.BY_HAND, moment=SECRET)
    plans = planning.a_year(house), planning.a_year(house, "Östermalm", risk, control)
    drafts = planning.a_draft_year(house), planning.a_draft_year(house, "Östermalm")
    for board in ("Kungsholmen", "Östermalm"):
        planning.analysis_adopted(house, board, YEAR_WITHOUT_A_PLAN)
    measures = planning.measured(house, plans[0]), planning.measured(house, plans[1], "Östermalm", SECRET)
    of_analyses = ("adopt_analysis", "discard_analysis", "analysis_note", "new_risk", "scale")
    of_plans = ("adopt_plan", "discard_plan", "plan_note", "new_control")
    return {
        "analysis_id": Example(*(planning.analysis_of(house, each) for each in plans)),
        **dict.fromkeys(
            [f"plans.{page}:analysis_id" for page in of_analyses],
            Example(*(planning.analysis_of(house, each) for each in drafts)),
        ),
        "risk_id": Example(*(planning.risk_of(house, each) for each in drafts)),
        "plan_id": Example(*plans),
        **dict.fromkeys([f"plans.{page}:plan_id" for page in of_plans], Example(*drafts)),
        "plan_control_id": Example(*(planning.control_of(house, each) for each in drafts)),
        **dict.fromkeys(
            ("plans.judge:plan_control_id", "plans.new_measure:plan_control_id"),
            Example(*(planning.control_of(house, each) for each in plans)),
        ),
        "plan_measure_id": Example(*measures),
    }


def _documents(house: House) -> dict[str, Example]:
    """A document of a year with a goal, an indicator, a table and a check that finds something."""
    own = documents.written(house)
    other = documents.written(house, *OTHER, account="annan-samordnare", words=SECRET)
    of_own, of_other = documents.parts(house, own), documents.parts(house, other)
    return {"year_document_id": Example(own, other), **{part: Example(of_own[part], of_other[part]) for part in of_own}}


def _log_checks(house: House) -> dict[str, Example]:
    """A log check of each, drawn and not yet judged."""
    own, other = checking.drawn_check(house), checking.drawn_check(house, "Östermalm", "annan-samordnare")
    entries = checking.entries(house, own)[0], checking.entries(house, other)[0]
    return {"access_checks:check_id": Example(own, other), "drawn_id": Example(*entries)}


def _controls(house: House) -> dict[str, Example]:
    """A run of each, with a hit that somebody has judged."""
    own, other = controlling.a_run(house), controlling.a_run(house, *OTHER)
    results = controlling.result_id(house, own), controlling.result_id(house, other, board="Östermalm")
    hits = controlling.hit_id(house, results[0]), controlling.hit_id(house, results[1])
    controlling.judged(house, hits[1], HitVerdict.WRONG, SECRET, "annan-samordnare", OTHER)
    return {
        "controls:run_id": Example(own, other),
        "controls:result_id": Example(*results),
        "controls:hit_id": Example(*hits),
    }


def _payments(house: House) -> dict[str, Example]:
    """A payment under review of each."""
    rounds_of = [distributed_round(house, *boards, kind=RegisterKind.PAYMENTS, size=1) for boards in (OWN, OTHER)]
    found = [review_id_of(house, rounds_of[0]), review_id_of(house, rounds_of[1], board="Östermalm")]
    return dict.fromkeys(("reviews.amount:review_id", "reviews.amount_given:review_id"), Example(*found))


def _entry(house: House, *boards: str) -> int:
    """An entry of the journal that is the boards' alone."""
    with house.database.transaction(write=False) as session:
        of = select(JournalBoard.sequence).where(JournalBoard.board_id == _boards_of(house, boards)[0])
        drawn = select(JournalEntry.sequence).where(JournalEntry.action == "round:drawn")
        return min({*session.exec(of).all()} & {*session.exec(drawn).all()})


def _round(house: House, *boards: str) -> int:
    """A round under way, with a targeted sample: one file is signed with deviations, the others are open."""
    round_id = distributed_round(house, *boards, targets={Target.FAMILIES: (1, 1)})
    if not boards:
        with house.database.transaction() as session:
            reviews.begin_calibration(session, stamp=house.stamp(), round_id=round_id)
    comment = SECRET if boards else "Egen kommentar."
    board = boards[0] if boards else "Kungsholmen"
    answered_review(
        house, round_id, board=board, position=2, answers={"application_on_file": ("nej", comment)}, sign=True
    )
    if boards:
        with house.database.transaction() as session:
            session.get_one(Round, round_id).name = SECRET
    return round_id


def _differing(house: House, round_id: int, *boards: str) -> int:
    """A file that two have reviewed, who answered one question differently."""
    board = boards[0] if boards else "Kungsholmen"
    if boards:
        _another_reviewer(house, round_id, *boards)
    second_reviewer(house, round_id, board=board, position=3, account="annan-granskare2" if boards else "")
    review_id = answered_review(house, round_id, board=board, position=3, sign=True)
    said = {"application_on_file": ("nej", _words(boards))}
    answered_second(house, round_id, board=board, position=3, answers=said)
    return review_id


def _second_begun(house: House, round_id: int, *boards: str) -> int:
    """A file's second review that is not signed; the board's other reviewer is there since `_differing`."""
    account = "annan-granskare2" if boards else ""
    board, position = (boards[0], 1) if boards else ("Norrmalm", 2)
    return second_reviewer(house, round_id, board=board, position=position, account=account)


def _another_reviewer(house: House, round_id: int, board: str) -> None:
    """The other board has only one, and nobody reviews a file twice."""
    with house.database.transaction() as session:
        person = Account(username="annan-granskare2", name="Annan-granskare2", created_at=house.clock())
        session.add(person)
        session.flush()
        house.accounts[person.username] = known(person.id)
        session.add(RoleGrant(account_id=known(person.id), role=Role.REVIEWER, board_id=house.boards[board]))
        people = [house.accounts["annan-granskare"], known(person.id)]
        round_ = session.get_one(Round, round_id)
        rounds.set_reviewers(session, stamp=house.stamp("annan-samordnare"), round_=round_, account_ids=people)


def _sent_back(house: House, own: int, other: int) -> dict[str, Example]:
    """A review of each that was signed and sent back with a remark, under every name that an address has for it."""
    reviewed, remarks, reopenings = zip(
        _remarked(house, own, "Norrmalm", 1), _remarked(house, other, "Östermalm", 1), strict=True
    )
    return {
        "reviews.earlier:reopening_id": Example(*reopenings),
        "reviews.earlier:review_id": Example(*reviewed),
        "reviews.resolve:remark_id": Example(*remarks),
        "reviews.resolve:review_id": Example(*reviewed),
    }


def _remarked(house: House, round_id: int, board: str, position: int) -> tuple[int, int, int]:
    review_id = answered_review(house, round_id, board=board, position=position, sign=True)
    words = SECRET if board == "Östermalm" else "Se över svaret."
    runner = "annan-samordnare" if board == "Östermalm" else "samordnare"
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id)
        reviews.send_back(session, stamp=house.stamp(runner), review=review, remarks={"application_on_file": words})
        [remark], [(reopening, _)] = reviews.remarks_of(session, review_id), reviews.reopenings(session, review_id)
        return review_id, known(remark.id), known(reopening.id)


def _flag(house: House, round_id: int, *boards: str) -> int:
    """Something that can't wait, seen in an open file."""
    board = boards[0] if boards else "Kungsholmen"
    with house.database.transaction() as session:
        case = case_of(session, review_id_of(house, round_id, board=board, position=1))
        assert case
        raised = flags.Raised(FlagKind.CHILD, _words(boards))
        return known(flags.raise_flag(session, stamp=house.stamp(_runner(boards)), case=case, raised=raised).id)


def _extract(house: House, round_id: int) -> int:
    """The extract that the round's first frame comes from."""
    with house.database.transaction(write=False) as session:
        frame_id = rounds.parts(session, round_id)[0].frame_id
        return session.get_one(Frame, frame_id).extract_id


def _upload(house: House, *boards: str) -> str:
    """A checked file that waits to be frozen, with one row that has a fault."""
    owner = _runner(boards)
    rows = cases(
        {"namnd_kod": boards[0] if boards else "Kungsholmen", "arende_id": _words(boards)}, {"beslutsdatum": "x"}
    )
    delivery = registers.Delivery(csv_file(rows), "arenden.csv", RegisterKind.CASES, PERIOD)
    today, stamp, board_ids = house.today, house.stamp(owner), list(_boards_of(house, boards))
    read = registers.read(delivery, key=house.settings.pseudonym_key, today=today, max_bytes=1_000_000)
    with house.database.transaction() as session:
        upload = registers.stage(
            session,
            stamp=stamp,
            owner_id=house.accounts[owner],
            found=read,
            folder=house.settings.uploads,
            board_ids=board_ids,
        )
        registers.check_at_once(session, stamp=stamp, upload=upload, board_ids=board_ids, settings=house.settings)
        return upload.token


def _doubt(house: House, paper_round: int, *boards: str) -> int:
    """A row out of a document whose figures contradict each other."""
    target = paper.Target(paper_round, _boards_of(house, boards)[0], paper.Source(_words(boards), "3"))
    rows, _ = parse_counts("application_on_file;7;2;1;0;0;11", {"application_on_file": ""})
    with house.database.transaction() as session:
        paper.set_counts(session, stamp=house.stamp(_runner(boards)), target=target, rows=rows)
        return known(session.exec(select(PaperDoubt.id).where(PaperDoubt.round_id == paper_round)).one())


def _known_count(house: House, *boards: str) -> int:
    board_id = _boards_of(house, boards)[0]
    count = registers.Count(board_id, RegisterKind.CASES, 2025, _words(boards), 100, "Påhittad")
    with house.database.transaction() as session:
        registers.set_count(session, stamp=house.stamp(_runner(boards)), count=count)
        return known(session.exec(select(KnownCount.id).where(KnownCount.board_id == board_id)).one())


def _words(boards: tuple[str, ...]) -> str:
    return SECRET if boards else "Barnperspektivet"


def _runner(boards: tuple[str, ...]) -> str:
    return "annan-samordnare" if boards else "samordnare"


def _boards_of(house: House, boards: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(house.board_ids(*(boards or ("Kungsholmen", "Norrmalm"))))


def _observation(house: House, round_id: int, *boards: str, shared: bool = False) -> int:
    stamp, words = house.stamp(_runner(boards)), _words(boards)
    draft = findings.Draft(title=words, seen=words, severity=Severity.MINOR, assessment=words, recommendation=words)
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        observation_id = known(findings.write_observation(session, stamp=stamp, round_=round_, draft=draft).id)
        if shared:
            findings.share(session, stamp=stamp, round_=round_, observation_ids=[observation_id])
        return observation_id


def _correction(house: House, round_id: int, *boards: str) -> int:
    """A reply of the unit that says that something is wrong in fact."""
    observation_id = _observation(house, round_id, *boards, shared=True)
    given = findings.GivenReply(Stance.DISAGREES, correction=_words(boards))
    stamp = house.stamp("annan-enhetschef" if boards else "enhetschef")
    with house.database.transaction() as session:
        return known(findings.reply(session, stamp=stamp, observation_id=observation_id, given=given).id)


def _meeting(house: House, round_id: int, *boards: str) -> int:
    talk = findings.Talk(house.today, _words(boards), _words(boards))
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        return known(findings.add_meeting(session, stamp=house.stamp(_runner(boards)), round_=round_, talk=talk).id)


def _area(house: House, round_id: int, *boards: str) -> int:
    words = _words(boards)
    plan = improvements.AreaPlan(words, words, words, words, _boards_of(house, boards), origin_round_id=round_id)
    with house.database.transaction() as session:
        return known(improvements.create_area(session, stamp=house.stamp(_runner(boards)), plan=plan).id)


def _measure(house: House, area_id: int, *boards: str) -> int:
    plan = improvements.MeasurePlan(_words(boards), _words(boards))
    with house.database.transaction() as session:
        area = next(one for one in improvements.areas(session) if one.id == area_id)
        return known(improvements.add_measure(session, stamp=house.stamp(_runner(boards)), area=area, plan=plan).id)


def _paper_year(house: House, *boards: str) -> int:
    stamp, words = house.stamp(_runner(boards)), _words(boards)
    with house.database.transaction() as session:
        year = paper.PaperYear(2014, words, _boards_of(house, boards))
        round_id = known(paper.add_paper_year(session, stamp=stamp, paper=year).id)
        said = Statement(Judgement.IN_ORDER, words, "Tjänsteutlåtande 2014", "3")
        paper.add_statement(session, stamp=stamp, round_id=round_id, question_id="application_on_file", statement=said)
        return round_id


def _statement(house: House, round_id: int) -> int:
    with house.database.transaction(write=False) as session:
        return known(session.exec(select(PaperStatement.id).where(PaperStatement.round_id == round_id)).one())


def _unit(house: House, round_id: int) -> int:
    with house.database.transaction(write=False) as session:
        return known(rounds.in_use(session, round_id)[0].id)


def _checklist(house: House, *boards: str) -> str:
    """A draft of an own checklist."""
    text = altered("En liten mall", _words(boards))
    with house.database.transaction() as session:
        stamp, board_ids = house.stamp(_runner(boards)), _boards_of(house, boards)
        return own_checklists.send(
            session, stamp=stamp, data=text.encode(), source="min.toml", board_ids=board_ids
        ).name


def _job(house: House, account: str) -> int:
    with house.database.transaction() as session:
        job = jobs.enqueue(
            session,
            kind="example",
            title="Ett längre arbete" if account == "samordnare" else SECRET,
            owner_id=house.accounts[account],
            payload={},
            location="/",
            now=house.clock(),
        )
        return known(job.id)


def _report_files(house: House, round_id: int, *boards: str) -> int:
    """The round's report with a section written, published, and as files that wait for whoever asked for them."""
    stamp, owner = house.stamp(_runner(boards)), house.accounts[_runner(boards)]
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        written = reports.Written(_words(boards))
        reports.save_text(session, stamp=stamp, round_=round_, section="sammanfattning", written=written, seen=0)
        reports.add_words(session, stamp=stamp, board_id=_boards_of(house, boards)[0], text=f"Ord {_words(boards)}")
    publish(house, round_id, _runner(boards))
    with house.database.transaction() as session:
        round_ = session.get_one(Round, round_id)
        job = reports.ask_for_files(
            session, stamp=stamp, owner_id=owner, round_=round_, location="/rapporter/filer/{id}"
        )
    create_worker(house.settings, house.database, clock=house.clock).run_waiting()
    return int(job.payload["files"])


def shared(house: House, board: str, purpose: Purpose = Purpose.COMPARISON, *, words: str = "Påhittat") -> int:
    """What a board shares: Östermalm with a board that nobody of the house belongs to, the others with Östermalm."""
    receiver = _elsewhere(house) if board == "Östermalm" else house.boards["Östermalm"]
    runner = "annan-samordnare" if board == "Östermalm" else "samordnare"
    until = house.today + timedelta(days=90)
    wanted = sharing.Wanted(house.boards[board], receiver, purpose, until, "Påhittad paragraf", words)
    with house.database.transaction() as session:
        return known(sharing.share(session, stamp=house.stamp(runner), wanted=wanted).id)


def _elsewhere(house: House) -> int:
    with house.database.transaction() as session:
        board = Board(code="Els", name="Annorstädes")
        session.add(board)
        session.flush()
        return known(board.id)


def _invitation(house: House) -> str:
    with house.database.transaction() as session:
        person = session.get_one(Account, house.accounts["lasare"])
        return invitations.invite(session, stamp=house.stamp("administrator"), account=person)
