"""Documents told to a house: a small one of its own with everything in it, and those of the user."""

from audit.accounts.operations import known
from audit.accounts.rules import FIRST_BOARDS
from audit.comparison.rules import lines_of
from audit.demo import year_documents
from audit.demo.people import Cast
from audit.indicators import operations as indicators
from audit.indicators.models import YearDocument
from audit.indicators.operations import CheckPlan, DocumentPlan, Seen, TablePlan
from audit.indicators.rules.pasting import parse_goals, parse_indicators
from audit.indicators.rules.sheets import read_sheet
from audit.indicators.rules.words import CheckKind, DocumentKind, TableKind
from tests.support.house import BOARDS, House

GOALS = "Nivå;Nummer;Text\nInriktningsmål;1;Fler försörjer sig själva\nNämndmål;;Tiden kortas\nÅtagande;;{}"
INDICATORS = "Indikator;Enhet;Riktning;Årsmål;Mål;Utfall;Utfall T1\n{};%;Lägre;5;1;6;7,5"
CLOSED = "Nämnd;Totalt;Arbete;Okänd\nKungsholmen;10;4;5\nNorrmalm;8;4;4"


def written(house: House, *boards: str, account: str = "samordnare", words: str = "Sjukfrånvaro") -> int:
    """A document of 2026 for the boards (Kungsholmen and Norrmalm unless said), with a sum that doesn't add up."""
    stamp = house.stamp(account)
    with house.database.transaction() as session:
        board_ids = tuple(house.board_ids(*(boards or ("Kungsholmen", "Norrmalm"))))
        plan = DocumentPlan(2026, DocumentKind.PLAN, f"Plan {words}", board_ids, words)
        seen = indicators.create_document(session, stamp=stamp, plan=plan)
        rows, _ = parse_goals(lines_of(GOALS.format(words)))
        indicators.add_goals(session, stamp=stamp, seen=seen, rows=rows)
        seen = indicators.whole(session, seen.document)
        found, _ = parse_indicators(lines_of(INDICATORS.format(words)), indicators.known_of(seen))
        indicators.set_indicators(session, stamp=stamp, seen=seen, rows=found)
        sheet, _ = read_sheet(lines_of(CLOSED), caption=f"Avslut {words}", unit="hushåll")
        assert sheet
        table = indicators.save_table(session, stamp=stamp, seen=seen, plan=TablePlan(TableKind.VOLUME, sheet, words))
        check = CheckPlan(CheckKind.FORMULA, f"Orsaker {words}", "Totalt = Arbete + Okänd", table.id, quotation=words)
        indicators.save_check(session, stamp=stamp, seen=seen, plan=check)
        return seen.id


def read(house: House, document_id: int) -> Seen:
    with house.database.transaction(write=False) as session:
        return indicators.whole(session, session.get_one(YearDocument, document_id))


def parts(house: House, document_id: int) -> dict[str, int]:
    """The ids of a goal, an indicator, a table and the check with a formula."""
    seen = read(house, document_id)
    return {
        "goal_id": known(seen.goals[-1].row.id),
        "indicator_id": seen.indicators[0].id,
        "figure_table_id": known(seen.tables[0].id),
        "check_id": known(seen.checks[-1].id),
    }


def documents_of_the_user(house: House) -> dict[int, Seen]:
    """The documents of 2009 to 2015 by year."""
    names = dict(FIRST_BOARDS)
    cast = Cast({code: house.boards[names[code]] for code in names if names[code] in BOARDS}, house.accounts)
    with house.database.transaction() as session:
        entered = year_documents.enter(session, cast=cast, at=house.clock())
        return {seen.document.year: seen for seen in entered}
