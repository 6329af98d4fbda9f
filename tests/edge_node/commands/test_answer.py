import json

import pytest

from edge_node.commands.answer import print_columns, print_json, show


def test_json_is_one_line_with_names_as_people_write_them(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"site": "Café", "frames": 3})

    text = capsys.readouterr().out
    assert (text.count("\n"), json.loads(text)) == (1, {"site": "Café", "frames": 3})
    assert "Café" in text


def test_columns_stand_below_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    print_columns([("frames", "3"), ("line door", "1 in")])

    assert capsys.readouterr().out == "frames     3\nline door  1 in\n"


def test_no_row_is_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_columns([])

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("as_json", "text"), [(True, '{"boxes_out": 2}\n'), (False, "boxes out  2\n")])
def test_a_flat_answer_is_shown_either_way(
    capsys: pytest.CaptureFixture[str], as_json: bool, text: str
) -> None:
    show({"boxes_out": 2}, as_json=as_json)

    assert capsys.readouterr().out == text
