"""Libraries that are left out behind the wall."""

import importlib
import sys
from types import ModuleType

import pytest

from edge_node.wall.left_out import leave_out


@pytest.fixture(autouse=True)
def _own_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("plotter", "plotter.screen"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
        monkeypatch.delitem(sys.modules, name)


def test_an_import_finds_an_empty_module() -> None:
    leave_out(("plotter", "plotter.screen"))

    screen = importlib.import_module("plotter.screen")
    assert screen is sys.modules["plotter"].screen
    assert not hasattr(screen, "show")


def test_a_library_that_is_loaded_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = ModuleType("plotter")
    monkeypatch.setitem(sys.modules, "plotter", loaded)

    leave_out(("plotter", "plotter.screen"))

    assert sys.modules["plotter"] is loaded
    assert sys.modules["plotter.screen"] is loaded.screen
