"""Whether a database is encrypted, the cipher that opens it, and all its columns written anew under another key."""

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, MetaData, Table, bindparam, delete, insert, inspect, select, text, update

from audit.config import Settings
from audit.database import Database, reaching, rows_of
from audit.encryption import keys
from audit.encryption.cipher import Cipher, UnreadableError, key_named_in
from audit.encryption.columns import seal, unseal
from audit.encryption.models import ColumnEncryption
from audit.encryption.rules import ENCRYPTED
from audit.journal import operations as journal
from audit.journal.rules import Stamp

PROOF, PROVEN = "column_encryption.proof", "Stickprov"
AT_ONCE = 1000
TABLE = ColumnEncryption.__tablename__
ON, ROTATED, OFF = "database:encrypted", "database:key_changed", "database:decrypted"
NOT_YET = (
    "Inställningen encryption_key_file är satt, men databasen är inte krypterad. Kör: stickprov encryption on "
    "(eller ta bort inställningen)."
)
NOT_SET = (
    "Databasen är krypterad (nyckel {}), men inställningen encryption_key_file saknas. Ange filen med nyckeln: "
    "utan den går inga texter att läsa."
)
NO_KEY = (
    "Databasen är krypterad med nyckeln {}, som inte finns i {}. Lägg tillbaka den nyckelfilen; utan nyckeln går inga "
    "texter att läsa."
)
FALSE_PROOF = "Databasens uppgift om vilken nyckel den är krypterad med är ändrad. Läs in en säkerhetskopia."
UNREADABLE = "Kolumnen {} har en text som inte går att läsa: den är ändrad eller flyttad. Ingenting är omskrivet."
IN_USE = "Databasen används av andra just nu. Stoppa Stickprov och allt annat som är anslutet, och försök igen."
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
Advance = Callable[[int, int], None]


class EncryptionError(Exception):
    """A database that can't be opened with the keys there are, or be written anew; its text says why in Swedish."""


def proof_in(url: str) -> str | None:
    """What the database at `url` says of its key; None where it isn't encrypted. Raises UnreachableError."""
    with reaching(), closing(Database(url)) as database, database.engine.connect() as connection:
        if not inspect(connection).has_table(str(TABLE)):
            return None
        found: str | None = connection.execute(select(rows_of(ColumnEncryption).proof)).scalar()
        return found


def cipher_for(settings: Settings, *, as_it_is: bool = False) -> Cipher | None:
    """The cipher of the installation's database; None where it isn't encrypted. Raises EncryptionError.

    `as_it_is`: a database that isn't encrypted is no fault although the setting asks for it.
    """
    proof, file = proof_in(settings.database_url), settings.encryption_key_file
    if proof is None:
        if file and not as_it_is:
            raise EncryptionError(NOT_YET)
        return None
    wanted = key_named_in(proof)
    if not file:
        raise EncryptionError(NOT_SET.format(wanted))
    secret = keys.read(Path(file)).get(wanted)
    if secret is None:
        raise EncryptionError(NO_KEY.format(wanted, file))
    cipher = Cipher(secret)
    try:
        cipher.open(PROOF, proof)
    except UnreadableError:
        raise EncryptionError(FALSE_PROOF) from None
    return cipher


# ---- Written anew ---------------------------------------------------------------------------------------------------


def rewrite(database: Database, to: Cipher | None, *, now: datetime, advance: Advance) -> int:
    """Write every encrypted column anew under another key, or in clear; all of it or nothing. Gives how many texts.

    Nobody else may use the database meanwhile. Raises EncryptionError.
    """
    done = 0
    with database.transaction() as session:
        connection = session.connection()
        if not database.is_sqlite:
            if connection.execute(text(OTHERS)).scalar():
                raise EncryptionError(IN_USE)
            connection.execute(text(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE"))  # no server starts meanwhile
        # Sealed now: as everything else it is then written under the new key.
        journal.record(session, Stamp(now), _action(database.cipher, to), "database", **_told(database.cipher, to))
        journal.seal(session)
        session.flush()
        tables = _tables(connection)
        for number, (name, table) in enumerate(tables.items(), start=1):
            for column in ENCRYPTED[name]:
                done += _rewrite_column(connection, table, column, database.cipher, to)
            advance(number, len(tables))
        _say(connection, to, now)
    return done


def _action(old: Cipher | None, new: Cipher | None) -> str:
    return OFF if new is None else ON if old is None else ROTATED


def _told(old: Cipher | None, new: Cipher | None) -> dict[str, object]:
    return {name: cipher.key_name for name, cipher in (("old_key", old), ("new_key", new)) if cipher}


def _tables(connection: Connection) -> Mapping[str, Table]:
    """The tables as the database itself knows them: what is read and written of them goes through no cipher."""
    metadata = MetaData()
    metadata.reflect(connection, only=sorted(ENCRYPTED))
    return {name: metadata.tables[name] for name in ENCRYPTED}


def _rewrite_column(connection: Connection, table: Table, name: str, old: Cipher | None, new: Cipher | None) -> int:
    (key,) = table.primary_key.columns
    column, place, done = table.c[name], f"{table.name}.{name}", 0
    as_json = isinstance(column.type, JSON)
    change = update(table).where(key == bindparam("of")).values({name: bindparam("to", type_=column.type)})
    query = select(key, column).where(key > bindparam("last")).order_by(key).limit(AT_ONCE)
    last = -1
    while rows := connection.execute(query, {"last": last}).all():
        changed: list[dict[str, Any]] = []
        for number, kept in rows:
            try:
                clear = unseal(old, place, kept, as_json=as_json) if old else kept
            except UnreadableError:
                raise EncryptionError(UNREADABLE.format(place)) from None
            sealed = seal(new, place, clear, as_json=as_json) if new else clear
            if sealed != kept:
                changed.append({"of": number, "to": sealed})
        if changed:
            connection.execute(change, changed)
        done, last = done + len(changed), rows[-1][0]
    return done


def _say(connection: Connection, cipher: Cipher | None, now: datetime) -> None:
    """Have the database say that it is encrypted, and by which key."""
    connection.execute(delete(ColumnEncryption))
    if cipher:
        connection.execute(insert(ColumnEncryption), {"id": 1, "proof": cipher.seal(PROOF, PROVEN), "since": now})
