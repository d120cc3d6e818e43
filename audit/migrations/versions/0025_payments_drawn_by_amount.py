"""payments drawn by amount"""

import sqlalchemy as sa
from alembic import op

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

STANDINGS = ("urval", "reserv", "inkallad", "ersatt")


def _let_standings_be(standings: tuple[str, ...]) -> None:
    name = op.f("ck_sample_unit_standing_value")
    with op.batch_alter_table("sample_unit") as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"standing IN ({', '.join(repr(one) for one in standings)})")


def upgrade() -> None:
    _let_standings_be((*STANDINGS, "ej_granskad"))
    # Everything that was drawn before had equal chances.
    with op.batch_alter_table("review_round") as batch_op:
        batch_op.add_column(sa.Column("drawing", sa.String(40), nullable=False, server_default="enhet"))
        batch_op.create_check_constraint(op.f("ck_review_round_drawing_value"), "drawing IN ('enhet', 'krona')")


def downgrade() -> None:
    op.execute(sa.text("UPDATE sample_unit SET standing = 'ersatt' WHERE standing = 'ej_granskad'"))
    _let_standings_be(STANDINGS)
    with op.batch_alter_table("review_round") as batch_op:
        batch_op.drop_constraint(op.f("ck_review_round_drawing_value"), type_="check")
        batch_op.drop_column("drawing")
