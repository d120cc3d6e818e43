"""The judging of register extracts: pure, from a raw table to its units or all its errors."""

from audit.registers.rules.boards import KnownBoard
from audit.registers.rules.checking import check, refused
from audit.registers.rules.codes import Codes
from audit.registers.rules.columns import COLUMNS, ID_COLUMN, Column
from audit.registers.rules.mapping import ColumnMapping, suggest_mapping
from audit.registers.rules.sanitising import sanitise
from audit.registers.rules.tables import CheckedExtract, Fault, Notice, RawTable, RegisterKind, Unit

__all__ = [
    "COLUMNS",
    "ID_COLUMN",
    "CheckedExtract",
    "Codes",
    "Column",
    "ColumnMapping",
    "Fault",
    "KnownBoard",
    "Notice",
    "RawTable",
    "RegisterKind",
    "Unit",
    "check",
    "refused",
    "sanitise",
    "suggest_mapping",
]
