"""Who wants to is told by e-mail that there is something new, after it is written, and never what it is."""

import ssl
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import trustme
from click.testing import CliRunner
from sqlmodel import select

from audit import config
from audit.app import create_app
from audit.cli import main
from audit.config import MailServer, Tls
from audit.findings import operations as findings
from audit.findings.operations import GivenReply
from audit.findings.rules import Stance
from audit.improvements import operations as improvements
from audit.mail import operations as mail
from audit.mail.models import Notice
from audit.mail.postman import Postman
from audit.mail.rules import TOLD, WAITS, NoticeKind, address_fault, wait_after
from audit.reviews import operations as reviews
from audit.reviews.models import Review
from audit.reviews.operations import flags
from audit.reviews.operations.cases import case_of
from audit.reviews.rules.flags import FlagKind
from tests.findings.test_observations import journalled
from tests.findings.told import CHILD, observed, reviewed
from tests.improvements.told import noted_area
from tests.support.house import House
from tests.support.mailbox import PASSWORD, USER, Mailbox, mailbox
from tests.support.reviewed import distributed_round, review_id_of

ADDRESS = "enhetschef@kommun.example"


def wants_mail(house: House, account: str = "enhetschef", address: str = ADDRESS, *, wanted: bool = True) -> None:
    with house.database.transaction() as session:
        account_id = house.accounts[account]
        mail.set_address(session, stamp=house.stamp(account), account_id=account_id, address=address, wanted=wanted)


def notices(house: House) -> list[Notice]:
    with house.database.transaction(write=False) as session:
        return list(session.exec(select(Notice).order_by(Notice.id)))  # type: ignore[arg-type]


def deliver(house: House, server: MailServer) -> int:
    return Postman(house.database, server, house.clock).round()


# ---- What is sent -----------------------------------------------------------------------------------------------


def test_a_shared_observation_is_told_of_without_a_word_of_what_it_says(house: House) -> None:
    wants_mail(house)
    observed(house, reviewed(house), shared=True, title="Barnperspektivet i Kungsholmen")
    with mailbox() as box:
        assert deliver(house, box.server()) == 1
        assert deliver(house, box.server()) == 0
    (sent,) = box.messages
    assert (sent["To"], sent["From"]) == (ADDRESS, "stickprov@kommun.example")
    assert sent["Subject"] == "Något nytt för dig i Stickprov"
    assert box.texts()[0] == (
        "Det finns något nytt för dig i Stickprov: iakttagelser att läsa och svara på.\n\n"
        "https://stickprov.kommun.example/kommunicering\n\n"
        "Av sekretesskäl står det inte mer här. Logga in för att läsa.\n"
        "Vill du inte få sådana här brev kan du välja bort dem under Mitt konto.\n"
    )
    assert "Barnperspektivet" not in str(sent)
    assert "Kungsholmen" not in str(sent)


def test_the_units_answer_is_told_to_the_coordinator_and_nobody_is_told_of_what_she_did_herself(
    house_on_sqlite: House,
) -> None:
    house = house_on_sqlite
    wants_mail(house, "samordnare", "samordnare@kommun.example")
    wants_mail(house, "annan-samordnare", "annan@kommun.example")
    wants_mail(house)
    observation_id = observed(house, reviewed(house), shared=True)
    with house.database.transaction() as session:
        given = GivenReply(Stance.AGREES)
        findings.reply(session, stamp=house.stamp("enhetschef"), observation_id=observation_id, given=given)
    with mailbox() as box:
        deliver(house, box.server())
    assert [each["To"] for each in box.messages] == [ADDRESS, "samordnare@kommun.example"]
    assert ["svar från enheten" in text for text in box.texts()] == [False, True]


def test_a_reviewer_is_told_of_files_given_and_sent_back_and_of_nothing_else(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    wants_mail(house, "granskare", "granskare@kommun.example")
    round_id = reviewed(house)
    assert [each.kind for each in notices(house)] == [NoticeKind.ASSIGNED]
    with house.database.transaction() as session:
        review = session.get_one(Review, review_id_of(house, round_id, position=1))
        reviews.send_back(session, stamp=house.stamp(), review=review, remarks={CHILD: "Se över."})
    assert [each.kind for each in notices(house)] == [NoticeKind.ASSIGNED, NoticeKind.RETURNED]


def test_what_can_not_wait_is_told_to_coordinator_and_unit(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    for account in ("samordnare", "enhetschef", "annan-enhetschef"):
        wants_mail(house, account, f"{account}@kommun.example")
    round_id = distributed_round(house)
    with house.database.transaction() as session:
        case = case_of(session, review_id_of(house, round_id, position=1))
        assert case
        raised = flags.Raised(FlagKind.CHILD, "Barnet kommer inte till skolan.")
        flags.raise_flag(session, stamp=house.stamp("granskare"), case=case, raised=raised)
    told = {house.accounts["samordnare"], house.accounts["enhetschef"]}
    assert {each.account_id for each in notices(house) if each.kind is NoticeKind.FLAGGED} == told


def test_who_has_chosen_none_gets_none(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    wants_mail(house, wanted=False)
    observed(house, reviewed(house), shared=True)
    assert notices(house) == []


def test_several_things_of_a_kind_are_told_in_one_message(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    wants_mail(house)
    round_id = reviewed(house)
    for title in ("Den första", "Den andra"):
        observed(house, round_id, shared=True, title=title)
    assert [each.kind for each in notices(house)] == [NoticeKind.SHARED]


def test_what_is_rolled_back_is_not_told(house: House) -> None:
    wants_mail(house)
    transaction = house.database.open(write=True)
    account_ids = [house.accounts["enhetschef"]]
    mail.notify(transaction.session, stamp=house.stamp(), account_ids=account_ids, kind=NoticeKind.SHARED)
    transaction.close()
    assert notices(house) == []


def test_a_measure_that_is_late_is_told_of_once(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    wants_mail(house, "samordnare", "samordnare@kommun.example")
    area_id = noted_area(house, due_on=house.today - timedelta(days=1))
    with mailbox() as box:
        for _ in range(2):
            improvements.tell_late(house.settings, house.database, house.clock)
            deliver(house, box.server())
    assert [each.about for each in notices(house)] == [f"area:{area_id}"]
    assert len(box.messages) == 1
    assert "area" not in box.texts()[0]


def test_every_notice_leads_to_a_page_that_there_is(house_on_sqlite: House) -> None:
    rules = {str(rule) for rule in create_app(house_on_sqlite.settings, house_on_sqlite.database).url_map.iter_rules()}
    assert TOLD.keys() == set(NoticeKind)
    assert {told.page for told in TOLD.values()} <= rules


# ---- When it does not go well -----------------------------------------------------------------------------------


def test_a_server_that_is_away_is_tried_again_later_and_later_until_it_is_given_up(house: House) -> None:
    wants_mail(house)
    observed(house, reviewed(house), shared=True)
    away = Mailbox(1).server()
    assert deliver(house, away) == 1
    assert deliver(house, away) == 0
    (notice,) = notices(house)
    assert (notice.attempts, notice.due_at, notice.sent_at) == (1, house.clock() + WAITS[0], None)
    assert notice.fault == "Ingen kontakt med servern (ConnectionRefusedError)."
    for wait in WAITS:
        house.clock.now += wait
        assert deliver(house, away) == 1
    (given_up,) = notices(house)
    assert given_up.given_up_at == house.clock()
    page = house.client("administrator").get("/installningar").get_data(as_text=True)
    assert "inte gått att skicka" in page
    assert "ConnectionRefusedError" in page
    assert "brev har inte gått fram" in house.client("administrator").get("/").get_data(as_text=True)


def test_what_waits_is_sent_by_the_next_start(house: House) -> None:
    wants_mail(house)
    observed(house, reviewed(house), shared=True)
    deliver(house, Mailbox(1).server())
    house.clock.now += WAITS[0]
    with mailbox() as box:
        assert deliver(house, box.server()) == 1
    assert len(box.messages) == 1
    assert notices(house)[0].sent_at == house.clock()


def test_an_address_that_the_server_refuses_for_good_is_not_tried_again(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    wants_mail(house)
    observed(house, reviewed(house), shared=True)
    with mailbox() as box:
        box.refusal = "550 Finns inte"
        deliver(house, box.server())
    (notice,) = notices(house)
    assert notice.given_up_at
    assert notice.fault == "Servern tar inte emot adressen (svar 550)."
    assert ADDRESS not in notice.fault


def test_the_waits_end() -> None:
    assert [wait_after(attempts) for attempts in (1, len(WAITS), len(WAITS) + 1)] == [WAITS[0], WAITS[-1], None]


# ---- The server -------------------------------------------------------------------------------------------------


def test_password_and_message_travel_encrypted(
    house_on_sqlite: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_on_sqlite
    wants_mail(house)
    observed(house, reviewed(house), shared=True)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    secret = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(secret)
    with mailbox(secret) as box:
        asked = box.server(tls=Tls.STARTTLS, user=USER, password=PASSWORD)
        assert deliver(house, asked) == 1
        assert "kunde inte krypteras" in notices(house)[0].fault  # nobody has said that the authority is to be trusted
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        house.clock.now += WAITS[0]
        deliver(house, box.server(tls=Tls.STARTTLS, user=USER, password="fel"))
        assert "godtar inte användare och lösenord" in notices(house)[0].fault
        house.clock.now += WAITS[1]
        deliver(house, asked)
    assert len(box.messages) == 1


def test_the_command_sends_a_trial_and_says_what_is_missing(instance: Path) -> None:
    words = ("mail", "test", "nagon@kommun.example", "--instance", str(instance))
    missing = CliRunner().invoke(main, words)
    assert missing.exit_code == 1
    assert missing.output.startswith("E-post är inte inställt.")
    with mailbox() as box:
        settings = {
            "STICKPROV_SMTP_HOST": "127.0.0.1",
            "STICKPROV_SMTP_PORT": str(box.port),
            "STICKPROV_SMTP_TLS": "ingen",
            "STICKPROV_SMTP_SENDER": "stickprov@kommun.example",
            "STICKPROV_PUBLIC_URL": "https://stickprov.kommun.example/",
        }
        done = CliRunner().invoke(main, words, env=settings)
    assert done.output == "Servern 127.0.0.1 har tagit emot ett prov till nagon@kommun.example.\n"
    assert box.messages[0]["Subject"] == "Prov från Stickprov"
    away = CliRunner().invoke(main, words, env=settings)
    assert "Ingen kontakt med servern" in away.output


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"smtp_host": "mail.example"}, ["smtp_sender saknas", "public_url saknas"]),
        ({"smtp_tls": "ja"}, ["smtp_tls ska vara starttls, tls, ingen"]),
        (
            {
                "smtp_host": "mail.example",
                "smtp_sender": "a@b.example",
                "public_url": "https://b.example",
                "smtp_tls": "ingen",
                "smtp_user": "a",
            },
            ["lösenordet skulle skickas oskyddat"],
        ),
    ],
)
def test_settings_that_can_not_work_are_said_at_the_start(
    tmp_path: Path, settings: dict[str, str], said: list[str]
) -> None:
    environ = {f"STICKPROV_{name.upper()}": value for name, value in settings.items()}
    with pytest.raises(config.SettingsError) as refused:
        config.load(tmp_path, environ)
    assert [words in fault for words, fault in zip(said, refused.value.faults, strict=True)] == [True] * len(said)


def test_the_password_comes_from_its_file_or_the_environment_and_is_never_shown(tmp_path: Path) -> None:
    asked = {
        "STICKPROV_SMTP_HOST": "mail.example",
        "STICKPROV_SMTP_SENDER": "a@b.example",
        "STICKPROV_PUBLIC_URL": "https://b.example/",
    }
    config.load(tmp_path, asked)
    (tmp_path / "keys" / "smtp").touch(mode=0o600)  # what others may read is refused
    (tmp_path / "keys" / "smtp").write_text("ur filen\n", "utf-8")
    from_file = config.load(tmp_path, asked)
    from_environment = config.load(tmp_path, {**asked, config.SMTP_PASSWORD: "ur miljön"})
    assert from_file.mail
    assert from_environment.mail
    assert (from_file.mail.password, from_environment.mail.password) == ("ur filen", "ur miljön")
    assert from_file.mail.public_url == "https://b.example"
    assert "ur filen" not in repr(from_file) + repr(from_file.mail)


# ---- One's own choice -------------------------------------------------------------------------------------------


def test_a_person_gives_her_address_and_chooses_none(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    house.app.extensions["stickprov_settings"] = replace(house.settings, smtp_host="mail.example")
    client = house.client("enhetschef")
    wrong = client.fill("/mitt-konto", "Spara e-postvalet", mail_address="enhetschef på kommunen")
    assert wrong.status_code == 422
    assert client.fill("/mitt-konto", "Spara e-postvalet", mail_address=ADDRESS).status_code == 302
    with house.database.transaction(write=False) as session:
        kept = mail.address_of(session, account_id=house.accounts["enhetschef"])
        assert kept
        assert (kept.address, kept.wanted) == (ADDRESS, True)
    client.fill("/mitt-konto", "Spara e-postvalet", mail_address="")
    with house.database.transaction(write=False) as session:
        assert mail.address_of(session, account_id=house.accounts["enhetschef"]) is None
    assert ADDRESS not in "".join(journalled(house, "account:mail_set"))
    house.app.extensions["stickprov_settings"] = house.settings


@pytest.mark.parametrize("address", ["a@b.example", "fornamn.efternamn+x@stad.kommun.example"])
def test_an_address_is_taken_as_it_is(address: str) -> None:
    assert address_fault(address) is None


NONE = ["a", "a@b", "a b@c.example", "a@b..example", "å@b.example", "a@b.example\nBcc: c@d.e", "<a@b.example>"]


@pytest.mark.parametrize("address", NONE)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert address_fault(address)


def test_the_administrator_writes_an_address_and_a_closed_account_gets_no_more(house_on_sqlite: House) -> None:
    house = house_on_sqlite
    house.app.extensions["stickprov_settings"] = replace(house.settings, smtp_host="mail.example")
    client, account_id = house.client("administrator"), house.accounts["enhetschef"]
    page = f"/konton/{account_id}"
    assert client.fill(page, "Spara e-postvalet", mail_address=ADDRESS).status_code == 302
    assert ADDRESS in client.get(page).get_data(as_text=True)
    client.fill(page, "Stäng kontot")
    with house.database.transaction(write=False) as session:
        assert mail.address_of(session, account_id=account_id) is None
    house.app.extensions["stickprov_settings"] = house.settings
