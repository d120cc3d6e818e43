"""`stickprov serve` and `stickprov routes`: the whole application, running or told as a table."""

import errno
import gc
import ipaddress
import json
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click
from sqlalchemy.exc import DBAPIError

from audit.command_line import aligned, instance_option, open_instance
from audit.config import Settings
from audit.database import Database
from audit.one_server import AlreadyServedError, alone_on

if TYPE_CHECKING:
    from audit.jobs.operations import Worker
    from audit.mail.postman import Postman

THREADS = 8
# A job that is under way is begun anew at the next start, so stopping need not wait for it for long.
PATIENCE = 5.0
# After how many new objects the search for garbage begins: a large page makes some thousands that end by themselves.
GARBAGE = 20_000


@click.command("serve")
@instance_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Adressen som programmet lyssnar på.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Porten.")
@click.option("--pages-only", is_flag=True, help="Bara sidor: en annan server sköter arbeten och brev.")
def serve(instance: str, host: str, port: int, pages_only: bool) -> None:
    """Kör programmet tills det avbryts."""
    from audit.app import (
        create_app,
        create_postman,
        create_worker,
    )  # takes its time: other commands must not wait for it

    with open_instance(instance) as opened, ExitStack() as doors:
        if fault := exposure_fault(opened.settings, host):
            _end(fault)
        _be_alone(opened.settings, doors)
        app = create_app(opened.settings, opened.database)
        server = _listen(app, host, port, opened.settings.max_upload_bytes)
        background: list[Worker | Postman] = []
        if not pages_only:
            background.append(create_worker(opened.settings, opened.database))
            background += [postman] if (postman := create_postman(opened.settings, opened.database)) else []
        try:
            for each in background:
                each.start()
            spare_what_stays()
            _serve_until_stopped(server, opened.settings, f"http://{shown(host)}:{port}/")
        except DBAPIError:
            _end("Databasen går inte att skriva i. Kontrollera disken och rättigheterna, och starta igen.")
        finally:
            for each in background:
                each.stop(PATIENCE)
            server.close()
    click.echo("Stickprov är stoppat.")


def _be_alone(settings: Settings, doors: ExitStack) -> None:
    """Be the only server on a SQLite file until the doors are closed."""
    try:
        doors.enter_context(alone_on(settings.database_url))
    except AlreadyServedError as error:
        _end(
            f"Ett annat Stickprov (process {error}) är igång på samma databasfil. Stoppa det först. "
            "Ska flera köra samtidigt behövs PostgreSQL: stickprov move --to ADRESS"
        )
    except OSError as error:
        _end(f"Det går inte att skriva där databasen ligger ({error.strerror}). Kontrollera disken och rättigheterna.")


def spare_what_stays() -> None:
    """Have the search for garbage pass by the program itself, and look only now and then at what requests leave."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE)


def _serve_until_stopped(server: Any, settings: Settings, address: str) -> None:
    # Whoever stops the program may do it before the server listens; it ends in the same way.
    with suppress(SystemExit):
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        click.echo(f"Stickprov körs på {address} (avbryt med Ctrl+C).")
        if settings.secure_cookies:
            click.echo("Inloggning kräver https: ställ en webbserver med https framför (secure_cookies = true).")
        server.run()


def exposure_fault(settings: Settings, host: str) -> str | None:
    """Why these settings can't be served on `host`, in Swedish; None if they can."""
    if is_loopback(host) or settings.demo or settings.secure_cookies:
        return None
    return (
        f"Programmet startar inte på {host}: inloggningar skulle skickas oskyddade över nätet. "
        "Sätt secure_cookies = true och ställ en webbserver med https framför, eller lyssna på 127.0.0.1."
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def shown(host: str) -> str:
    """`host` as it stands in an address."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _listen(app: Callable[..., Any], host: str, port: int, max_bytes: int) -> Any:
    from waitress.server import BaseWSGIServer, create_server

    from audit.web import draining

    settings: dict[str, Any] = {"host": host, "port": port, "threads": THREADS, "ident": None}
    settings |= draining.settings(max_bytes)
    sockets: dict[int, Any] = {}
    if is_loopback(host):
        # Whoever comes over the net comes through a web server on this machine, which tells the visitor's address.
        settings |= {
            "trusted_proxy": "127.0.0.1",
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
            "clear_untrusted_proxy_headers": True,
        }
    try:
        server = create_server(app, map=sockets, **settings)
        for each in sockets.values():
            if isinstance(each, BaseWSGIServer):
                each.channel_class = draining.BoundedChannel
        return server
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            _end(f"Porten {port} är upptagen av ett annat program. Välj en annan: stickprov serve --port {port + 1}")
        _end(f"Programmet kan inte lyssna på {host}, port {port}: {error.strerror or error}.")
    except ValueError:
        _end(f"Adressen {host} finns inte på den här datorn.")


def _stop(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001
    raise SystemExit(0)


@click.command("routes")
@instance_option
@click.option("--json", "as_json", is_flag=True, help="Skriv tabellen som JSON.")
def routes(instance: str, as_json: bool) -> None:
    """Visa programmets alla adresser och vilka roller som får använda dem."""
    from audit.accounts import access
    from audit.app import create_app

    # No door needs to be opened to tell which doors there are: nothing of the instance is read.
    settings = Settings(Path(instance), secret_key=b"", pseudonym_key=b"", database_url="sqlite://")
    database = Database(settings.database_url)
    lines = access.table(create_app(settings, database))
    database.close()
    if as_json:
        click.echo(json.dumps([line.as_json() for line in lines], ensure_ascii=False, indent=1))
        return
    rows = [(line.rule, ", ".join(line.methods), ", ".join(line.roles), line.endpoint) for line in lines]
    for line in aligned([("Adress", "Metod", "Roller", "Namn"), *rows]):
        click.echo(line)


def _end(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


commands: list[click.Command] = [serve, routes]
