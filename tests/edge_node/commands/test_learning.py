"""A store is told in plain words what it gives to the common model, and may stop."""

import json
from pathlib import Path

import pytest

from edge_node.commands.learning import learning_of, show, switch_off, switch_on
from edge_node.errors import ConsentError, PairingError
from edge_node.storage.files import write_private
from edge_node.storage.home import Home
from policies.schema import PolicyBundle
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, paired_node, signed_policy
from tests.support.learning_policy import learning


def store(root: Path, bundle: PolicyBundle) -> Path:
    """Return the home of a paired store that holds the policy."""
    node, parties = paired_node(root, FakeClock())
    write_private(node.home.policy, signed_policy(bundle, parties["helper"].root))
    node.home.site.write_text('name = "Altona"\n')
    return root


def test_a_store_whose_policy_trains_nothing_is_not_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = store(tmp_path, BUNDLE)

    show(learning_of(root, FakeClock()), as_json=False)

    assert "not asked for" in capsys.readouterr().out


def test_a_store_is_told_what_for_when_and_what_never_leaves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = store(tmp_path, learning(BUNDLE))

    show(learning_of(root, FakeClock()), as_json=False)

    told = capsys.readouterr().out
    assert "learning  on" in told
    assert "22:00 to 06:00" in told
    assert "no movement windows" in told
    assert "no picture, no pose" in told


def test_off_names_who_and_why_and_on_ends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = store(tmp_path, learning(BUNDLE))

    show(switch_off(root, "floor lead", "works council asks", FakeClock()), as_json=False)
    off = capsys.readouterr().out
    show(switch_on(root, "floor lead", FakeClock()), as_json=True)

    assert "off since 2026-06-15 12:00 UTC, by floor lead (works council asks)" in off
    assert json.loads(capsys.readouterr().out)["learning"] == "on"


def test_what_is_off_is_not_switched_off_again_and_the_other_way_round(tmp_path: Path) -> None:
    root = store(tmp_path, learning(BUNDLE))

    with pytest.raises(ConsentError, match="on here already"):
        switch_on(root, "floor lead", FakeClock())
    switch_off(root, "floor lead", "", FakeClock())
    with pytest.raises(ConsentError, match="off here already, since 2026-06-15 12:00"):
        switch_off(root, "floor lead", "", FakeClock())


def test_a_reason_that_is_too_long_changes_nothing(tmp_path: Path) -> None:
    root = store(tmp_path, learning(BUNDLE))

    with pytest.raises(ConsentError, match="at most 200 letters"):
        switch_off(root, "floor lead", "x" * 201, FakeClock())

    assert not Home(root).learning_stops.exists()


def test_a_home_without_a_store_has_nothing_to_switch(tmp_path: Path) -> None:
    with pytest.raises(PairingError):
        switch_off(tmp_path, "floor lead", "", FakeClock())
