"""Pairing says who the store is now, and what comes next."""

import json
from pathlib import Path

import pytest

from edge_node.commands.pair import show
from tests.support.clock import FakeClock
from tests.support.edge_world import BUNDLE, paired_node


def test_the_object_carries_the_policy_in_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    node, _ = paired_node(tmp_path, FakeClock())

    show(node, as_json=True)

    assert json.loads(capsys.readouterr().out)["policy_hash"] == BUNDLE.hash.hex()


def test_a_person_is_told_the_next_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    node, _ = paired_node(tmp_path, FakeClock())

    show(node, as_json=False)

    assert "next    shoal edge run" in capsys.readouterr().out
