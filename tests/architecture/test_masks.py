"""Masked areas are filled before anything looks, and no call in the product can leave them out.

What is shown elsewhere: masks are filled before any model looks (tests/edge_node/blur/test_anonymize.py)
and before the closer look of a preview (tests/edge_node/blur/test_show.py), the gate and the curtain leave
them out (tests/edge_node/wall/test_gate.py, tests/edge_node/wall/test_curtain.py), and they reach the child
(tests/edge_node/test_cameras.py). Here: nobody builds any of these without them, nobody else can name a raw
frame, and nothing said later changes them.
"""

import ast
from collections.abc import Iterator

import pytest

from edge_node.wall.messages import Switch
from tests.architecture.test_house import REPOSITORY

TAKE_MASKS = {
    "HeadFiller": "edge_node.blur.anonymize",
    "CloserLook": "edge_node.blur.show",
    "Curtains": "edge_node.wall.curtain",
    "Gate": "edge_node.wall.gate",
    "SourceConfig": "edge_node.capture.source",
}
"""What looks at raw frames, or says what to open, and the module that it is taken from."""
OPENS_NO_CAMERA = {"edge_node/wall/check.py"}
"""Where a source stands in that is never opened."""
SEE_RAW_FRAMES = {
    "edge_node/blur/anonymize.py",
    "edge_node/blur/show.py",
    "edge_node/capture/rate.py",
    "edge_node/capture/rendered.py",
    "edge_node/capture/video.py",
    "edge_node/frame.py",
    "edge_node/ports.py",
    "edge_node/wall/curtain.py",
    "edge_node/wall/gate.py",
    "edge_node/wall/line.py",
    "edge_node/wall/timed.py",
}
"""Those that make raw frames, pass them on or count them, and the four that look and are given masks."""


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((REPOSITORY / "edge_node").rglob("*.py")):
        yield str(path.relative_to(REPOSITORY)), ast.parse(path.read_text(encoding="utf-8"))


def _calls(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    """Yield where the module calls what it took under this name from where TAKE_MASKS says."""
    taken = [
        node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == TAKE_MASKS[name]
    ]
    if not any(alias.name == name for node in taken for alias in node.names):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


@pytest.mark.parametrize("name", TAKE_MASKS)
def test_whatever_looks_at_raw_frames_is_given_the_masks(name: str) -> None:
    calls = [
        (path, call.lineno, [keyword.arg for keyword in call.keywords])
        for path, tree in _modules()
        for call in _calls(tree, name)
        if path not in OPENS_NO_CAMERA
    ]

    bare = [f"{path}:{line}" for path, line, keywords in calls if "masks_px" not in keywords]

    assert calls
    assert bare == []


def test_nobody_else_can_name_a_raw_frame() -> None:
    named = {
        path
        for path, tree in _modules()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and any(alias.name == "RawFrame" for alias in node.names))
        or (isinstance(node, ast.ClassDef) and node.name == "RawFrame")
    }

    assert named == SEE_RAW_FRAMES


def test_what_is_said_to_a_child_later_says_nothing_of_masks() -> None:
    assert set(Switch.model_fields) == {"preview"}


def test_the_check_knows_a_call_without_masks() -> None:
    tree = ast.parse("from edge_node.wall.gate import Gate\nGate(pace=None)\n")

    assert [[keyword.arg for keyword in call.keywords] for call in _calls(tree, "Gate")] == [["pace"]]
