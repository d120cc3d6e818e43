"""The annex of a report: how the sample was drawn, every question's answers, and the years side by side."""

from collections.abc import Callable, Iterable
from functools import partial

from audit.comparison.rules import JUDGEMENT_NAMES, NOTHING, ON_PAPER, Cell, Year
from audit.reports.content import Block, Column, Figure, Row, RowKind, Section, Table
from audit.reports.rules import figures, money
from audit.reports.rules.facts import AreaFacts, QuestionFacts, ReportFacts
from audit.reports.rules.figures import Asked
from audit.reports.rules.proposals import TITLES
from audit.reports.rules.sentences import FRAMES, left_out, period, questions
from audit.reports.rules.text import line, listing, paragraph, printable
from audit.rounds.rules import COUNTED_WRONG, KRONA_RULES, STANDING_NAMES, Standing
from audit.web.formats import day
from audit.wording import TESTS_EXPLAINED, UNITS, count_of, limits_explained
from checklists.counting import CODES

TOGETHER = "Tillsammans"
SPACE = "\N{NO-BREAK SPACE}"
ANSWERS = (
    Column("Ja", numeric=True, share=2),
    Column("Delvis", numeric=True, share=2),
    Column("Nej", numeric=True, share=2),
    Column("Ej aktuellt", numeric=True, share=3),
    Column("Kan ej bedömas", numeric=True, share=3),
    Column("Följsamhet", numeric=True, share=4),
)
PREVIOUS = "Mot året före"
IN_FRAME = Column("Avvikelser i ramen", numeric=True, share=4, parts=figures.LIMIT_PARTS)
OF_DRAW = {"dragna": "Dragna", "ersatta": "Ersatta", "att_granska": "Att granska", "granskade": "Granskade"}
NOT_REVIEWED = STANDING_NAMES[Standing.SET_ASIDE]
LEFT_OUT = {"ramen": "I ramen", "lamnade_ute": "Lämnade ute", "kunde_dras": "Kunde dras"}
ADHERENCE = "Följsamhet: antal Ja av alla Ja, Delvis och Nej. Ett streck betyder att frågan inte gick att besvara."


def title(facts: ReportFacts) -> str:
    return f"{TITLES[facts.kind]} {facts.year}"


def sections(facts: ReportFacts) -> tuple[Section, ...]:
    """The whole annex, in the order of the document."""
    read = paragraph(_reading(facts))
    results = Section("Svar per fråga och område", 2, blocks=(read,), key="bilaga-svar")
    return (method(facts), *money.sections(facts), results, *_areas(facts), *comparison(facts))


# ---- Method -----------------------------------------------------------------------------------------------------


def method(facts: ReportFacts) -> Section:
    """Frame, seed, draw and replacements: what anybody needs who wants to draw the sample again."""
    frame = (
        f"Urvalsramen är {FRAMES[facts.kind][1]}{period(facts)} enligt registerutdrag. Ramen frystes och storlekarna "
        f"bestämdes innan fröet angavs."
    )
    by_ticket = (
        "Varje enhet i ramen fick en lott: kontrollsumman SHA-256 av frö, kommatecken och enhetens beteckning. De "
        "lägsta lotterna i varje nämnd är urvalet, de följande är reserver i ordning."
    )
    rule = by_ticket if facts.equal_chances else " ".join(KRONA_RULES)
    drawn = (
        f"Urvalet drogs {day(facts.draw.drawn_on)} med fröet »{printable(facts.draw.seed)}«. "
        f"Fröets källa: {printable(facts.draw.seed_source)}. {rule}"
    )
    asked = f"Granskningsmall: {printable(facts.checklist)}, {questions(len(facts.questions))}."
    limits = limits_explained(boards=len(facts.boards), finished=facts.finished)
    tests = (TESTS_EXPLAINED,) if facts.earlier else ()
    texts = (frame, *left_out(facts), drawn, asked, limits, *tests, "Ramarnas kontrollsummor (SHA-256):")
    sums = Block(tuple(line(f"{board.name}: {board.frame_sha256}") for board in facts.boards), listed=True)
    blocks = (*map(paragraph, texts), sums)
    return Section("Metod", 2, blocks=blocks, tables=(frames(facts), *replacements(facts)), key="bilaga-metod")


def frames(facts: ReportFacts, of: str = "") -> Table:
    """How many units each board had to draw from, and what became of the drawn; `of` names a targeted sample."""
    drawn_from = {"kunde_dras": "Kunde dras"} if of else {"kunde_dras": "I ramen"}
    names = {**(LEFT_OUT if facts.draw.leave_out_years and not of else drawn_from), **OF_DRAW}
    names |= {"ersatta": NOT_REVIEWED} if facts.sets_aside else {}
    return Table(
        f"{of}: urval, antal {UNITS[facts.kind][1]}" if of else f"Urvalsram och urval, antal {UNITS[facts.kind][1]}",
        (Column("Nämnd", share=2), *(Column(name, numeric=True) for name in names.values())),
        _by_board(facts, lambda place: tuple(figures.of_draw(facts, name, place) for name in names)),
        key=f"urval-{facts.target}",
        short=f"{of} urval".strip().capitalize(),
    )


def replacements(facts: ReportFacts, of: str = "") -> Iterable[Table]:
    """How many units were replaced or set aside by reason, if any; `of` names a targeted sample."""
    reasons = list(dict.fromkeys(reason for board in facts.boards for reason in board.replaced))
    if not reasons:
        return
    many = UNITS[facts.kind][1]
    replaced = f"{of}: ersatta {many} efter orsak" if of else f"Ersatta {many} efter orsak"
    yield Table(
        f"{many.capitalize()} som inte kunde granskas, efter orsak" if facts.sets_aside else replaced,
        (Column("Nämnd", share=2), *(Column(reason, numeric=True) for reason in reasons)),
        _by_board(facts, lambda place: tuple(figures.replaced_for(facts, reason, place) for reason in reasons)),
        (
            f"De {COUNTED_WRONG}."
            if facts.sets_aside
            else "En ersatt enhet ersätts alltid av nästa reserv i lottordning.",
        ),
        key=f"ersatta-{facts.target}",
        short=NOT_REVIEWED if facts.sets_aside else f"{of} ersatta".strip().capitalize(),
    )


def _by_board(facts: ReportFacts, cells: Callable[[int | None], tuple[Figure, ...]]) -> tuple[Row, ...]:
    """A row for each board, and where there are several one for all of them."""
    plain = tuple(Row((board.name, *cells(place))) for place, board in enumerate(facts.boards))
    return plain if len(plain) == 1 else (*plain, Row((TOGETHER, *cells(None)), RowKind.SUM))


# ---- Answers ----------------------------------------------------------------------------------------------------


def _reading(facts: ReportFacts) -> str:
    whose = f"{count_of(facts.signed, facts.in_use)} {UNITS[facts.kind][1]} är färdiggranskade. "
    return (
        f"{whose}Tabellerna visar hur många av dem som fick varje svar. De beskriver de granskade "
        f"{UNITS[facts.kind][1]}na. Bara den sista kolumnen säger något om dem som inte drogs: hur många av alla i "
        f"ramen som kan ha avvikelsen. {ADHERENCE}"
    )


def _areas(facts: ReportFacts) -> Iterable[Section]:
    for area in facts.areas:
        yield Section(area.name, 3, tables=(answers(facts, area),), key=f"bilaga-svar-{area.id}")


def answers(facts: ReportFacts, area: AreaFacts) -> Table:
    """Every answer to each of the area's questions, board by board."""
    rows: list[Row] = []
    for question in area.questions:
        rows.append(Row((question.text,), RowKind.GROUP))
        rows.extend(_by_board(facts, partial(_answer_row, facts, question)))
    columns = (Column("Nämnd", share=4), *ANSWERS, IN_FRAME)
    key = f"svar-{facts.target}-{area.id}"
    caption, short = f"{area.name}: svar per fråga och nämnd", f"Svar {area.name}"
    return Table(caption, columns, tuple(rows), key=key, short=short)


def _answer_row(facts: ReportFacts, question: QuestionFacts, place: int | None) -> tuple[Figure, ...]:
    asked = figures.of_question(facts, question, place)
    return (*answer_cells(asked), figures.in_frame(asked))


def answer_cells(asked: Asked) -> tuple[Figure, ...]:
    """The five counts and the adherence, in the order of `ANSWERS`."""
    return (*(figures.given(asked, code) for code in CODES), figures.adherence(asked))


def by_area(facts: ReportFacts) -> Table:
    """All answers of each area, the boards together: the table beside the administration's views."""
    rows = tuple(Row((area.name, *answer_cells(figures.of_area(facts, area)))) for area in facts.areas)
    return Table(
        f"Svar per område, {listing(board.name for board in facts.boards)}",
        (Column("Område", share=6), *ANSWERS),
        (*rows, Row(("Alla områden", *answer_cells(figures.of_all(facts))), RowKind.SUM)),
        (f"Antal svar. Varje {UNITS[facts.kind][0]} ger ett svar per fråga. {ADHERENCE}",),
        key="svar-per-omrade",
        short="Svar per område",
    )


# ---- The years side by side -------------------------------------------------------------------------------------


def comparison(facts: ReportFacts) -> Iterable[Section]:
    """The same questions over the years, where there are earlier ones; documents' own words in a table of their own."""
    if not facts.earlier:
        return
    marked = " * Påhittade uppgifter för demonstration." if any(year.invented for year in facts.years) else ""
    lead = (
        "Tabellerna visar antal Ja av alla Ja, Delvis och Nej för varje år. Där ett år bara finns i ord står "
        "dokumentets omdöme. Ett streck betyder att året inte säger något om frågan. Åren har olika urval, och en "
        f"skillnad mellan dem är inte i sig en förändring i verksamheten. »{PREVIOUS}« säger vad prövningen mot "
        f"närmast föregående år med siffror gav.{marked}"
    )
    tables = (*(_years(facts, area) for area in facts.areas), *_quotations(facts))
    yield Section("Jämförelse med tidigare år", 2, blocks=(paragraph(lead),), tables=tables, key="bilaga-jamforelse")


def _label(year: Year, facts: ReportFacts) -> str:
    alone = sum(1 for other in facts.years if other.year == year.year) == 1
    return f"{year.year}{'' if alone else f' ({printable(year.name)})'}{'*' if year.invented else ''}"


def _years(facts: ReportFacts, area: AreaFacts) -> Table:
    columns = tuple(Column(_label(year, facts), numeric=True) for year in facts.years)
    tested = {board.id: changes for board in facts.boards if (changes := facts.changes(board.id))}
    last = (Column(PREVIOUS, share=3),) if tested else ()
    rows: list[Row] = []
    for question in area.questions:
        rows.append(Row((question.text,), RowKind.GROUP))
        for board in facts.boards:
            said = [_said(_cell(facts, year, board.id, question)) for year in facts.years]
            change = [tested[board.id].in_a_word(question.id) if board.id in tested else "–"] if tested else []
            rows.append(Row((board.name, *said, *change)))
    notes = (ON_PAPER,) if any(changes.on_paper for changes in tested.values()) else ()
    caption, heads = f"{area.name}: åren sida vid sida", (Column("Nämnd", share=2), *columns, *last)
    return Table(caption, heads, tuple(rows), notes, key=f"ar-{area.id}", short=f"År {area.name}")


def _cell(facts: ReportFacts, year: Year, board_id: int, question: QuestionFacts) -> Cell:
    return facts.cells.get((year.round_id, board_id, question.id), NOTHING)


def _said(cell: Cell) -> str:
    if cell.counts is not None:
        return count_of(cell.counts.ja, cell.counts.applicable)
    return ", ".join(dict.fromkeys(JUDGEMENT_NAMES[each.judgement] for each in cell.statements)) or "–"


def _quotations(facts: ReportFacts) -> Iterable[Table]:
    """What the documents say in their own words: each quotation once, with the questions that it speaks of."""
    asked: dict[tuple[str, ...], list[str]] = {}
    for year in facts.earlier:
        for question in facts.questions:
            for board in facts.boards:
                for said in _cell(facts, year, board.id, question).statements:
                    whose = "Alla nämnder" if said.board_id is None else board.name
                    place = f"{said.source}, s.{SPACE}{said.page}" if said.page else said.source
                    key = (_label(year, facts), whose, f"»{printable(said.quotation)}«", printable(place))
                    texts = asked.setdefault(key, [])
                    texts.extend([question.text] if question.text not in texts else [])
    if asked:
        columns = (Column("År"), Column("Nämnd", share=2), Column("Citat", share=5), Column("Källa", share=3))
        yield Table(
            "Omdömen i ord, citerade ur tidigare års dokument",
            (*columns, Column("Fråga", share=4)),
            tuple(Row((*key, "\n".join(texts))) for key, texts in asked.items()),
            key="citat",
            short="Citat",
        )
