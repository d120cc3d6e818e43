"""machine controls"""

import sqlalchemy as sa
from alembic import op

from audit.database import UtcDateTime

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

BEFORE = ("namnd", "barnfamiljer", "nya", "unga", "langvariga")
TARGETED = ("round_target", "draw", "sample_unit")


def _one_of(targets: tuple[str, ...]) -> str:
    return f"target IN ({', '.join(repr(target) for target in targets)})"


def _let_targets_be(targets: tuple[str, ...]) -> None:
    for table in TARGETED:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_target_value"), type_="check")
            batch_op.create_check_constraint(op.f(f"ck_{table}_target_value"), _one_of(targets))


def upgrade() -> None:
    op.create_table('control_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('payments_id', sa.Integer(), nullable=True),
    sa.Column('cases_id', sa.Integer(), nullable=True),
    sa.Column('board_ids', sa.JSON(), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('started_at', UtcDateTime(), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=True),
    sa.Column('finished_at', UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['cases_id'], ['register_extract.id'], name=op.f('fk_control_run_cases_id')),
    sa.ForeignKeyConstraint(['payments_id'], ['register_extract.id'], name=op.f('fk_control_run_payments_id')),
    sa.ForeignKeyConstraint(['started_by'], ['account.id'], name=op.f('fk_control_run_started_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control_run'))
    )
    op.create_table('control_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run_id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.Column('control_id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('judged', sa.Integer(), nullable=False),
    sa.Column('unjudged', sa.Integer(), nullable=False),
    sa.Column('apart', sa.Integer(), nullable=False),
    sa.Column('hits', sa.Integer(), nullable=False),
    sa.Column('lacking', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_control_result_board_id')),
    sa.ForeignKeyConstraint(['run_id'], ['control_run.id'], name=op.f('fk_control_result_run_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control_result')),
    sa.UniqueConstraint('run_id', 'control_id', 'board_id', name=op.f('uq_control_result_run_id_control_id_board_id'))
    )
    with op.batch_alter_table('control_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_control_result_board_id'), ['board_id'], unique=False)

    op.create_table('control_hit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('result_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.String(), nullable=False),
    sa.Column('measure', sa.BigInteger(), nullable=False),
    sa.Column('protected', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['result_id'], ['control_result.id'], name=op.f('fk_control_hit_result_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_control_hit')),
    sa.UniqueConstraint('result_id', 'unit_id', name=op.f('uq_control_hit_result_id_unit_id'))
    )
    op.create_table('hit_stratum',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('result_id', sa.Integer(), nullable=False),
    sa.Column('board_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('arenden', 'utbetalningar', 'boutredningar', name='registerkind_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit_ids', sa.JSON(), nullable=False),
    sa.Column('case_ids', sa.JSON(), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_hit_stratum_board_id')),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('fk_hit_stratum_made_by')),
    sa.ForeignKeyConstraint(['result_id'], ['control_result.id'], name=op.f('fk_hit_stratum_result_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hit_stratum'))
    )
    with op.batch_alter_table('hit_stratum', schema=None) as batch_op:
        batch_op.create_index('ix_hit_stratum_board', ['board_id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_hit_stratum_result_id'), ['result_id'], unique=False)

    op.create_table('hit_verdict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hit_id', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Enum('fel', 'inte_fel', 'utred', name='verdict_value', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('given_at', UtcDateTime(), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['given_by'], ['account.id'], name=op.f('fk_hit_verdict_given_by')),
    sa.ForeignKeyConstraint(['hit_id'], ['control_hit.id'], name=op.f('fk_hit_verdict_hit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hit_verdict'))
    )
    with op.batch_alter_table('hit_verdict', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hit_verdict_hit_id'), ['hit_id'], unique=False)

    with op.batch_alter_table('round_target') as batch_op:
        batch_op.add_column(sa.Column('stratum_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('hit_ids', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.create_foreign_key(op.f('fk_round_target_stratum_id'), 'hit_stratum', ['stratum_id'], ['id'])
    with op.batch_alter_table('round_target') as batch_op:
        batch_op.alter_column('hit_ids', server_default=None)
    _let_targets_be((*BEFORE, "traffar"))


def downgrade() -> None:
    for table in TARGETED:
        op.execute(sa.text(f"DELETE FROM {table} WHERE target = 'traffar'"))
    _let_targets_be(BEFORE)
    with op.batch_alter_table('round_target') as batch_op:
        batch_op.drop_constraint(op.f('fk_round_target_stratum_id'), type_='foreignkey')
        batch_op.drop_column('hit_ids')
        batch_op.drop_column('stratum_id')
    with op.batch_alter_table('hit_verdict', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hit_verdict_hit_id'))

    op.drop_table('hit_verdict')
    with op.batch_alter_table('hit_stratum', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hit_stratum_result_id'))
        batch_op.drop_index('ix_hit_stratum_board')

    op.drop_table('hit_stratum')
    op.drop_table('control_hit')
    with op.batch_alter_table('control_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_control_result_board_id'))

    op.drop_table('control_result')
    op.drop_table('control_run')
