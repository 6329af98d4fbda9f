from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col

from aggregator.audit.log import note
from aggregator.audit.tables import AuditEntryRow
from aggregator.compliance.sources import (
    bundle_in_force,
    known_versions,
    log_size,
    logged,
    refused_since,
    spendings,
    whole_log,
)
from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.tables import LedgerRow, RefusalRow
from tests.support.vector_world import NOW, make_world


def test_the_adopted_version_is_known_and_in_force(helper_hub: Hub) -> None:
    with reading(helper_hub.engine) as session:
        known, bundle = known_versions(session, helper_hub), bundle_in_force(session, helper_hub)

    assert [adopted.version for adopted in known] == [make_world().bundle.chain.version]
    assert bundle == make_world().bundle


def test_ledger_entries_are_counted_by_scope(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        for epoch in (1, 2):
            session.add(LedgerRow(at=NOW, task_id="dwell.day", scope="altona", epoch=epoch, rho="1/50"))

    with reading(leader_hub.engine) as session:
        found = spendings(session)

    assert [(one.scope, one.entries, one.newest) for one in found] == [("altona", 2, NOW)]


def test_refusals_older_than_a_week_are_left_out(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        for days in (1, 8):
            session.add(RefusalRow(minute=NOW - timedelta(days=days), problem="malformed", refused=2))

    with reading(leader_hub.engine) as session:
        found = refused_since(session, NOW)

    assert [(NOW - one.minute).days for one in found] == [1]


def test_the_log_is_read_from_its_end_by_kind(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        before = log_size(session)
        note(session, "login", "anna", {"where": "console"}, at=NOW)
        note(session, "deletion", "releases", {"count": 3}, at=NOW)
        session.exec(update(AuditEntryRow).where(col(AuditEntryRow.kind) == "login").values(payload=None))

    with reading(leader_hub.engine) as session:
        found, logins = logged(session, kind=None, before=None), logged(session, kind="login", before=None)
        size, earlier = log_size(session), logged(session, kind=None, before=before)

    assert size == before + 2
    assert (found[0].subject, found[0].detail, found[0].is_erased) == ("releases", "count 3", False)
    assert [(one.subject, one.is_erased) for one in logins] == [("", True)]
    assert all(one.index < before for one in earlier)


def test_a_log_that_nobody_witnessed_is_all_tail(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as session:
        whole, size = whole_log(session, leader_hub), log_size(session)

    assert (whole.size, whole.witnessed) == (size, 0)
    assert size > 0
    assert leader_hub.root.public_key.hex() in whole.command
