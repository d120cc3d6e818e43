"""What a database refuses with, told apart: no room, out of reach, or somebody else was faster."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError, NoResultFound, OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

# How SQLite and PostgreSQL say that no room is left, and that two have locked each other out.
FULL_CODES = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE, "53100"})
COLLISION_CODES = frozenset({"40P01", "40001"})
# How PostgreSQL says that there is one already of what there can only be one of, and that what is pointed to is gone.
TAKEN_CODES = frozenset({"23505", "23503"})


def has_no_room(error: BaseException) -> bool:
    """Whether something could not be kept because the disk is full."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return code_of(error) in FULL_CODES


# How they say that they can't be reached, or only be read; 08 and 57P are PostgreSQL's own groups of such words.
UNREACHABLE_CODES = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})
GONE = ("08", "57P")
READ_ONLY_CODES = frozenset({sqlite3.SQLITE_READONLY, "25006"})


def is_out_of_reach(error: BaseException) -> bool:
    """Whether the database can't be reached at the moment: nothing is wrong with what was asked."""
    if not isinstance(error, DBAPIError):
        return False
    code = code_of(error)
    if isinstance(code, int):
        return code & 0xFF in UNREACHABLE_CODES  # the rest says how
    lost = code is None and isinstance(error, OperationalError)
    return error.connection_invalidated or lost or str(code).startswith(GONE)


def can_only_be_read(error: BaseException) -> bool:
    """Whether the database lets nothing be written: its disk is so, or it was asked by whom may only read."""
    code = code_of(error)
    return (code & 0xFF if isinstance(code, int) else code) in READ_ONLY_CODES


def met_another(error: BaseException) -> bool:
    """Whether the database gave way to another transaction, so that the same may get through if it is tried again."""
    return code_of(error) in COLLISION_CODES


def came_late(error: BaseException) -> bool:
    """Whether what was to be written is taken, or a row is gone that was there when the request began: where others
    write meanwhile, somebody was faster, and elsewhere it is a fault of the program."""
    return code_of(error) in TAKEN_CODES or isinstance(error, (NoResultFound, ObjectDeletedError, StaleDataError))


def code_of(error: BaseException) -> object:
    """How the database itself calls what it refused with; None for anything else."""
    origin = getattr(error, "orig", None) if isinstance(error, DBAPIError) else None
    return getattr(origin, "sqlite_errorcode", None) or getattr(origin, "sqlstate", None)
