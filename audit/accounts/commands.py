"""`stickprov user …` and `stickprov board …`: the first accounts and boards, before anybody can sign in."""

import sys
from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn

import click
from sqlmodel import Session

from audit import clock
from audit.accounts import administration, invitations, passwords, second_factor
from audit.accounts.administration import AccountLine, RefusedError
from audit.accounts.models import Account, Board
from audit.accounts.operations import board_names, boards, known
from audit.accounts.rules import (
    Grants,
    Role,
    board_code_fault,
    normal_username,
    password_fault,
    roles_in_words,
    username_fault,
)
from audit.command_line import aligned, instance_option, open_instance
from audit.journal.rules import Stamp
from audit.web.formats import counted


@click.group("user")
def user() -> None:
    """Konton: lägg till det första, visa alla."""


@user.command("add")
@instance_option
@click.option("--username", required=True, metavar="NAMN", help="Det som personen loggar in med.")
@click.option("--name", required=True, metavar="NAMN", help="Personens namn.")
@click.option(
    "--role",
    "roles",
    required=True,
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="Roll. Kan anges flera gånger.",
)
@click.option("--board", "board_words", multiple=True, metavar="NÄMND", help="Namn eller kod. Kan anges flera gånger.")
@click.option("--invite", is_flag=True, help="Skriv ut en inbjudningslänk i stället för att fråga efter lösenord.")
@click.option("--url", metavar="ADRESS", help="Programmets adress, som länken ska börja med (krävs med --invite).")
def add_user(
    instance: str, username: str, name: str, roles: list[str], board_words: list[str], invite: bool, url: str | None
) -> None:
    """Lägg till ett konto. På en tom installation läggs de första nämnderna till samtidigt."""
    username, name = normal_username(username), name.strip()
    if fault := username_fault(username) or (None if name else "Ange personens namn med --name."):
        _end(fault)
    if invite and not url:
        _end("Ange programmets adress med --url, till exempel --url https://stickprov.example.org.")
    password_hash = None if invite else passwords.hashed(_asked_password(username))
    stamp = Stamp(clock.now())
    try:
        with open_instance(instance) as opened, opened.database.transaction() as session:
            grants = _grants(
                [Role(role) for role in roles], board_words, administration.first_boards(session, stamp=stamp)
            )
            account = administration.create_account(session, stamp=stamp, username=username, name=name, grants=grants)
            words = _opened(session, stamp, account, password_hash, url or "")
    except RefusedError as refused:
        _end(refused.message)
    click.echo(f"Kontot {username} är skapat.\n{words}")


def _opened(session: Session, stamp: Stamp, account: Account, password_hash: str | None, url: str) -> str:
    """Let the account's owner in, by password or by link, and say how."""
    if password_hash:
        invitations.set_first_password(session, stamp=stamp, account=account, password_hash=password_hash)
        return "Logga in med användarnamnet och lösenordet."
    token = invitations.invite(session, stamp=stamp, account=account)
    days = counted(invitations.VALID_FOR.days, "dag", "dagar")
    return f"Länken gäller en gång, i {days}:\n{url.rstrip('/')}/inbjudan/{token}"


def _grants(roles: list[Role], board_words: Iterable[str], known_boards: list[Board]) -> Grants:
    """Each role for each of the boards. Raises RefusedError for a board that isn't known, or that is missing."""
    chosen = [_board(word, known_boards) for word in board_words]
    of_boards = [role for role in roles if role is not Role.ADMINISTRATOR]
    if of_boards and not chosen:
        raise RefusedError("", f"Ange nämnd med --board. {_there_are(known_boards)}")
    grants = {(role, known(board.id)) for role in of_boards for board in chosen}
    return frozenset({(Role.ADMINISTRATOR, None)} | grants if Role.ADMINISTRATOR in roles else grants)


def _board(word: str, known_boards: list[Board]) -> Board:
    for board in known_boards:
        if word.strip().casefold() in {board.name.casefold(), board.code.casefold()}:
            return board
    raise RefusedError("", f"Nämnden {word} finns inte. {_there_are(known_boards)}")


def _there_are(known_boards: list[Board]) -> str:
    return f"Det finns: {', '.join(board.name for board in known_boards)}."


def _asked_password(username: str) -> str:
    while True:
        password: str = click.prompt("Lösenord", hide_input=True, confirmation_prompt="Samma lösenord en gång till")
        fault = password_fault(password, username)
        if fault is None:
            return password
        click.echo(fault, err=True)


@user.command("list")
@instance_option
def list_users(instance: str) -> None:
    """Visa alla konton med roller och läge."""
    with open_instance(instance) as opened, opened.database.transaction(write=False) as session:
        names = board_names(session)
        lines = [_row(line, names) for line in administration.account_lines(session, now=clock.now())]
    if not lines:
        click.echo("Det finns inga konton än. Lägg till det första: stickprov user add --help")
        return
    for line in aligned([("Användarnamn", "Namn", "Läge", "Roller"), *lines]):
        click.echo(line)


def _row(line: AccountLine, names: dict[int, str]) -> tuple[str, ...]:
    roles = "; ".join(roles_in_words(line.grants, names)) or "–"
    return line.account.username, line.account.name, line.state, roles


@user.command("reset-codes")
@instance_option
@click.option("--username", required=True, metavar="NAMN", help="Det som personen loggar in med.")
def reset_codes(instance: str, username: str) -> None:
    """Ta bort ett kontos engångskoder, för den som har mist både telefon och reservkoder. Kontot loggas ut."""
    username = normal_username(username)
    with open_instance(instance) as opened, opened.database.transaction() as session:
        lines = administration.account_lines(session, now=clock.now())
        ids = [known(line.account.id) for line in lines if line.account.username == username]
        removed = bool(ids) and second_factor.remove(session, stamp=Stamp(clock.now()), account_id=ids[0])
    if not removed:
        _end(f"Kontot {username} finns inte eller har inga engångskoder.")
    click.echo(f"Engångskoderna för {username} är borttagna.")


@click.group("board")
def board() -> None:
    """Nämnder: lägg till, visa alla."""


@board.command("add")
@instance_option
@click.option("--code", required=True, metavar="KOD", help="Kort kod: bokstäver och siffror.")
@click.option("--name", required=True, metavar="NAMN", help="Nämndens namn, som i registerutdragen.")
@click.option("--valid-from", type=click.DateTime(["%Y-%m-%d"]), metavar="ÅÅÅÅ-MM-DD", help="Första dagen.")
def add_board(instance: str, code: str, name: str, valid_from: datetime | None) -> None:
    """Lägg till en nämnd."""
    if fault := board_code_fault(code.strip()) or (None if name.strip() else "Ange nämndens namn med --name."):
        _end(fault)
    code, name, first_day = code.strip(), name.strip(), valid_from.date() if valid_from else None
    try:
        with open_instance(instance) as opened, opened.database.transaction() as session:
            administration.add_board(session, stamp=Stamp(clock.now()), code=code, name=name, valid_from=first_day)
    except RefusedError as refused:
        _end(refused.message)
    click.echo(f"Nämnden {name} är tillagd.")


@board.command("list")
@instance_option
def list_boards(instance: str) -> None:
    """Visa alla nämnder."""
    with open_instance(instance) as opened, opened.database.transaction(write=False) as session:
        lines = [(each.code, each.name) for each in boards(session)]
    for line in aligned([("Kod", "Nämnd"), *lines]):
        click.echo(line)


def _end(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


commands: list[click.Command] = [user, board]
