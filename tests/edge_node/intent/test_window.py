"""A window holds levels in their ranges and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from edge_node.errors import WindowError
from edge_node.intent.levels import LEVELS, UNREAD
from edge_node.intent.window import (
    BYTES,
    FEATURES,
    LABELS,
    PLACES,
    STEPS,
    VERSION,
    Example,
    Label,
    Window,
    from_bytes,
    stacked,
    to_bytes,
)

HIGHEST = np.array([len(level.edges) for level in FEATURES], dtype=np.int8)
LOWEST = np.full((STEPS, len(FEATURES)), UNREAD, dtype=np.int8)
EXAMPLE = Example(Window(LOWEST), "browse")


@st.composite
def examples(draw: st.DrawFn) -> Example:
    levels = draw(arrays.arrays(np.int8, LOWEST.shape, elements=st.integers(UNREAD, 3)))
    return Example(Window(np.minimum(levels, HIGHEST)), draw(st.sampled_from(LABELS)))


@given(examples())
def test_an_example_survives_its_bytes(example: Example) -> None:
    again = from_bytes(to_bytes(example))

    assert again.label == example.label
    assert again.window.levels.tolist() == example.window.levels.tolist()


@given(examples())
def test_every_example_has_the_same_length(example: Example) -> None:
    assert len(to_bytes(example)) == BYTES


def test_no_feature_has_more_than_four_levels() -> None:
    assert FEATURES[: len(LEVELS)] == LEVELS
    assert len(FEATURES) == 14
    assert all(1 <= len(level.edges) <= 3 for level in FEATURES)


def test_who_somebody_is_and_where_they_stand_is_cut_coarsest() -> None:
    edges = {level.name.split(",")[0]: level.edges for level in FEATURES}

    assert edges["shorter arm"] == (0.5,)
    assert edges["breadth of shoulders"] == (0.35,)
    assert all(len(place.edges) == 1 for place in PLACES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "got nothing"),
        (bytes((VERSION + 1,)) + to_bytes(EXAMPLE)[1:], f"version {VERSION}, got {VERSION + 1}"),
        (to_bytes(EXAMPLE)[:-1], f"{BYTES} bytes, got {BYTES - 1}"),
        (to_bytes(EXAMPLE) + b"\0", f"{BYTES} bytes, got {BYTES + 1}"),
        (bytes((VERSION, len(LABELS))) + to_bytes(EXAMPLE)[2:], "a label below 5, got 5"),
        (to_bytes(EXAMPLE)[:2] + b"\x04" + to_bytes(EXAMPLE)[3:], "each level from -1"),
        (to_bytes(EXAMPLE)[:2] + b"\xfe" + to_bytes(EXAMPLE)[3:], "each level from -1"),
    ],
    ids=["nothing", "another version", "too short", "too long", "no such label", "too high", "too low"],
)
def test_bytes_of_another_form_are_refused(text: bytes, said: str) -> None:
    with pytest.raises(WindowError, match=said):
        from_bytes(text)


@pytest.mark.parametrize(
    "levels",
    [LOWEST.astype(np.int16), LOWEST[:3], LOWEST - 1, np.broadcast_to(HIGHEST + 1, LOWEST.shape)],
    ids=["of another type", "of another shape", "below every range", "above every range"],
)
def test_levels_of_another_form_are_no_window(levels: NDArray[np.int8]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Window(levels)


def test_an_unknown_label_is_no_example() -> None:
    label: Label = "steal"  # type: ignore[assignment]  # what a caller without types could write

    with pytest.raises(ValueError, match="expected one of pass_by"):
        Example(EXAMPLE.window, label)


def test_examples_become_arrays_for_learning() -> None:
    high = Example(Window(np.broadcast_to(HIGHEST, LOWEST.shape).copy()), "leave")

    windows, labels = stacked([EXAMPLE, high])

    assert windows.dtype == np.int8
    assert windows.shape == (2, STEPS, len(FEATURES))
    assert windows[1].tolist() == high.window.levels.tolist()
    assert labels.dtype == np.int64
    assert labels.tolist() == [LABELS.index("browse"), LABELS.index("leave")]


def test_no_examples_are_empty_arrays() -> None:
    windows, labels = stacked([])

    assert windows.shape == (0, STEPS, len(FEATURES))
    assert labels.shape == (0,)


def test_levels_are_not_printed() -> None:
    assert repr(EXAMPLE) == "Example(…, browse)"
    assert repr(EXAMPLE.window) == "Window(…)"
