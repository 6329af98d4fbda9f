"""Invented windows are good windows of nobody, the same for the same seed."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from edge_node.federated.invented import invented, keep_invented
from edge_node.intent.window import LABELS, from_bytes, stacked
from edge_node.storage.journal import Journal
from tests.support.learning_policy import GROUND


def test_same_seed_same_windows_other_seed_others() -> None:
    first, again, other = (stacked(invented(50, seed)) for seed in (1, 1, 2))

    assert np.array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])


def test_labels_can_be_told_from_windows() -> None:
    windows, labels = stacked(invented(2_000, 3))

    centres = {label: windows[labels == label].mean(axis=0) for label in set(labels.tolist())}
    told = [min(centres, key=lambda one: float(((w - centres[one]) ** 2).sum())) for w in windows]
    assert np.mean(np.array(told) == labels) > 2 / len(LABELS)


def test_vault_holds_them(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "journal.sqlite3")) as journal:
        keep_invented(journal, 20, 1, datetime(2026, 6, 15, 12, tzinfo=UTC), [GROUND])

        held = journal.vault.records("windows")

    assert len([from_bytes(one.record.payload) for one in held]) == 20
    assert {one.period.grounds for one in held} == {(GROUND,)}
