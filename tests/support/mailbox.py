"""A real mail server on this machine, which keeps what it is sent, or refuses it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from audit.config import MailServer, Tls
from tests.support.server import free_port

USER, PASSWORD = "stickprov", "hemligt"


@dataclass
class Mailbox:
    """What has come, and what the server answers to a recipient (empty: it takes the message)."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    refusal: str = ""

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        self.messages.append(message_from_bytes(content, policy=policy.default))
        return "250 OK"

    def texts(self) -> list[str]:
        return [str(each.get_content()).replace("\r\n", "\n") for each in self.messages]

    def server(self, **changed: Any) -> MailServer:
        """The settings of an installation that sends through it."""
        values = {
            "host": "127.0.0.1",
            "port": self.port,
            "tls": Tls.NONE,
            "user": "",
            "password": "",
            "sender": "stickprov@kommun.example",
            "public_url": "https://stickprov.kommun.example",
        }
        return MailServer(**{**values, **changed})


def _known(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


@contextmanager
def mailbox(secret: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """Take mail until the block ends; with `secret` only over STARTTLS, from the one user."""
    kept = Mailbox(free_port())
    more: dict[str, Any] = {}
    if secret:
        more = {"tls_context": secret, "require_starttls": True, "authenticator": _known, "auth_required": True}
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port, **more)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
