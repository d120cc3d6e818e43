"""The postman: a thread of its own that empties the outbox, so that no page and no job waits for a mail server."""

import threading

import structlog

from audit.clock import Clock
from audit.config import MailServer
from audit.database import Database
from audit.mail import operations
from audit.mail.operations import Due
from audit.mail.rules import HEAD_SUBJECT, SUBJECT, message_text
from audit.mail.sending import MailError, Send, connected, message

POLL = 5.0
log = structlog.get_logger()


class Postman:
    """Sends what is due, and goes on whatever happens. What a stop interrupts is sent after the next start."""

    def __init__(self, database: Database, server: MailServer, clock: Clock) -> None:
        self._database = database
        self._server = server
        self._clock = clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="mail", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, patience: float | None = None) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _loop(self) -> None:
        while not self._stop.wait(POLL):
            try:
                self.round()
            except Exception as error:
                # The database may be out of reach for a moment; the postman goes on when it is back.
                log.error("notices could not be read", exc_info=error)

    def round(self) -> int:
        """Send everything that is due now; how many attempts that were."""
        done = 0
        while not self._stop.is_set() and (due := self._take()):
            done += len(due)
            self._send(due)
        return done

    def _take(self) -> list[Due]:
        with self._database.transaction() as session:
            return operations.take_due(session, now=self._clock())

    def _send(self, due: list[Due]) -> None:
        left = list(due)
        try:
            with connected(self._server) as send:
                while left:
                    self._send_one(send, left.pop(0))
        except MailError as error:
            for each in left:
                self._failed(each, error)

    def _send_one(self, send: Send, each: Due) -> None:
        subject, text = SUBJECT, each.text
        if each.kind is None:
            subject = HEAD_SUBJECT
        else:
            text = message_text(each.kind, self._server.public_url)
        try:
            send(message(self._server, to=each.address, subject=subject, text=text))
        except MailError as error:
            self._failed(each, error)
            return
        with self._database.transaction() as session:
            operations.note_sent(session, notice_id=each.notice_id, now=self._clock())

    def _failed(self, each: Due, error: MailError) -> None:
        log.warning("notice not sent", notice=each.notice_id, fault=str(error))
        with self._database.transaction() as session:
            operations.note_failed(
                session, notice_id=each.notice_id, fault=str(error), for_good=error.for_good, now=self._clock()
            )
