"""Two who work on the same agreement at the same moment: one of each, and the other is told in a sentence."""

import io

from sqlmodel import Session, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from audit.agreements import operations as agreements
from audit.agreements.models import AgreementArea, AgreementDocument
from audit.agreements.operations import AreaPlan, SeenArea
from tests.agreements.telling import AREA, area_id, drafted, whole
from tests.findings.told import words
from tests.support.at_once import at_once, filled
from tests.support.house import House

ROOT = "/overenskommelser"


def test_two_who_attach_the_same_file_or_add_the_same_area(house_on_postgresql: House) -> None:
    house, agreement_id = house_on_postgresql, drafted(house_on_postgresql)
    stamp, one, other = house.stamp(), house.client("samordnare"), house.client("samordnare")
    page, content = f"{ROOT}/{agreement_id}", b"%PDF-1.7 undertecknad"
    action, fields = one.form(page, "Bifoga dokumentet")

    def attach() -> TestResponse:
        data = {**fields, "file": FileStorage(io.BytesIO(content), "kopia.pdf")}
        return one.post(action, data=data, content_type="multipart/form-data")

    (sent,) = at_once(
        house,
        lambda session: agreements.attach(
            session, stamp=stamp, agreed=whole(session, agreement_id), name="avtal.pdf", content=content
        ),
        attach,
    )
    assert sent.status_code == 422
    assert "Samma fil är redan bifogad." in words(sent)
    (added,) = at_once(
        house,
        lambda session: agreements.save_area(
            session, stamp=stamp, agreed=whole(session, agreement_id), plan=AreaPlan("Rådgivning")
        ),
        filled(other, f"{page}/omrade", name="rådgivning"),
    )
    assert added.status_code == 422
    assert "Ett annat område heter så." in words(added)
    with house.database.transaction(write=False) as session:
        assert len(session.exec(select(AgreementDocument)).all()) == 1
        assert sorted(session.exec(select(AgreementArea.name))) == [AREA, "Rådgivning"]


def test_an_area_that_is_gone_meanwhile_is_told_in_words(house_on_postgresql: House) -> None:
    house, agreement_id = house_on_postgresql, drafted(house_on_postgresql)
    area = area_id(house, agreement_id)
    changing = filled(house.client("samordnare"), f"{ROOT}/omrade/{area}", covers="Råd och stöd")

    def removed(session: Session) -> None:
        agreed = whole(session, agreement_id)
        agreements.remove_area(session, stamp=house.stamp(), seen=SeenArea(agreed, agreed.areas[0]))

    (changed,) = at_once(house, removed, changing)
    assert changed.status_code == 409
    assert "Någon annan hann före" in words(changed)
    assert "Råd och stöd" in words(changed), "what was typed is not lost"
