"""A store trains on what its vault holds, under the product's noise."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from edge_node.federated.invented import keep_invented
from edge_node.federated.run_story import Wanted, plan_of
from edge_node.federated.trainer import LocalTrainer
from edge_node.storage.journal import Journal

PLAN = plan_of(Wanted(1, 5))
WEIGHTS = np.zeros(PLAN.parameters, dtype=np.float32)


def test_windows_of_the_vault_are_learnt_from(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "journal.sqlite3")) as journal:
        keep_invented(journal, 400, 1, datetime.now(UTC))

        vector = LocalTrainer()(PLAN, WEIGHTS, journal)

    assert vector.shape == (PLAN.length,)
    assert 200 < vector[-3] < 600
    assert np.abs(vector).max() <= PLAN.largest_entry


def test_an_empty_vault_sends_zeros(tmp_path: Path) -> None:
    plan = PLAN.model_copy(update={"batch_size": 400})
    with closing(Journal(tmp_path / "journal.sqlite3")) as journal:
        assert not LocalTrainer()(plan, WEIGHTS, journal).any()
