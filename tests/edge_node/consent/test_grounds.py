"""A store's signs and consents permit only what they are about. (Read from registers: test_learning.)"""

from datetime import UTC, datetime
from math import inf
from pathlib import Path

import pytest

from edge_node.consent.grounds import Grounds, standing_of
from edge_node.consent.standing import Standing
from edge_node.errors import StorageError
from edge_node.storage.home import Home
from policies.rules import PurposeTerms
from policies.training import learning_purposes
from tests.support.learning_policy import GROUND, learning

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def terms(**document: object) -> PurposeTerms:
    (found,) = learning_purposes(learning(**document))
    return found


def test_as_they_are_made_they_permit_nothing() -> None:
    assert not Grounds().permit(terms(), began_s=0.0, in_panel=True)


def test_a_sign_is_enough_where_nobody_has_to_be_asked() -> None:
    grounds = Grounds(frozenset({"zones"}), Standing({GROUND: -inf}))

    assert grounds.permit(terms(), began_s=0.0, in_panel=False)


@pytest.mark.parametrize(
    ("consented", "in_panel", "began_s", "expected"),
    [
        ("consent:zones", True, 5.0, True),
        ("consent:zones", False, 5.0, False),
        ("consent:flow", True, 5.0, False),
        (GROUND, True, 5.0, False),
        ("consent:zones", True, 4.9, False),
    ],
    ids=["its panel", "anybody", "another purpose", "another basis", "before one was taken back"],
)
def test_who_has_to_be_asked_has_said_yes(
    *, consented: str, in_panel: bool, began_s: float, expected: bool
) -> None:
    grounds = Grounds(frozenset({"zones"}), Standing({consented: 5.0}))

    assert grounds.permit(terms(lawful_basis="consent"), began_s=began_s, in_panel=in_panel) is expected


def test_without_a_policy_no_ground_stands(tmp_path: Path) -> None:
    assert standing_of(Home(tmp_path), None, NOW) == Standing()


def test_consents_that_cannot_be_read_are_nobodys_yes(tmp_path: Path) -> None:
    Home(tmp_path).receipts.parent.mkdir(parents=True, exist_ok=True)
    Home(tmp_path).receipts.write_text("{")

    with pytest.raises(StorageError):
        standing_of(Home(tmp_path), learning(lawful_basis="consent"), NOW)
