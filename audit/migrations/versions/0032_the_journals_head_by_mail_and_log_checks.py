"""the journal's head with a draw and in a mailbox, and log checks that are erased"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


KINDS = (
    *("registerutdrag", "granskning", "urval", "bradskande", "dialog", "kontrolltraffar", "pappersar", "kontologg"),
    "arbeten",
)


def _let_kinds_be(kinds: tuple[str, ...]) -> None:
    for table in ("retention_rule", "erasure"):
        name = op.f(f"ck_{table}_kindid_value")
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, f"kind IN ({', '.join(repr(one) for one in kinds)})")


def upgrade() -> None:
    _let_kinds_be((*KINDS[:7], "loggkontroll", *KINDS[7:]))
    with op.batch_alter_table("draw") as batch_op:
        batch_op.add_column(sa.Column("journal_head", sa.String(), nullable=True))
    with op.batch_alter_table("mail_notice") as batch_op:
        batch_op.alter_column("account_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("kind", existing_type=sa.String(40), nullable=True)
        batch_op.add_column(sa.Column("address", sa.String(), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column("text", sa.Text(), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    op.execute("DELETE FROM erasure WHERE kind = 'loggkontroll'")
    op.execute("DELETE FROM retention_rule WHERE kind = 'loggkontroll'")
    _let_kinds_be(KINDS)
    op.execute("DELETE FROM mail_notice WHERE account_id IS NULL")
    with op.batch_alter_table("mail_notice") as batch_op:
        batch_op.drop_column("text")
        batch_op.drop_column("address")
        batch_op.alter_column("kind", existing_type=sa.String(40), nullable=False)
        batch_op.alter_column("account_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("draw") as batch_op:
        batch_op.drop_column("journal_head")
