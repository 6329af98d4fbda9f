"""A store's signs and consents permit only what they are about. (Read from registers: test_learning.)"""

import pytest

from edge_node.consent.grounds import Grounds
from policies.rules import PurposeTerms
from policies.training import learning_purposes
from tests.support.learning_policy import learning


def terms(**document: object) -> PurposeTerms:
    (found,) = learning_purposes(learning(**document))
    return found


def test_as_they_are_made_they_permit_nothing() -> None:
    assert not Grounds().permit(terms(), in_panel=True)


def test_a_sign_is_enough_where_nobody_has_to_be_asked() -> None:
    assert Grounds(frozenset({"zones"})).permit(terms(), in_panel=False)


@pytest.mark.parametrize(
    ("consented", "in_panel", "expected"),
    [("zones", True, True), ("zones", False, False), ("flow", True, False)],
    ids=["its panel", "anybody", "another purpose"],
)
def test_who_has_to_be_asked_has_said_yes(*, consented: str, in_panel: bool, expected: bool) -> None:
    grounds = Grounds(frozenset({"zones"}), frozenset({consented}))

    assert grounds.permit(terms(lawful_basis="consent"), in_panel=in_panel) is expected
