"""What cannot be read is off, and says so."""

from pathlib import Path

import pytest

from edge_node.console.facts import facts_of
from tests.support.learning_store import LearningStore, learning_store
from tests.support.speaking_node import node_that_says


@pytest.fixture
def store(tmp_path: Path) -> LearningStore:
    return learning_store(tmp_path)


def test_a_store_at_work_says_all(store: LearningStore) -> None:
    with node_that_says(store.root):
        facts = facts_of(store.root, store.clock)

    assert facts.health.looking == 1
    assert (facts.learning.state, facts.problem, facts.is_simulated) == ("on", "", True)
    assert "bakery" in facts.now.zones
    assert facts.at == store.clock.now()
    assert str(facts.at.tzinfo) == "Europe/Berlin"


def test_without_a_home_nothing_runs_and_nothing_is_learnt(tmp_path: Path, store: LearningStore) -> None:
    facts = facts_of(tmp_path / "nowhere", store.clock)

    assert facts.health.looking == 0
    assert not facts.learning.is_on
    assert facts.learning.state == "unreadable"
    assert "no paired node" in facts.problem


@pytest.mark.parametrize("file", ["policy", "pairing", "site"])
def test_a_damaged_home_is_off(store: LearningStore, file: str) -> None:
    getattr(store.node.home, file).write_text("{")

    facts = facts_of(store.root, store.clock)

    assert (facts.health.looking, facts.learning.is_on) == (0, False)
    assert facts.problem


def test_a_damaged_switch_is_off_though_the_rest_is_read(store: LearningStore) -> None:
    store.node.home.learning_stops.write_text("not JSON")

    facts = facts_of(store.root, store.clock)

    assert facts.store
    assert (facts.learning.state, facts.learning.is_on) == ("unreadable", False)
    assert "JSON" in facts.learning.problem


def test_a_lost_journal_is_off(store: LearningStore) -> None:
    home = store.node.home
    home.begun.write_text("{}")
    home.journal.unlink(missing_ok=True)

    facts = facts_of(store.root, store.clock)

    assert facts.learning.state == "unreadable"
    assert "restore it" in facts.learning.problem
    assert "restore it" in facts.sent.problem
