"""The time mark and the deletion receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "time_mark",
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("boot_id", sa.String(), nullable=False),
        sa.Column("uptime_s", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("mark_id"),
    )
    op.create_table(
        "deletion_receipts",
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("data_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("leaves", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("receipt_id"),
    )
    op.create_index(op.f("ix_deletion_receipts_at"), "deletion_receipts", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("deletion_receipts")
    op.drop_table("time_mark")
