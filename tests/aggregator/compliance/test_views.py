import pytest

from aggregator.accounts.person import HERE
from aggregator.compliance.views import VIEWS, menu_for, views_of
from shared.wire.codec import Role

RIGHTS = {
    "overview": "read_decisions",
    "policies": "read_policies",
    "policies/{purpose}": "read_policies",
    "change/{part}": "draft_policies",
    "drafts": "read_policies",
    "drafts/{draft_id}": "read_policies",
    "signers": "read_policies",
    "versions": "read_policies",
    "changes": "read_policies",
    "budgets": "read_policies",
    "signs": "read_decisions",
    "decisions": "read_decisions",
    "refusals": "read_decisions",
    "log": "read_audit",
    "retention": "read_retention",
    "papers": "read_papers",
}
"""Written out: who may open what is a decision, not whatever the code says."""


@pytest.mark.parametrize(
    ("role", "drafts"), [("helper", True), ("leader", False)], ids=["office", "chain HQ"]
)
def test_policies_are_on_their_way_at_the_office_only(role: Role, drafts: bool) -> None:
    assert ("drafts" in views_of(role)) is drafts


def test_the_menu_holds_what_the_reader_may_open() -> None:
    keys = [key for key, _ in menu_for(HERE, "helper")]

    assert keys[:2] == ["overview", "policies"]
    assert all(HERE.may(VIEWS[key].right) for key in keys)
    assert all("{" not in key for key in keys)


def test_every_page_asks_for_its_own_right() -> None:
    assert {key: view.right for key, view in VIEWS.items()} == RIGHTS
