"""Which node measures under which version of the policy."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_confirmations",
        sa.Column("edge_id", sa.String(), nullable=False),
        sa.Column("policy_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("measuring_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edge_id"], ["edges.edge_id"]),
        sa.PrimaryKeyConstraint("edge_id", "policy_hash"),
    )
