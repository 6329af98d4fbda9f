"""A store takes part only under the policy's terms, in its hours, with its signs, and unpaused."""

from dataclasses import replace
from datetime import timedelta
from math import inf
from pathlib import Path
from typing import Any

import pytest

from edge_node.consent.attestations import Act
from edge_node.consent.kept import Kept, read_kept, site_of
from edge_node.consent.pauses import Pause
from edge_node.consent.standing import Standing
from edge_node.federated.permission import Store, permitted
from policies.engine import Deny
from policies.schema import LearningTerms
from tests.support.edge_world import BUNDLE
from tests.support.learning_policy import GROUND
from tests.support.learning_store import AT_NIGHT, instruction, learning_store, night_bundle


@pytest.fixture
def there(tmp_path: Path) -> Store:
    made = learning_store(tmp_path)
    return Store(site_of(tmp_path), read_kept(made.node.home), Standing({GROUND: -inf}))


def rule(there: Store, **changes: Any) -> str:
    asked = {"told": instruction(), "store": there, "bundle": night_bundle(), "now": AT_NIGHT} | changes
    found = permitted(**asked)
    return found.rule if isinstance(found, Deny) else ""


def test_at_night_with_its_signs_a_store_trains(there: Store) -> None:
    assert isinstance(permitted(instruction(), there, night_bundle(), AT_NIGHT), LearningTerms)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"bundle": None}, "no_policy"),
        ({"bundle": BUNDLE}, "no_such_task"),
        ({"told": instruction(task="learn.faces")}, "no_such_task"),
        ({"told": instruction(plan_hash="0" * 64)}, "no_such_task"),
        ({"bundle": night_bundle("0" * 64)}, "no_such_task"),
        ({"now": AT_NIGHT + timedelta(hours=12)}, "training_hours"),
    ],
    ids=["no policy", "no terms", "another task", "another plan", "other code", "by day"],
)
def test_otherwise_it_does_not(there: Store, changes: dict[str, Any], expected: str) -> None:
    assert rule(there, **changes) == expected


def test_without_its_signs_it_does_not(there: Store) -> None:
    assert rule(there, store=replace(there, kept=Kept())) == "not_attested"


@pytest.mark.parametrize("which", ["pauses", "learning_stops"])
def test_paused_or_switched_off_it_does_not(there: Store, which: str) -> None:
    pause = Pause(pressed=Act(by="manager", at=AT_NIGHT), until=AT_NIGHT + timedelta(hours=1))
    kept = replace(there.kept, **{which: (pause,)})

    assert rule(there, store=replace(there, kept=kept)) == "paused"


@pytest.mark.parametrize(
    ("ground", "expected"),
    [(GROUND, "not_consented"), ("consent:flow", "not_consented"), ("consent:zones", "")],
    ids=["nobody's", "another panel's", "its panel's"],
)
def test_a_purpose_by_consent_trains_while_its_panels_stands(
    there: Store, ground: str, expected: str
) -> None:
    store = replace(there, standing=Standing({ground: 0.0}))

    assert rule(store, bundle=night_bundle(lawful_basis="consent")) == expected
