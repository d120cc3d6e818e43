"""Everything that is held about one account: whoever works in the program is somebody it holds data about too."""

from collections import Counter

from sqlalchemy import func
from sqlmodel import Session, col, select

from audit.accounts.models import Account, OfficerId, RoleGrant, SecondFactor, SignInSession
from audit.accounts.operations import board_names
from audit.accounts.rules import ROLE_NAMES, Scope
from audit.journal import operations as journal
from audit.journal.models import JournalEntry
from audit.journal.rules import Stamp
from audit.mail.models import MailAddress, Notice
from audit.retention.operations.subjects import Section
from audit.reviews.models import AnswerVersion, Review
from audit.rounds.models import Round
from audit.web.formats import moment


def own_account(session: Session, scope: Scope) -> Account | None:
    return session.get(Account, scope.account_id)


def any_account(session: Session, scope: Scope, account_id: int) -> Account | None:  # noqa: ARG001
    return session.get(Account, account_id)


def person_of(session: Session, account: Account) -> tuple[Section, ...]:
    """What is held about the account, without anything about cases."""
    made = (_account, _roles, _officers, _sessions, _mail, _reviews, _journal)
    return tuple(section for section in (make(session, account) for make in made) if section.rows)


def note_given(session: Session, *, stamp: Stamp, account: Account, form: str) -> None:
    """Note in the journal that the extract was shown or taken out."""
    journal.record(session, stamp, "account:exported", account.id or 0, form=form)


def _account(session: Session, account: Account) -> Section:
    factor = session.get(SecondFactor, account.id)
    rows = (
        ("Namn", account.name),
        ("Användarnamn", account.username),
        ("Skapat", moment(account.created_at)),
        ("Läge", "Aktivt" if account.active else "Stängt"),
        ("Lösenord", "finns, bara som kontrollsumma (Argon2id)" if account.password_hash else "finns inte"),
        ("Engångskoder", f"sedan {moment(factor.since)}" if factor else "av"),
        ("Knutet till gemensam inloggning", "ja" if account.sso_subject else "nej"),
    )
    return Section("Kontot", ("Uppgift", "Värde"), rows)


def _roles(session: Session, account: Account) -> Section:
    names = board_names(session)
    grants = session.exec(select(RoleGrant).where(RoleGrant.account_id == account.id).order_by(col(RoleGrant.id)))
    rows = [(ROLE_NAMES[grant.role], names.get(grant.board_id or 0, "Installationen")) for grant in grants]
    return Section("Roller", ("Roll", "Nämnd"), tuple(rows))


def _officers(session: Session, account: Account) -> Section:
    ids = session.exec(select(OfficerId.officer_id).where(OfficerId.account_id == account.id))
    return Section("Id i registren", ("Id",), tuple((one,) for one in sorted(ids)))


def _sessions(session: Session, account: Account) -> Section:
    query = select(SignInSession).where(SignInSession.account_id == account.id).order_by(col(SignInSession.id))
    rows = [(moment(one.created_at), moment(one.last_seen), moment(one.ended_at)) for one in session.exec(query)]
    return Section("Inloggningar", ("Inloggad", "Senast använd", "Avslutad"), tuple(rows))


def _mail(session: Session, account: Account) -> Section:
    address = session.get(MailAddress, account.id)
    rows = [("Adress", address.address)] if address else []
    notices = session.exec(select(Notice).where(Notice.account_id == account.id).order_by(col(Notice.id)))
    rows += [(f"Brev: {notice.kind}", moment(notice.made_at)) for notice in notices]
    return Section("E-post", ("Slag", "Värde"), tuple(rows))


def _reviews(session: Session, account: Account) -> Section:
    """How much, round by round; what was answered is about the cases and not about whoever answered."""
    query = (
        select(Round.name, func.count())
        .join(Review, col(Review.round_id) == col(Round.id))
        .where(Review.reviewer_id == account.id)
        .group_by(col(Round.id), col(Round.name))
        .order_by(col(Round.id))
    )
    rows = [(name, f"{count} granskningar") for name, count in session.exec(query)]
    given = session.exec(select(func.count()).where(AnswerVersion.answered_by == account.id)).one()
    rows += [("Svar som finns kvar med kontots nummer", str(given))] if given else []
    return Section("Granskningar", ("Omgång", "Antal"), tuple(rows))


def _journal(session: Session, account: Account) -> Section:
    done = Counter(session.exec(select(JournalEntry.action).where(JournalEntry.actor == str(account.id))))
    return Section("Journalen", ("Vad", "Antal"), tuple((action, str(count)) for action, count in sorted(done.items())))
