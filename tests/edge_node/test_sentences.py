"""A sentence is found by section and name, and its gaps are filled in."""

from collections.abc import Mapping

import pytest

from edge_node.sentences import Sentences


class Small(Sentences):
    """One section."""

    page: Mapping[str, str]


SMALL = Small(page={"title": "{store}: {store} at {moment}"})


def test_every_gap_is_filled_in() -> None:
    assert SMALL.words("page.title", store="Altona", moment=12) == "Altona: Altona at 12"


def test_a_gap_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError):
        SMALL.words("page.title", store="Altona")


def test_what_is_filled_in_is_not_read_as_a_gap() -> None:
    assert SMALL.words("page.title", store="{moment}", moment=1) == "{moment}: {moment} at 1"
