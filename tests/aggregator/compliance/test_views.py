import pytest

from aggregator.accounts.person import HERE
from aggregator.compliance.views import VIEWS, menu_for, views_of
from shared.wire.codec import Role


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
