"""Risk analyses, control plans and their follow-ups as content: the same files as a report can be had as."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from audit.accounts.operations import known
from audit.accounts.rules import Scope
from audit.clock import swedish_day
from audit.findings.operations.secrecy import watched_of_board
from audit.findings.rules.secrecy import Hit, found_in
from audit.journal import operations as journal
from audit.journal.rules import Stamp
from audit.plans import operations as plans
from audit.plans import rules
from audit.plans.models import PlanDocument
from audit.plans.operations import Compared, FollowedPlan, SeenAnalysis, SeenPlan, Written
from audit.plans.rules import HANDLING_NAMES, HEADINGS, MARK_NAMES, PERIOD_NAMES, STEPS
from audit.reports.content import Block, Column, Figure, Head, Line, Report, Row, Section, Table
from audit.reports.operations.formats import FORMS, Form
from audit.reports.rules.secrecy import texts
from audit.reports.rules.text import blocks, genitive, printable
from audit.rounds.rules import refuse_if
from audit.web.formats import day, number

UNKNOWN = "–"
DRAFT = "Utkast: inte antaget."
INVENTED = "Påhittade uppgifter."


@dataclass(frozen=True)
class PlanFile:
    """What is wanted as a file, and as which kind of file. What is adopted was looked through then."""

    report: Report
    form: Form
    document: PlanDocument
    judged: bool
    follow_up: bool = False


def analysis_file_seen(session: Session, scope: Scope, analysis_id: int, form: str) -> PlanFile | None:
    of = plans.analysis_seen(session, scope, analysis_id)
    if of is None or form not in FORMS:
        return None
    return PlanFile(analysis_report(session, of), FORMS[form], of.document, judged=not of.is_draft)


def plan_file_seen(session: Session, scope: Scope, plan_id: int, form: str) -> PlanFile | None:
    of = plans.plan_seen(session, scope, plan_id)
    if of is None or form not in FORMS:
        return None
    return PlanFile(plan_report(session, of), FORMS[form], of.document, judged=not of.is_draft)


def follow_up_file_seen(session: Session, scope: Scope, plan_id: int, period: str, form: str) -> PlanFile | None:
    of = plans.standing_seen(session, scope, plan_id, period)
    if of is None or form not in FORMS:
        return None
    return PlanFile(follow_up_report(of), FORMS[form], of.plan.document, judged=False, follow_up=True)


def hits_of(session: Session, file: PlanFile, *, small: int) -> tuple[Hit, ...]:
    """What in a file could point somebody out and nobody has judged yet.

    A follow-up's counts come out of reviews and controls, where they are judged: in it only who is named is looked for.
    """
    if file.judged or file.document.on_paper:
        return ()
    told = list(texts(file.report))
    least = 0 if file.follow_up else small
    return found_in(told, watched_of_board(session, board_id=file.document.board_id, texts=told, small=least))


def note_taken(session: Session, *, stamp: Stamp, file: PlanFile) -> None:
    """Note in the journal that a file was taken out in which there was nothing to judge."""
    told = {"form": file.form.suffix, "follow_up": file.follow_up}
    journal.record(session, stamp, "plan_document:exported", known(file.document.id), **told)


def take_out(
    session: Session, *, stamp: Stamp, file: PlanFile, hits: Sequence[Hit], reasons: Mapping[str, str]
) -> None:
    """Write down that a file was taken out although something was found, and why it may stand. InputError."""
    refuse_if(plans.reason_faults(hits, reasons))
    told = {"form": file.form.suffix, "follow_up": file.follow_up, "reasons": plans.reasons_told(hits, reasons)}
    journal.record(session, stamp, "plan_document:taken_out", known(file.document.id), **told)


# ---- The documents --------------------------------------------------------------------------------------------------


def analysis_report(session: Session, of: SeenAnalysis) -> Report:
    """A risk analysis with its matrix, and what differs from the one that it was copied from."""
    compared = plans.compared(session, of)
    sections = [
        *_note(of),
        Section("Riskerna", 2, tables=(_risks(of, compared),)),
        Section("Riskmatris", 2, tables=(_matrix(of),)),
        *_dropped(compared),
    ]
    return _report(of, sections)


def plan_report(session: Session, of: SeenPlan) -> Report:
    """A control plan, and what differs from the one that it was copied from."""
    compared = plans.compared(session, of)
    return _report(
        of, [*_note(of), Section("Kontrollmoment", 2, tables=(_controls(of, compared),)), *_dropped(compared)]
    )


def follow_up_report(of: FollowedPlan) -> Report:
    """A plan's follow-up for a period."""
    rows = [Row(_cells(one.cells())) for one in plans.told(of)]
    shares = (2, 3, 2, 5, 3, 4)
    columns = tuple(Column(name, share=share) for name, share in zip(HEADINGS, shares, strict=True))
    caption = f"Uppföljning {of.period} {of.plan.year}"
    title = f"Uppföljning av intern kontroll, {PERIOD_NAMES[of.period].lower()} {of.plan.year}, {of.plan.board}"
    summary = of.report.summary if of.report else "Uppföljningen är inte lämnad."
    sections = [
        Section("Sammanfattande bedömning", 2, blocks(summary)),
        Section(
            "Kontrollerna", 2, tables=(Table(caption, columns, tuple(rows), key="uppfoljning", short="Uppföljning"),)
        ),
    ]
    handed_in = of.report.handed_in_at if of.report else None
    notice = "" if of.report else "Uppföljningen är inte lämnad."
    return _report(of.plan, sections, title=title, dated=handed_in, notice=notice)


# ---- The parts ------------------------------------------------------------------------------------------------------


def _report(
    of: Written, sections: Iterable[Section], *, title: str = "", dated: datetime | None = None, notice: str = ""
) -> Report:
    document = of.document
    at = dated or document.adopted_at or document.created_at
    said = [DRAFT if of.is_draft else "", notice, INVENTED if document.invented else ""]
    adopted = day(swedish_day(at) if dated else document.adopted_on)
    head = Head(
        administration=f"{genitive(of.board)} stadsdelsförvaltning",
        department=UNKNOWN,
        officer=UNKNOWN,
        registry_number=printable(document.registry_number) or UNKNOWN,
        dated_on=adopted,
        recipient=f"{genitive(of.board)} stadsdelsnämnd",
    )
    return Report(title or of.name, head, " ".join(filter(None, said)), tuple(sections), (), at)


def _note(of: Written) -> list[Section]:
    adopted = ""
    if not of.is_draft and of.document.adopted_by_role:
        adopted = f"Antagen av {of.document.adopted_by_role} {day(of.document.adopted_on)}."
    text = "\n\n".join(filter(None, [of.document.note, adopted, of.document.source]))
    return [Section("Inledning", 2, blocks(text))] if text else []


def _dropped(compared: Compared) -> list[Section]:
    if not compared.before or not compared.dropped:
        return []
    lines = tuple(Line((printable(one),)) for one in compared.dropped)
    return [Section(f"Inte längre med, jämfört med {compared.before.name}", 2, (Block(lines, listed=True),))]


def _cells(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(printable(text) or UNKNOWN for text in texts)


def _mark(compared: Compared, row_id: int | None) -> str:
    found = compared.marks.get(row_id or 0)
    return ". ".join([MARK_NAMES[found.mark], *found.changes]) if found else UNKNOWN


def _risks(of: SeenAnalysis, compared: Compared) -> Table:
    columns = (
        Column("Nr", numeric=True),
        Column("Process", share=3),
        Column("Risk", share=5),
        Column("Rutin och löpande kontroller", share=5),
        Column("S", numeric=True),
        Column("V", numeric=True),
        Column("Riskvärde", numeric=True, share=2),
        Column("Hantering", share=3),
        Column("Mot förra", share=3),
    )
    rows = []
    for place, risk in enumerate(of.risks, start=1):
        value = rules.risk_value(risk.likelihood, risk.materiality)
        controls = " ".join(filter(None, (risk.routine, risk.ongoing)))
        handled = " ".join(filter(None, (HANDLING_NAMES[risk.handling], risk.reason)))
        numbers = (("s", risk.likelihood), ("v", risk.materiality), ("varde", value))
        counted = (Figure(f"risk.{place}.{name}", number(one), one) for name, one in numbers)
        told = _cells((risk.process, risk.risk, controls))
        rest = _cells((handled, _mark(compared, risk.id)))
        rows.append(Row((Figure(f"risk.{place}.nr", str(place), place), *told, *counted, *rest)))
    notes = ("S är sannolikhet och V är väsentlighet, från 1 till 5. Riskvärdet är S gånger V.",)
    return Table(f"Risker {of.year}", columns, tuple(rows), notes, key="risker", short="Risker")


def _matrix(of: SeenAnalysis) -> Table:
    scale = of.scale
    columns = (
        Column("Sannolikhet", share=3),
        *(Column(f"{step} {scale.materiality[step - 1]}", share=2) for step in STEPS),
    )
    rows = []
    for row in rules.matrix(scale, [(risk.likelihood, risk.materiality) for risk in of.risks]):
        likelihood = row[0].likelihood
        inside = [", ".join(map(str, one.numbers)) or UNKNOWN for one in row]
        rows.append(Row(_cells((f"{likelihood} {scale.likelihood[likelihood - 1]}", *inside))))
    note = (
        f"Riskernas nummer efter sannolikhet och väsentlighet. Riskvärde från {scale.ongoing_from}: löpande kontroll. "
        f"Från {scale.plan_from}: till internkontrollplanen."
    )
    return Table(
        "Riskmatris: sannolikhet och väsentlighet", columns, tuple(rows), (note,), key="matris", short="Matris"
    )


def _controls(of: SeenPlan, compared: Compared) -> Table:
    columns = (
        Column("Process", share=3),
        Column("Risk", share=4),
        Column("Kontrollmoment", share=4),
        Column("Metod", share=4),
        Column("Frekvens", share=3),
        Column("Ansvarig", share=3),
        Column("Rapport till", share=3),
        Column("Mot förra", share=3),
    )
    rows = []
    for control in of.controls:
        risk = of.risk_of(control)
        method = f"{control.method} ({plans.basis_said(control)})" if control.method else plans.basis_said(control)
        followed = (
            f"{control.frequency}. Följs upp {', '.join(control.periods)}" if control.periods else control.frequency
        )
        told = (of.process_of(control), risk.risk if risk else "Krav från annat håll", control.moment, method, followed)
        rows.append(Row(_cells((*told, control.responsible, control.report_to, _mark(compared, control.id)))))
    return Table(f"Kontrollmoment {of.year}", columns, tuple(rows), key="kontrollmoment", short="Kontrollmoment")
