"""What a board's own checklist is called, what it follows on, and whether its text may be taken in."""

from collections.abc import Iterable
from hashlib import sha256

from checklists import Checklist, ChecklistError, Fault, Kind, QuestionChange, against, undeclared
from checklists.versions import order

LARGEST_FILE = 1_000_000
MARK, SHOWN_HASH = "+", 12


def decoded(data: bytes, *, source: str) -> str:
    """The text of a file. Raises ChecklistError, with the line, where it is too large or not UTF-8."""
    if len(data) > LARGEST_FILE:
        what = "Filen är för stor för en granskningsmall."
        raise ChecklistError((Fault(source, None, None, "", what, "Välj en TOML-fil på högst en megabyte."),))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        remedy = "Spara filen som UTF-8 och försök igen."
        raise ChecklistError((Fault(source, line, None, "", "Tecknet är inte UTF-8.", remedy),)) from error


def is_own(name: str) -> bool:
    """Whether a round's checklist of this name is a board's own one."""
    return MARK in name


def own_name(checklist: Checklist, text: str) -> str:
    """What an own checklist is called: `akt-2027.1+3f9a…`. The same text always has the same name."""
    return f"{checklist.name}{MARK}{digest(text)[:SHOWN_HASH]}"


def digest(text: str) -> str:
    """SHA-256 of the text as UTF-8 with line feeds only, so that a Windows editor makes no other file of it."""
    return sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def newest_first(found: Iterable[Checklist]) -> list[Checklist]:
    """By template, and in each the newest version first."""
    return sorted(found, key=lambda each: (each.template, *(-part for part in order(each.version))))


def version_before(checklist: Checklist, others: Iterable[Checklist]) -> Checklist | None:
    """The newest of `others` of the same template whose version is lower, or None."""
    lower = [
        each
        for each in others
        if each.template == checklist.template and order(each.version) < order(checklist.version)
    ]
    return newest_first(lower)[0] if lower else None


def notices(checklist: Checklist, before: Checklist | None) -> tuple[str, ...]:
    """What the checklist should have said of its changes against the version before it, in Swedish sentences.

    It can be used all the same: what is not declared comparable is not compared.
    """
    return undeclared(checklist, before) if before else ()


def taken_name_fault(checklist: Checklist, others: Iterable[Checklist], *, source: str) -> Fault | None:
    """Why the checklist can't have its name, or None: one of `others` has the same template and version."""
    if all(each.name != checklist.name for each in others):
        return None
    what = f"Det finns redan en mall som heter {checklist.name}."
    return Fault(source, None, None, "checklist.version", what, "Ge din mall ett eget versionsnummer.")


def changes(checklist: Checklist, before: Checklist | None) -> dict[str, QuestionChange]:
    """How each question of the checklist stands against the version before it; all are new where there is none."""
    if before is None:
        return {question.id: QuestionChange(question, Kind.NEW) for question in checklist.questions}
    return {change.question.id: change for change in against(checklist, before) if change.kind is not Kind.GONE}


def gone(checklist: Checklist, before: Checklist | None) -> list[QuestionChange]:
    """The questions of the version before that the checklist no longer has."""
    return [change for change in against(checklist, before) if change.kind is Kind.GONE] if before else []
