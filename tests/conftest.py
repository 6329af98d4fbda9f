"""What every test can ask for, and the order in which workers take the files."""

import gc
import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.development_data import development_data

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # onnxruntime reports to its vendor when it is imported

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # a busy machine is no failed property

REAL = frozenset({"live", "browser", "chaos", "vision", "media"})
"""Marks of tests that start something real."""

LONGEST = (
    "tests/e2e/test_demo.py",
    "tests/edge_node/federated/test_learning_chain.py",
    "tests/adversary/test_flower_traffic.py",
    "tests/e2e/test_replay.py",
    "tests/e2e/test_hq_page.py",
    "tests/e2e/test_quiet_learning.py",
    "tests/benchmarks/test_conservation.py",
    "tests/e2e/test_kill_at_every_seam.py",
    "tests/adversary/test_hub_lives.py",
    "tests/e2e/test_two_hubs.py",
)
"""Files of more than half a minute. Source: `make test` ends with what takes longest."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage while collecting, and never again among what was collected: it stays.

    A million objects live as long as the run; every full collection went through all of them.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest files first, then those of real things, then the rest: workers end together.

    A worker takes a file at a time (``--dist loadfile``); a long one taken last would be waited for alone.
    """
    places = {config.rootpath / name: at for at, name in enumerate(LONGEST)}
    if gone := [str(path) for path in places if not path.is_file()]:
        raise pytest.UsageError(f"expected the files of LONGEST, got none at {', '.join(gone)}")
    real = {item.path for item in items if REAL & {mark.name for mark in item.iter_markers()}}
    items.sort(key=lambda item: (places.get(item.path, len(places)), item.path not in real))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Return the folder of real development data, or skip saying where it was looked for."""
    folder = development_data()
    if folder is None:
        pytest.skip("no development data; set SHOAL_DATA to its folder to run this test")
    return folder
