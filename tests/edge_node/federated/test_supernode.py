"""Flower's pauses are shortened where the process begins, and others are left alone."""

import ast
import inspect
import sys

import pytest
from flwr.supernode import start_client_internal

from edge_node.federated import supernode


def test_the_pauses_replaced_are_flowers_own() -> None:
    tree = ast.parse(inspect.getsource(start_client_internal))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    pauses = {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "sleep"
        and isinstance(call.args[0], ast.Constant)
    }

    assert pauses == set(supernode.PAUSES_S)


@pytest.mark.parametrize(("asked", "taken"), [(3, 0.3), (0.5, 0.1), (7, 7)])
def test_pauses_are_shortened(asked: float, taken: float, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(supernode.time, "sleep", slept.append)

    supernode.sleep(asked)

    assert slept == [taken]


def test_module_is_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["supernode", "--version"])
    monkeypatch.setattr(supernode, "flower_supernode", lambda: None)
    monkeypatch.setitem(vars(start_client_internal), "time", None)

    supernode.main()

    assert vars(start_client_internal)["time"].sleep is supernode.sleep
