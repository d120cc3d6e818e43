"""»Detta gäller även«: a comment written once, at several questions, and nobody's words overwritten."""

from sqlmodel import Session, select

from audit.journal import operations as journal
from audit.journal.models import JournalEntry
from audit.reviews import operations
from audit.reviews.models import AnswerVersion, Review
from audit.reviews.operations.cases import case_of
from audit.reviews.rules import Content, Given
from tests.support.house import House
from tests.support.pages import parse, text_of
from tests.support.reviewed import distributed_round, review_id_of

Q, Q2, Q3 = "decision_document_complete", "decision_legal_basis_correct", "decision_reasons_given"
COMMENT = "Handlingarna för mars saknas."


def said(house: House, review_id: int, **answers: tuple[str | None, str, str]) -> None:
    with house.database.transaction() as session:
        given = [Given(name, *content) for name, content in answers.items()]
        review = session.get_one(Review, review_id)
        assert operations.save_area(session, stamp=house.stamp("granskare"), review=review, given=given) == []


def kept(session: Session, review_id: int) -> dict[str, Content]:
    return operations.contents(operations.answers_of(session, review_id).values())


def far_question(house: House, review_id: int) -> str:
    """A question of another area than the first."""
    with house.database.transaction(write=False) as session:
        case = case_of(session, review_id)
        assert case
        return case.areas[-1].questions[-1].id


def test_a_comment_goes_to_the_chosen_questions_with_where_it_is_seen_and_its_history(house: House) -> None:
    review_id = review_id_of(house, distributed_round(house))
    far = far_question(house, review_id)
    said(house, review_id, **{Q: ("nej", COMMENT, "2026-03-02, sid. 4"), Q2: ("delvis", "", ""), far: ("nej", "", "")})
    page = house.client("granskare")
    address = f"/granskning/{review_id}/galler-aven/{Q}"
    main = text_of(parse(page.get(address)).find(".//main"))
    assert COMMENT in main
    assert "Samma svar i andra områden, utan kommentar" in main
    refused = page.fill(address)
    assert "Kryssa minst en fråga." in text_of(parse(refused).find(".//main"))
    done = page.fill(address, questions=[Q2, Q3, far])
    assert f"#fraga-{Q}" in (done.location or "")
    assert "står nu vid 3 frågor till" in text_of(parse(page.get(f"/granskning/{review_id}")).find(".//main"))
    with house.database.transaction(write=False) as session:
        answers = kept(session, review_id)
        versions = session.exec(select(AnswerVersion.comment)).all()
        assert journal.verify(session)[1] == []
        assert len(session.exec(select(JournalEntry).where(JournalEntry.action == "answer:spread")).all()) == 1
    assert answers[Q2] == Content("delvis", COMMENT, "2026-03-02, sid. 4")
    assert answers[Q3] == Content(None, COMMENT, "2026-03-02, sid. 4")
    assert answers[far] == Content("nej", COMMENT, "2026-03-02, sid. 4")
    assert versions.count(COMMENT) == 4


def test_a_comment_that_came_meanwhile_stands_and_is_told(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    said(house, review_id, **{Q: ("nej", COMMENT, "sid. 4"), Q2: ("nej", "", "sid. 9")})
    page = house.client("granskare")
    address, fields = page.form(f"/granskning/{review_id}/galler-aven/{Q}")
    said(house, review_id, **{Q3: ("nej", "En annan sak.", "")})
    page.post(address, data=fields | {"questions": [Q2, Q3]})
    main = text_of(parse(page.get(f"/granskning/{review_id}")).find(".//main"))
    assert "Fråga 9 hade redan en kommentar, som står kvar." in main
    with house.database.transaction(write=False) as session:
        answers = kept(session, review_id)
    assert answers[Q2] == Content("nej", COMMENT, "sid. 9"), "where it was seen stands"
    assert answers[Q3].comment == "En annan sak."
    shown = parse(page.get(f"/granskning/{review_id}/galler-aven/{Q}")).find(f".//input[@value='{Q3}']")
    assert "disabled" in shown.attrib


def test_without_a_comment_there_is_nothing_to_spread(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    review_id = review_id_of(house, distributed_round(house))
    address = f"/granskning/{review_id}/galler-aven/{Q}"
    assert "har ingen kommentar än" in text_of(parse(house.client("granskare").get(address)).find(".//main"))
    assert house.client("granskare2").get(address).status_code == 404
    assert house.client("granskare").get(f"/granskning/{review_id}/galler-aven/finns_inte").status_code == 404
