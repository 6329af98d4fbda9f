"""What every test can ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.development_data import development_data

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # onnxruntime reports to its vendor when it is imported

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # a busy machine is no failed property


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Return the folder of real development data, or skip saying where it was looked for."""
    folder = development_data()
    if folder is None:
        pytest.skip("no development data; set SHOAL_DATA to its folder to run this test")
    return folder
