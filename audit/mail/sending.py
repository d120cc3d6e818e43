"""Sending over SMTP: one connection for several messages, and what went wrong in words without any secret."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from audit.config import MailServer, Tls

TIMEOUT = 20.0
Send = Callable[[EmailMessage], None]


class MailError(Exception):
    """A message that did not get away: why, in Swedish, and whether another attempt would be in vain."""

    def __init__(self, words: str, *, for_good: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good


def message(server: MailServer, *, to: str, subject: str, text: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = server.sender
    made["To"] = to
    made["Subject"] = subject
    made["Date"] = formatdate(localtime=True)
    made["Message-ID"] = make_msgid(domain=server.sender.rpartition("@")[2])
    # Nobody answers a notice, and no absent colleague's machine should either.
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    return made


@contextmanager
def connected(server: MailServer) -> Iterator[Send]:
    """A connection to the mail server, through which messages are sent. Raises MailError."""
    with _in_words():
        session = _open(server)
    try:

        def send(each: EmailMessage) -> None:
            with _in_words():
                session.send_message(each)

        yield send
    finally:
        # What has been sent is sent, whether or not the server says good-bye.
        session.close()


def _open(server: MailServer) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    if server.tls is Tls.FROM_THE_START:
        session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=secure)
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.tls is Tls.STARTTLS:
            session.starttls(context=secure)
        if server.user:
            session.login(server.user, server.password)
    except Exception:
        session.close()
        raise
    return session


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _ in error.recipients.values()), default=0)
        raise MailError(f"Servern tar inte emot adressen (svar {code}).", for_good=code >= 500) from error
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(f"Servern godtar inte användare och lösenord (svar {error.smtp_code}).") from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailError("Servern erbjuder inte krypteringen eller inloggningen som är inställd.") from error
    except smtplib.SMTPResponseException as error:
        raise MailError(f"Servern svarade {error.smtp_code}.") from error
    except ssl.SSLError as error:
        raise MailError(f"Förbindelsen kunde inte krypteras ({error.reason or type(error).__name__}).") from error
    except UnicodeError as error:
        raise MailError("Användare, lösenord och avsändare får inte ha å, ä, ö eller andra sådana tecken.") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(f"Ingen kontakt med servern ({type(error).__name__}).") from error
