"""Progress is quiet when a program reads."""

import pytest

from edge_node.demo.progress import shown


def test_nothing_is_drawn_when_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(quiet=True) as progress:
        progress("pairing stores", 1, 2)

    assert capsys.readouterr() == ("", "")


def test_a_step_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(quiet=False) as progress:
        progress("pairing stores", 2, 2)

    assert "pairing stores" in capsys.readouterr().err
