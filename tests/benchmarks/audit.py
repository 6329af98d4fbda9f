"""Prints what the audit log costs at ten million entries: ``python -m tests.benchmarks.audit [ENTRIES]``.

The log is built synthetically (random hashes, no payloads but in the entries that are measured), in SQLite
in a temporary folder: 2 GB for ten million. Everything measured goes through the product's own functions.
"""

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select

from aggregator.administration import PolicySource, make_home
from aggregator.audit.checkpoints import keep_current
from aggregator.audit.export import Span, export
from aggregator.audit.log import note
from aggregator.audit.nodes import PAGE_LEVELS, StoredNodes
from aggregator.audit.proving import prove
from aggregator.audit.showing import newest
from aggregator.audit.tables import AuditEntryRow, AuditNodeRow
from aggregator.audit.trust import Keys
from aggregator.audit.verify import verify_file
from aggregator.database import reading, writing
from aggregator.hub import Hub
from privacy.transparency.proofs import consistency_proof
from privacy.transparency.tree import Subtree, perfect_root

ENTRIES = 10_000_000
EXPORTED = 100_000
AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
LATER = datetime(2040, 1, 1, tzinfo=UTC)
"""Behind everything else in the log, the entries of making the home included."""
SEED = 20_261_126


def main() -> None:
    """Build, measure, print one object."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with tempfile.TemporaryDirectory(prefix="shoal-audit-") as folder:
        hub = make_home(Path(folder) / "leader", "leader", PolicySource())
        found = {"entries": 0} | {f"empty_{name}": value for name, value in _appends(hub).items()}
        began = time.perf_counter()
        _build(hub, entries)
        found["entries"], found["build_s"] = entries, round(time.perf_counter() - began, 1)
        found |= _appends(hub) | _proofs(hub, entries) | _bundles(hub, Path(folder), entries)
        size = sum(file.stat().st_size for file in hub.home.path.glob("hub.sqlite3*"))
        found["database_mb"] = round(size / 1e6)
        hub.engine.dispose()
    print(json.dumps(found))


def _appends(hub: Hub) -> dict[str, Any]:
    said = {"query": "from=2026-06-01&to=2026-06-30&site=old-market", "by": "a.jansen"}
    began = time.perf_counter()
    with writing(hub.engine) as session:
        for _ in range(5_000):
            note(session, "read", "/api/v1/insights/footfall", said, at=AT)
    together_s = time.perf_counter() - began

    def alone() -> None:
        with writing(hub.engine) as session:
            note(session, "read", "/api/v1/insights/footfall", said, at=AT)

    return {
        "appends_per_s_in_one_transaction": round(5_000 / together_s),
        "append_ms_with_its_own_transaction": _median_ms(alone, 200),
    }


def _proofs(hub: Hub, entries: int) -> dict[str, Any]:
    rng = np.random.default_rng(SEED)
    indices, olds = (iter(rng.integers(1, entries, 500).tolist()) for _ in range(2))

    def checkpoint() -> None:
        with writing(hub.engine) as session:
            note(session, "read", "x", {}, at=AT)
            keep_current(session, hub)

    with reading(hub.engine) as session:
        nodes = StoredNodes(session.connection())
        size = nodes.size()
        proofs = {
            "inclusion_proof_ms": _median_ms(lambda: prove(session, hub, next(indices)), 200),
            "consistency_proof_ms": _median_ms(lambda: consistency_proof(nodes, next(olds), size), 200),
            "newest_20_of_a_kind_ms": _median_ms(lambda: newest(session, kind="read", most=20), 50),
        }
    return proofs | {"append_and_checkpoint_ms": _median_ms(checkpoint, 50)}


def _bundles(hub: Hub, folder: Path, entries: int) -> dict[str, Any]:
    bundle = folder / "bundle"
    with writing(hub.engine) as session:
        for number in range(EXPORTED):
            note(session, "read", "/api/v1/insights/footfall", {"number": number}, at=LATER)
    began = time.perf_counter()
    written = export(hub, bundle, Span(since=LATER), lambda _done, _of: None)
    exported_s = time.perf_counter() - began
    began = time.perf_counter()
    report = verify_file(bundle, Keys(hub.root.public_key))
    verified_s = time.perf_counter() - began
    if report.broken or report.checked != written.end - written.first or report.size < entries:
        raise SystemExit(f"expected a whole bundle, got: {report}")
    return {
        "exported_per_s": round(report.checked / exported_s),
        "verified_per_s": round(report.checked / verified_s),
        "bundle_bytes_per_entry": round(bundle.stat().st_size / report.checked),
    }


def _build(hub: Hub, entries: int) -> None:
    """Fill the log up to the size with random hashes, and with the nodes above them."""
    with writing(hub.engine) as session:
        connection, nodes = session.connection(), StoredNodes(session.connection())
        first = nodes.size()
        for start in range(first, entries, 1 << 14):
            rows = list(_rows(start, min(start + (1 << 14), entries)))
            connection.execute(insert(AuditEntryRow), rows)
        _keep_nodes(connection, nodes, entries)


def _rows(start: int, end: int) -> Iterator[dict[str, Any]]:
    for index in range(start, end):
        leaf = hashlib.sha256(index.to_bytes(8, "big")).digest()
        yield {"leaf_index": index, "at": AT, "kind": "read", "commitment": leaf, "leaf_hash": leaf}


def _keep_nodes(connection: Connection, nodes: StoredNodes, entries: int) -> None:
    """Keep the pages' hashes that are not there yet, level by level."""
    level = PAGE_LEVELS
    while 1 << level <= entries:
        known = set(
            connection.execute(select(AuditNodeRow.start).where(AuditNodeRow.level == level)).scalars()
        )
        full = [start for start in range(0, entries - (1 << level) + 1, 1 << level) if start not in known]
        for start in full:
            above = perfect_root(nodes.page(Subtree(start, level), level - PAGE_LEVELS))
            connection.execute(insert(AuditNodeRow), {"level": level, "start": start, "hash": above})
        level += PAGE_LEVELS


def _median_ms(work: Callable[[], object], times: int) -> float:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1e3)
    return round(median(spent), 2)


if __name__ == "__main__":
    main()
