"""the dialogue with the unit: norm and cause, what was shared when, replies in part, corrections, turned down proposals"""

import json

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

CAUSES = "IN ('inte_klarlagd', 'rutin_saknas', 'rutin_foljs_inte', 'kunskap', 'systemstod', 'tid', 'samverkan', 'uppfoljning', 'annan')"
STANCES = "IN ('haller_med', 'haller_delvis_med', 'haller_inte_med')"
TEXTS = {"observation": ("norm", "cause_text"), "reply": ("correction",)}
WORDS = {"observation": ("attribute_id",), "reply": ("responsible",)}


def upgrade() -> None:
    _make_tables()
    for table in ("observation", "reply"):
        with op.batch_alter_table(table) as batch_op:
            for name in TEXTS[table]:
                batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
            for name in WORDS[table]:
                batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("observation") as batch_op:
        batch_op.add_column(sa.Column("cause", sa.String(40), nullable=False, server_default="inte_klarlagd"))
    with op.batch_alter_table("reply") as batch_op:
        batch_op.add_column(sa.Column("sharing", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("stance", sa.String(40), nullable=False, server_default="haller_med"))
    op.execute(sa.text("UPDATE reply SET stance = 'haller_inte_med' WHERE NOT agrees"))
    _tell_what_was_shared()
    for table, code, values in (("observation", "cause", CAUSES), ("reply", "stance", STANCES)):
        with op.batch_alter_table(table) as batch_op:
            for name in (*TEXTS[table], *WORDS[table], code):
                batch_op.alter_column(name, server_default=None)
            batch_op.create_check_constraint(op.f(f"ck_{table}_{code}_value"), f"{code} {values}")
    with op.batch_alter_table("reply") as batch_op:
        batch_op.alter_column("sharing", server_default=None)
        batch_op.drop_column("agrees")


def _tell_what_was_shared() -> None:
    """Every observation that had been shared could not be changed: what it says is what the unit was given.

    What was counted then nobody noted.
    """
    connection = op.get_bind()
    linked: dict[int, list[str]] = {}
    for observation, question in connection.execute(sa.text("SELECT observation_id, question_id FROM observation_question")):
        linked.setdefault(observation, []).append(question)
    shared = connection.execute(
        sa.text("SELECT id, title, seen, assessment, recommendation, severity, shared_at FROM observation WHERE shared_at IS NOT NULL")
    )
    insert = sa.text(
        "INSERT INTO observation_sharing (observation_id, number, told, question_ids, counts, shared_at) "
        "VALUES (:id, 1, :told, :questions, '[]', :at)"
    )
    for row in shared.mappings().all():
        told = {name: row[name] for name in ("title", "seen", "assessment", "recommendation", "severity")}
        told |= {"norm": "", "cause": "inte_klarlagd", "cause_text": ""}
        questions = json.dumps(linked.get(row["id"], []))
        connection.execute(insert, {"id": row["id"], "told": json.dumps(told), "questions": questions, "at": row["shared_at"]})


def _make_tables() -> None:
    op.create_table('turned_down_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('ensam', 'samma_akter', 'flera_namnder', 'omrade', 'register', name='kind_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('board_ids', sa.JSON(), nullable=False),
    sa.Column('question_ids', sa.JSON(), nullable=False),
    sa.Column('attribute_id', sa.String(), nullable=False),
    sa.Column('label', sa.String(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.Column('taken_back_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('fk_turned_down_proposal_made_by')),
    sa.ForeignKeyConstraint(['round_id'], ['review_round.id'], name=op.f('fk_turned_down_proposal_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_turned_down_proposal'))
    )
    with op.batch_alter_table('turned_down_proposal') as batch_op:
        batch_op.create_index(batch_op.f('ix_turned_down_proposal_round_id'), ['round_id'], unique=False)

    op.create_table('observation_sharing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('observation_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.Column('question_ids', sa.JSON(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('shared_at', UtcDateTime(), nullable=False),
    sa.Column('shared_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['observation_id'], ['observation.id'], name=op.f('fk_observation_sharing_observation_id')),
    sa.ForeignKeyConstraint(['shared_by'], ['account.id'], name=op.f('fk_observation_sharing_shared_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_observation_sharing')),
    sa.UniqueConstraint('observation_id', 'number', name=op.f('uq_observation_sharing_observation_id_number'))
    )
    with op.batch_alter_table('observation_sharing') as batch_op:
        batch_op.create_index(batch_op.f('ix_observation_sharing_observation_id'), ['observation_id'], unique=False)

    op.create_table('correction_ruling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('reply_id', sa.Integer(), nullable=False),
    sa.Column('ruling', sa.Enum('granskas_om', 'texten_rattas', 'avslas', name='ruling_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('ruled_at', UtcDateTime(), nullable=False),
    sa.Column('ruled_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['reply_id'], ['reply.id'], name=op.f('fk_correction_ruling_reply_id')),
    sa.ForeignKeyConstraint(['ruled_by'], ['account.id'], name=op.f('fk_correction_ruling_ruled_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction_ruling')),
    sa.UniqueConstraint('reply_id', name=op.f('uq_correction_ruling_reply_id'))
    )
    op.create_table('correction_answer',
    sa.Column('ruling_id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_correction_answer_answer_id')),
    sa.ForeignKeyConstraint(['ruling_id'], ['correction_ruling.id'], name=op.f('fk_correction_answer_ruling_id')),
    sa.PrimaryKeyConstraint('ruling_id', 'answer_id', name=op.f('pk_correction_answer'))
    )


def downgrade() -> None:
    with op.batch_alter_table("reply") as batch_op:
        batch_op.add_column(sa.Column("agrees", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(sa.text("UPDATE reply SET agrees = (stance = 'haller_med')"))
    with op.batch_alter_table("reply") as batch_op:
        batch_op.alter_column("agrees", server_default=None)
        batch_op.drop_constraint(op.f("ck_reply_stance_value"), type_="check")
        for name in ("sharing", "stance", "correction", "responsible"):
            batch_op.drop_column(name)
    with op.batch_alter_table("observation") as batch_op:
        batch_op.drop_constraint(op.f("ck_observation_cause_value"), type_="check")
        for name in ("norm", "cause", "cause_text", "attribute_id"):
            batch_op.drop_column(name)
    op.drop_table('correction_answer')
    op.drop_table('correction_ruling')
    with op.batch_alter_table('observation_sharing') as batch_op:
        batch_op.drop_index(batch_op.f('ix_observation_sharing_observation_id'))

    op.drop_table('observation_sharing')
    with op.batch_alter_table('turned_down_proposal') as batch_op:
        batch_op.drop_index(batch_op.f('ix_turned_down_proposal_round_id'))

    op.drop_table('turned_down_proposal')
