"""Payloads of the audit log are found by their age."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

HAS_PAYLOAD = sa.text("payload is not null")


def upgrade() -> None:
    op.create_index(
        "audit_payloads_by_age",
        "audit_entries",
        ["at"],
        unique=False,
        sqlite_where=HAS_PAYLOAD,
        postgresql_where=HAS_PAYLOAD,
    )


def downgrade() -> None:
    op.drop_index("audit_payloads_by_age", "audit_entries")
