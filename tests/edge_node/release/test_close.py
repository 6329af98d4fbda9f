"""A round of closing takes what is due and leaves what is not."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from edge_node.release.close import Closed, close_due
from edge_node.release.gate import Door
from edge_node.release.schedule import Due, due_epochs
from edge_node.storage.journal import Journal
from edge_node.storage.sums import OpenSum
from edge_node.vector_plan import plans
from policies.engine import decide
from policies.tasks import shares, tasks
from tests.support.edge_world import BUNDLE, site

NOW = datetime(2026, 6, 17, 12, 30, tzinfo=UTC)
PLANS = plans(tasks(BUNDLE).values(), site(), BUNDLE.chain.layout)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite3")


SHARES = shares(BUNDLE)


def door(share: Fraction = SHARES["site"]) -> Door:
    return Door(
        decide=lambda request: decide(request, BUNDLE, NOW),
        policy_hash=BUNDLE.hash,
        shares=SHARES | {"site": share},
        total=BUNDLE.chain.budget.exact_total,
        noise=lambda length, _: np.zeros(length, dtype=np.int64),
    )


def due(days: int = 3) -> list[Due]:
    return list(due_epochs(PLANS, begun=NOW - timedelta(days=days), until=NOW))


def test_every_due_epoch_goes_through_the_door(journal: Journal) -> None:
    closed = close_due(journal, due(), door(), now=NOW)

    assert closed == Closed(len(due()), {})
    assert len(journal.ledger.all()) == len(due()) > 130


def test_a_second_round_does_nothing(journal: Journal) -> None:
    close_due(journal, due(), door(), now=NOW)

    assert close_due(journal, due(), door(), now=NOW) == Closed(0, {})


def test_refusals_are_counted_by_rule(journal: Journal) -> None:
    closed = close_due(journal, due(1), door(Fraction(1, 1000)), now=NOW)

    assert closed.refused.keys() == {"over_budget"}


def test_no_exact_sum_lingers_in_the_files(journal: Journal, tmp_path: Path) -> None:
    item = due()[0]
    vector = np.full(len(item.plan.cells), 0x5EC2E7, dtype=np.int64)
    key = (item.plan.task.task_id, item.epoch)
    journal.add([OpenSum(*key, BUNDLE.hash, item.plan.layout_hash, vector, 0.0)])
    noisy = Door(
        decide=door().decide,
        policy_hash=BUNDLE.hash,
        shares=door().shares,
        total=door().total,
        noise=lambda length, _: np.full(length, 5, dtype=np.int64),
    )

    close_due(journal, [item], noisy, now=NOW)

    exact = vector.astype("<i8").tobytes()
    assert not any(exact in file.read_bytes() for file in tmp_path.iterdir())
