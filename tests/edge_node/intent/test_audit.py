"""Labels are counted, and a window is shown as levels and nothing else."""

import xml.etree.ElementTree as ET

import numpy as np

from edge_node.intent.audit import BARS, UNREAD_MARK, audit_of, bars, svg
from edge_node.intent.levels import UNREAD
from edge_node.intent.window import FEATURES, STEPS, Example, Label, Window


def example(label: Label = "browse", level: int = 0) -> Example:
    return Example(Window(np.full((STEPS, len(FEATURES)), level, dtype=np.int8)), label)


def test_every_label_has_its_count() -> None:
    audit = audit_of([example(), example(), example("queue")])

    assert audit.labels == {"pass_by": 0, "browse": 2, "reach": 0, "queue": 1, "leave": 0}
    assert audit.windows == 3
    assert audit.commonest_share == 2 / 3


def test_every_level_has_its_count_the_unread_first() -> None:
    audit = audit_of([example(), example(level=UNREAD), example(level=1)])

    assert audit.levels["lean, degrees"] == [4, 4, 4, 0]
    assert audit.levels["longer arm, trunks"] == [4, 4, 4, 0, 0]


def test_no_windows_are_counted_too() -> None:
    audit = audit_of([])

    assert (audit.windows, audit.commonest_share) == (0, 0.0)
    assert set(audit.levels["lean, degrees"]) == {0}


def test_a_window_is_a_bar_for_every_moment_of_every_feature() -> None:
    levels = np.zeros((STEPS, len(FEATURES)), dtype=np.int8)
    levels[:, 0] = [0, 1, 2, UNREAD]

    lines = bars(Example(Window(levels), "reach"))

    assert len(lines) == len(FEATURES)
    assert lines[0] == f"{BARS[0]}{BARS[1]}{BARS[2]}{UNREAD_MARK}  {FEATURES[0].name}"


def test_a_drawing_has_a_mark_for_every_moment_of_every_feature() -> None:
    levels = np.ones((STEPS, len(FEATURES)), dtype=np.int8)
    levels[0, 0] = UNREAD

    drawn = ET.fromstring(svg(Example(Window(levels), "reach")))  # noqa: S314  # made here

    space = "{http://www.w3.org/2000/svg}"
    assert len(drawn.findall(f"{space}rect")) == STEPS * len(FEATURES) - 1
    assert len(drawn.findall(f"{space}circle")) == 1
    assert [text.text for text in drawn.findall(f"{space}text")] == ["reach", *(f.name for f in FEATURES)]
