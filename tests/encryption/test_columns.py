"""Every column with words is encrypted where that is chosen, or named here as not secret; no text passes unseen."""

import os

import pytest
from sqlalchemy import JSON, Enum, LargeBinary, String, create_engine, select
from sqlalchemy.types import TypeDecorator

from audit.database import rows_of
from audit.encryption.cipher import Cipher, UnreadableError, key_named_in
from audit.encryption.columns import EncryptedJson, EncryptedLine, EncryptedText, give_cipher
from audit.encryption.rules import ENCRYPTED
from audit.reviews.models import Answer
from audit.tables import metadata

# What the rule in `audit/encryption/rules.py` leaves out, table by table: values, codes and ids that are counted or
# looked for; names of people with accounts; texts about the work as a whole; what is published; hashes and settings.
NOT_SECRET = {
    "access_check": "kinds kept_sha256 protocol settings sha256 unusual",
    "account": "name password_hash sso_subject username",
    "agreement": "source stated_changes title",
    "agreement_area": "amount covers name paragraph posts rate",
    "agreement_document": "content name sha256",
    "agreement_part": "allocation deduction direct share",
    "agreement_party": "name",
    "answer": "question_id value",
    "answer_version": "value",
    "blind_pair": "answers",
    "board": "code name",
    "board_sharing": "ground reason",
    "case_fact": "attribute_id value",
    "check_settlement": "arithmetic note",
    "checked_entry": "ticket",
    "code_choice": "code column_name word",
    "column_choice": "column_name header",
    "column_encryption": "proof",
    "control_hit": "unit_id",
    "control_result": "control_id lacking",
    "control_run": "board_ids code fault settings",
    "draw": "journal_head protocol seed seed_source",
    "erasure": "cleaned counts gone_files label open_key proof reason sha256",
    "figure_check": "formula quotation source title tolerance",
    "figure_table": "caption cells source unit",
    "form_submission": "location token",
    "frame": "reconciliation sha256",
    "goal": "deviation expected number status text",
    "hit_stratum": "case_ids unit_ids",
    "improvement_area": "origin owner title",
    "improvement_area_question": "checklist question_id",
    "improvement_evidence": "document",
    "improvement_measure": "responsible",
    "improvement_recurrence": "question_ids",
    "indicator": "city_target guarantee name target unit",
    "indicator_outcome": "written",
    "invitation": "token_hash",
    "job": "fault kind location payload title",
    "joint_proposal": "responsible what",
    "journal": "action actor content_hash hash object_id previous",
    "journal_content": "salt",
    "kept_answers": "answers",
    "known_count": "label source",
    "mail_address": "address",
    "mail_notice": "about address fault text",
    "observation": "attribute_id",
    "observation_question": "question_id",
    "observation_sharing": "counts question_ids",
    "officer_id": "officer_id",
    "own_checklist": "name sha256 text",
    "paper_answer": "file_label page question_id source value",
    "paper_count": "page question_id source",
    "paper_doubt": "doubts figures page question_id source",
    "paper_statement": "page question_id quotation source",
    "plan_control": "area control_id frequency method moment periods process report_to responsible",
    "plan_document": "adopted_by_role note registry_number scale source",
    "plan_follow_up": "deviation outcome",
    "plan_measure": "note responsible what",
    "plan_report": "results summary",
    "plan_risk": "ongoing process reason risk routine",
    "reconciliation": "comment",
    "reconciliation_line": "forecast outcome",
    "recovery_code": "code_hash",
    "register_column": "codes distinct_values name",
    "register_extract": "dropped_columns encoding file_name file_sha256 notices separator",
    "register_unit": "content flags unit_id",
    "remark": "question_id",
    "reopening": "versions",
    "report_files": "files",
    "report_head": "administration department officer recipient registry_number",
    "report_publication": "annex annex_sha256 changed content journal_head reasons sha256 template_sha256",
    "report_table": "caption section source",
    "report_template": "content name sha256",
    "report_template_kept": "content sha256",
    "report_text": "figures section",
    "retention_rule": "decided_by reference",
    "review_round": "areas checklist focus name replaces_reason",
    "round_board": "left_out",
    "round_target": "frame_ids hit_ids",
    "sample_unit": "ticket unit_id",
    "second_factor": "salt",
    "seed_part": "figure value",
    "settlement": "question_id value",
    "sign_in_attempt": "key",
    "sign_in_session": "token_hash",
    "staged_upload": "check_result file_name file_sha256 mapping reading token",
    "steering_meeting": "agenda decisions escalation roles",
    "turned_down_proposal": "attribute_id board_ids label question_ids",
    "year_document": "adopted_by_role handed_in registry_number source title",
}


def holds_words(kind: object) -> bool:
    inner = kind.impl if isinstance(kind, TypeDecorator) else kind
    return isinstance(inner, String | JSON | LargeBinary) and not isinstance(inner, Enum)


def test_every_column_with_words_is_encrypted_or_named_as_not_secret() -> None:
    types = EncryptedText, EncryptedLine, EncryptedJson
    words = [column for table in metadata.tables.values() for column in table.columns if holds_words(column.type)]
    sealed = {f"{column.table.name}.{column.name}": column.type for column in words if isinstance(column.type, types)}
    others = {f"{column.table.name}.{column.name}" for column in words} - sealed.keys()
    assert others == {f"{table}.{name}" for table, names in NOT_SECRET.items() for name in names.split()}
    assert sealed.keys() == {f"{table}.{name}" for table, names in ENCRYPTED.items() for name in names}
    assert [place for place, kind in sealed.items() if kind.place != place] == []


def test_a_text_opens_at_its_own_place_under_its_own_key_and_unaltered_only() -> None:
    cipher, other = Cipher(b"k" * 32), Cipher(b"o" * 32)
    sealed = cipher.seal("answer.comment", "Åt vem?")
    assert cipher.open("answer.comment", sealed) == "Åt vem?"
    assert key_named_in(sealed) == cipher.key_name != other.key_name
    assert sealed != cipher.seal("answer.comment", "Åt vem?")  # alike is not seen to be alike
    altered = sealed[:-6] + ("AAAA" if sealed[-6:-2] != "AAAA" else "BBBB") + sealed[-2:]
    for place, kept in (
        ("answer.evidence", sealed),
        ("answer.comment", altered),
        ("answer.comment", other.seal("answer.comment", "Åt vem?")),
        ("answer.comment", "I klartext"),
        ("answer.comment", f"krypt1.{cipher.key_name}.ä"),
    ):
        with pytest.raises(UnreadableError, match=place):
            cipher.open(place, kept)


def test_a_column_can_be_asked_for_no_more_than_whether_there_is_a_text() -> None:
    comment = rows_of(Answer).comment
    for question in (lambda: comment == "x", lambda: comment.contains("x"), comment.desc, lambda: comment < "x"):
        with pytest.raises(TypeError, match="encrypted"):
            question()
    engine = create_engine("sqlite://")
    give_cipher([engine], Cipher(b"k" * 32))
    asked = select(comment).where(comment != "").compile(engine)
    assert asked.construct_params() == {"comment_1": ""}


@pytest.mark.parametrize("kind", [EncryptedText("answer.comment"), EncryptedJson("access_check.kept")])
def test_without_a_cipher_nothing_stands_in_the_way_of_a_value(kind: EncryptedText | EncryptedJson) -> None:
    dialect = create_engine("sqlite://").dialect
    plain = kind.impl_instance
    own = kind.bind_processor(dialect), kind.result_processor(dialect, None)
    without = plain.bind_processor(dialect), plain.result_processor(dialect, None)
    assert [getattr(one, "__qualname__", None) for one in own] == [
        getattr(one, "__qualname__", None) for one in without
    ]


def test_keys_are_of_the_systems_own_chance() -> None:
    assert len({Cipher(os.urandom(32)).key_name for _ in range(50)}) == 50
