"""The annex of a report: how the sample was drawn, every question's answers, and the years side by side."""

from collections.abc import Iterable, Sequence

from audit.comparison.rules import JUDGEMENT_NAMES, NOTHING, Cell, Year
from audit.reports.content import Block, Column, Row, RowKind, Section, Table
from audit.reports.rules.facts import AreaFacts, QuestionFacts, ReportFacts
from audit.reports.rules.proposals import TITLES
from audit.reports.rules.sentences import FRAMES, period, questions
from audit.reports.rules.text import listing, printable
from audit.web.formats import day, number
from audit.wording import UNITS, count_of, with_percent
from checklists import AnswerCounts

TOGETHER = "Tillsammans"
SPACE = "\N{NO-BREAK SPACE}"
ANSWERS = (
    Column("Ja", numeric=True),
    Column("Delvis", numeric=True),
    Column("Nej", numeric=True),
    Column("Ej aktuellt", numeric=True),
    Column("Kan ej bedömas", numeric=True),
    Column("Följsamhet", numeric=True, share=2),
)
ADHERENCE = "Följsamhet: antal Ja av alla Ja, Delvis och Nej. Ett streck betyder att frågan inte gick att besvara."


def sections(facts: ReportFacts) -> tuple[Section, ...]:
    """The whole annex, in the order of the document."""
    heading = Section(f"Bilaga: {TITLES[facts.kind]} {facts.year}", 1)
    results = Section("Svar per fråga och område", 2, blocks=(Block((_reading(facts),)),))
    return (heading, method(facts), results, *_areas(facts), *comparison(facts))


# ---- Method -----------------------------------------------------------------------------------------------------


def method(facts: ReportFacts) -> Section:
    """Frame, seed, draw and replacements: what anybody needs who wants to draw the sample again."""
    frame = (
        f"Urvalsramen är {FRAMES[facts.kind][1]}{period(facts)} enligt registerutdrag. Ramen frystes och storlekarna "
        f"bestämdes innan fröet angavs."
    )
    drawn = (
        f"Urvalet drogs {day(facts.draw.drawn_on)} med fröet »{printable(facts.draw.seed)}«. "
        f"Fröets källa: {printable(facts.draw.seed_source)}. Varje enhet i ramen fick en lott: kontrollsumman SHA-256 "
        f"av frö, kommatecken och enhetens beteckning. De lägsta lotterna i varje nämnd är urvalet, de följande är "
        f"reserver i ordning."
    )
    asked = f"Granskningsmall: {printable(facts.checklist)}, {questions(len(facts.questions))}."
    texts = (frame, drawn, asked, "Ramarnas kontrollsummor (SHA-256):")
    sums = Block(tuple(f"{board.name}: {board.frame_sha256}" for board in facts.boards), listed=True)
    blocks = (*(Block((text,)) for text in texts), sums)
    return Section("Metod", 2, blocks=blocks, tables=(_frames(facts), *_replacements(facts)))


def _frames(facts: ReportFacts) -> Table:
    rows = [
        (board.population, board.drawn, sum(board.replaced.values()), board.in_use, board.signed)
        for board in facts.boards
    ]
    names = [board.name for board in facts.boards]
    columns = ("I ramen", "Dragna", "Ersatta", "Att granska", "Granskade")
    return Table(
        f"Urvalsram och urval, antal {UNITS[facts.kind][1]}",
        (Column("Nämnd", share=2), *(Column(name, numeric=True) for name in columns)),
        _with_sum(names, rows),
    )


def _replacements(facts: ReportFacts) -> Iterable[Table]:
    reasons = list(dict.fromkeys(reason for board in facts.boards for reason in board.replaced))
    if not reasons:
        return
    rows = [tuple(board.replaced.get(reason, 0) for reason in reasons) for board in facts.boards]
    yield Table(
        f"Ersatta {UNITS[facts.kind][1]} efter orsak",
        (Column("Nämnd", share=2), *(Column(reason, numeric=True) for reason in reasons)),
        _with_sum([board.name for board in facts.boards], rows),
        ("En ersatt enhet ersätts alltid av nästa reserv i lottordning.",),
    )


def _with_sum(names: list[str], rows: Sequence[tuple[int, ...]]) -> tuple[Row, ...]:
    plain = [Row((name, *map(number, row))) for name, row in zip(names, rows, strict=True)]
    if len(rows) == 1:
        return tuple(plain)
    sums = (sum(values) for values in zip(*rows, strict=True))
    return (*plain, Row((TOGETHER, *map(number, sums)), RowKind.SUM))


# ---- Answers ----------------------------------------------------------------------------------------------------


def _reading(facts: ReportFacts) -> str:
    whose = f"{count_of(facts.signed, facts.in_use)} {UNITS[facts.kind][1]} är färdiggranskade. "
    return (
        f"{whose}Tabellerna visar hur många av dem som fick varje svar. De beskriver de granskade "
        f"{UNITS[facts.kind][1]}na och säger inget om dem som inte drogs. {ADHERENCE}"
    )


def _areas(facts: ReportFacts) -> Iterable[Section]:
    names = [board.name for board in facts.boards]
    for area in facts.areas:
        yield Section(area.name, 3, tables=(_answers(area, names),))


def _answers(area: AreaFacts, names: list[str]) -> Table:
    rows: list[Row] = []
    for question in area.questions:
        rows.append(Row((question.text,), RowKind.GROUP))
        rows.extend(_answer_rows(names, question.counts))
    return Table(f"{area.name}: svar per fråga och nämnd", (Column("Nämnd", share=2), *ANSWERS), tuple(rows))


def _answer_rows(names: list[str], counts: tuple[AnswerCounts, ...]) -> Iterable[Row]:
    for name, own in zip(names, counts, strict=True):
        yield Row((name, *answer_cells(own)))
    if len(names) > 1:
        yield Row((TOGETHER, *answer_cells(sum(counts, AnswerCounts()))), RowKind.SUM)


def answer_cells(counts: AnswerCounts) -> tuple[str, ...]:
    """The five counts and the adherence, in the order of `ANSWERS`."""
    numbers = (counts.ja, counts.delvis, counts.nej, counts.ej_aktuellt, counts.kan_ej_bedomas)
    return (*map(number, numbers), with_percent(counts.ja, counts.applicable))


def by_area(facts: ReportFacts) -> Table:
    """All answers of each area, the boards together: the table beside the administration's views."""
    rows = tuple(Row((area.name, *answer_cells(area.total))) for area in facts.areas)
    total = sum((area.total for area in facts.areas), AnswerCounts())
    return Table(
        f"Svar per område, {listing(board.name for board in facts.boards)}",
        (Column("Område", share=3), *ANSWERS),
        (*rows, Row(("Alla områden", *answer_cells(total)), RowKind.SUM)),
        (f"Antal svar. Varje {UNITS[facts.kind][0]} ger ett svar per fråga. {ADHERENCE}",),
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
        f"skillnad mellan dem är inte i sig en förändring i verksamheten.{marked}"
    )
    tables = (*(_years(facts, area) for area in facts.areas), *_quotations(facts))
    yield Section("Jämförelse med tidigare år", 2, blocks=(Block((lead,)),), tables=tables)


def _label(year: Year, facts: ReportFacts) -> str:
    alone = sum(1 for other in facts.years if other.year == year.year) == 1
    return f"{year.year}{'' if alone else f' ({printable(year.name)})'}{'*' if year.invented else ''}"


def _years(facts: ReportFacts, area: AreaFacts) -> Table:
    columns = tuple(Column(_label(year, facts), numeric=True) for year in facts.years)
    rows: list[Row] = []
    for question in area.questions:
        rows.append(Row((question.text,), RowKind.GROUP))
        rows.extend(
            Row((board.name, *(_said(_cell(facts, year, board.id, question)) for year in facts.years)))
            for board in facts.boards
        )
    return Table(f"{area.name}: åren sida vid sida", (Column("Nämnd", share=2), *columns), tuple(rows))


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
        )
