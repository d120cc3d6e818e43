"""What comes of an invented round: observations on its deviations, the talks with the unit, its replies, the report."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from audit.accounts.operations import known
from audit.accounts.rules import Role, Scope
from audit.config import Settings
from audit.demo import texts
from audit.demo.review_rounds import Script
from audit.demo.texts import AREA_TEXTS
from audit.findings import operations as findings
from audit.findings.models import Reply
from audit.findings.operations import Correction, Draft, Finding, GivenReply, GivenRuling, Placed, Results, Talk
from audit.findings.rules import Proposal, Ruling, Stance, seen_text
from audit.reports import operations as reports
from audit.reports.operations import Decision
from audit.reports.rules.composition import HeadText
from audit.rounds.models import Round


def talk_over(session: Session, script: Script, round_: Round) -> None:
    """Write the observations, share them at the first talk, take the unit's replies and hold the second talk."""
    found = write_observations(session, script, round_)
    shared = script.stamp("samordnare", 10, 8, "09:00")
    findings.share(session, stamp=shared, round_=round_, observation_ids=[finding.id for finding in found])
    _meet(session, script, round_, (10, 8), texts.FIRST_TALK)
    for finding, told in zip(found, _told(round_, found), strict=True):
        _reply(session, script, finding, told)
    _meet(session, script, round_, (11, 5), texts.SECOND_TALK)


def write_observations(session: Session, script: Script, round_: Round) -> list[Finding]:
    """An observation on each of the gravest groups of deviations, with the counts as they came out."""
    results = findings.results(session, round_=round_, board_ids=script.cast.reviewed)
    stamp = script.stamp("samordnare", 10, 6, "13:00")
    for proposal in _chosen(findings.area_proposals(results)):
        findings.write_observation(
            session, stamp=stamp, round_=round_, draft=_draft(session, round_, results, proposal)
        )
    return findings.observations(session, round_id=known(round_.id))


def _chosen(proposals: Sequence[Proposal]) -> list[Proposal]:
    """What the reports have followed since 2014 first, then the gravest of the rest."""
    followed = [proposal for proposal in proposals if proposal.area_id in texts.FOLLOWED]
    others = [proposal for proposal in proposals if proposal.area_id not in texts.FOLLOWED]
    return (followed + others)[: texts.OBSERVATIONS]


def _draft(session: Session, round_: Round, results: Results, proposal: Proposal) -> Draft:
    told = AREA_TEXTS[proposal.area_id]
    boards = None if proposal.board_id is None else [proposal.board_id]
    concerned = [
        result.of_boards(boards) if boards else result
        for result in results.questions
        if result.question.id in proposal.question_ids
    ]
    return Draft(
        title=told.title,
        seen=seen_text(concerned, board_names=results.board_names, kind="arenden"),
        severity=proposal.severity,
        assessment=told.assessment,
        recommendation=told.recommendation,
        board_id=proposal.board_id,
        question_ids=proposal.question_ids,
        norm=findings.norm_of(session, round_=round_, question_ids=proposal.question_ids, answer_ids=()),
        cause=told.cause,
        cause_text=told.cause_text,
    )


def _told(round_: Round, found: Sequence[Finding]) -> list[texts.AreaText]:
    area_of = {question.id: question.area for question in findings.questions_of(round_)}
    return [AREA_TEXTS[area_of[finding.question_ids[0]]] for finding in found]


def _meet(session: Session, script: Script, round_: Round, day: tuple[int, int], notes: str) -> None:
    stamp = script.stamp("samordnare", *day, "15:00")
    talk = Talk(held_on=stamp.day, participants=texts.TALKERS, notes=notes)
    findings.add_meeting(session, stamp=stamp, round_=round_, talk=talk)


def _reply(session: Session, script: Script, finding: Finding, told: texts.AreaText) -> None:
    due = date(script.autumn.year + 1, 1, 31) if told.measure else None
    given = GivenReply(
        stance=Stance.AGREES if told.agrees else Stance.DISAGREES,
        text=told.reply,
        correction=told.correction,
        measure=told.measure,
        responsible="Enhetschefen" if told.measure else "",
        due_on=due,
    )
    stamp = script.stamp("enhetschef", 10, 27, "10:30")
    reply = findings.reply(session, stamp=stamp, observation_id=finding.id, given=given)
    if told.ruling:
        _rule(session, script, finding, reply, told.ruling)


def _rule(session: Session, script: Script, finding: Finding, reply: Reply, reason: str) -> None:
    """Turn down what the unit says is wrong in fact."""
    round_ = session.get_one(Round, finding.observation.round_id)
    names = findings.boards_of(session, round_id=known(round_.id))
    correction = Correction(reply, Placed(finding, round_, names), None)
    stamp = script.stamp("samordnare", 11, 3, "13:15")
    findings.rule_on(session, stamp=stamp, correction=correction, given=GivenRuling(Ruling.TURNED_DOWN, reason))


def write_report(session: Session, script: Script, round_: Round) -> None:
    """Fill in the report's head, and write one section in place of its proposal."""
    stamp = script.stamp("samordnare", 11, 17, "14:00")
    head = HeadText(
        department=texts.DEPARTMENT,
        officer=texts.OFFICER,
        registry_number=f"Uppdiktat {script.autumn.year}-0001",
        dated_on=stamp.day,
    )
    reports.save_head(session, stamp=stamp, round_=round_, head=head)
    written = reports.Written(texts.BACKGROUND)
    reports.save_text(session, stamp=stamp, round_=round_, section="bakgrund", written=written, seen=0)


def publish_report(session: Session, script: Script, round_: Round) -> None:
    """Publish the report, with the reason for which its small counts may stand."""
    grants = frozenset((Role.COORDINATOR, board) for board in script.cast.reviewed)
    stamp = script.stamp("samordnare", 11, 19, "09:30")
    scope = Scope(script.cast.accounts["samordnare"], "samordnare", grants)
    of = reports.candidate(session, scope, known(round_.id))
    if of is None:
        raise ValueError("a round that is told of to its end can be published")
    hits = reports.hits_of(session, of, small=Settings.small_cell_limit)
    decision = Decision(of.sha256, {hit.judged: texts.WHY_SMALL_COUNTS_MAY_STAND for hit in hits})
    reports.publish(session, stamp=stamp, of=of, hits=hits, decision=decision)
