"""Who it was that saved something while somebody else was editing it."""

from sqlmodel import Session

from audit.accounts.operations import account_names
from audit.journal import operations as journal
from audit.web.forms import PageForm
from audit.web.meanwhile import Saver


def tell_who(session: Session, form: PageForm, action: str, object_id: int) -> None:
    """Let a form that somebody else was ahead of say who, and when, as the journal's `action` on the record tells."""
    last = journal.newest_about(session, action=action, object_id=object_id) if form.meanwhile else None
    if last and last.actor.isdecimal():
        form.saver = Saver(account_names(session).get(int(last.actor), "Någon annan"), last.at)
