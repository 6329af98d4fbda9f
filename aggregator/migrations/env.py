"""Runs the versions over the connection that `aggregator.revision` hands in; never by itself."""

from alembic import context
from sqlmodel import SQLModel

import aggregator.accounts.tables as _account_tables  # noqa: F401 - fills the metadata
import aggregator.adoption.tables as _adoption_tables  # noqa: F401 - fills the metadata
import aggregator.audit.tables as _audit_tables  # noqa: F401 - fills the metadata
import aggregator.compliance.tables as _compliance_tables  # noqa: F401 - fills the metadata
import aggregator.federated.tables as _federated_tables  # noqa: F401 - fills the metadata
import aggregator.retention.tables as _retention_tables  # noqa: F401 - fills the metadata
import aggregator.signage.tables as _signage_tables  # noqa: F401 - fills the metadata
import aggregator.tables as _tables  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
