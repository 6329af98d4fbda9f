"""How the commands of the server side print an answer."""

import json

import pytest

from aggregator.options import show, show_table


def test_answer_is_an_aligned_line_a_value(capsys: pytest.CaptureFixture[str]) -> None:
    show({"edge_id": "e1", "lanes": {"site": 2}, "troubles": []}, False)

    assert capsys.readouterr().out == "edge id   e1\nlanes     2 site\ntroubles  none\n"


def test_answer_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    show({"name": "é"}, True)

    assert json.loads(capsys.readouterr().out) == {"name": "é"}


def test_rows_stand_under_the_names_of_their_columns(capsys: pytest.CaptureFixture[str]) -> None:
    show_table("edges", [{"edge_id": "e1", "site": "harbour"}, {"edge_id": "e22", "site": "x"}], False)

    assert capsys.readouterr().out == "edge id  site\ne1       harbour\ne22      x\n"


def test_no_rows_are_said_to_be_none(capsys: pytest.CaptureFixture[str]) -> None:
    show_table("edges", [], False)

    assert capsys.readouterr().out == "no edges yet\n"
