"""Children answer with one object, or their last words are heard."""

from pathlib import Path

import pytest

from edge_node.demo.children import ChildError, last_words, run


@pytest.mark.live
def test_a_child_answers_with_an_object(tmp_path: Path) -> None:
    answer = run(["policy", "list", "--json"], log=tmp_path / "log")

    assert "policy_hash" in answer


@pytest.mark.live
def test_a_failing_child_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(ChildError, match=r"exited 2: .*No such command"):
        run(["policy", "nonsense"], log=tmp_path / "log")


def test_a_silent_child_is_said_to_be_silent(tmp_path: Path) -> None:
    assert last_words(tmp_path / "nothing") == "it said nothing"
