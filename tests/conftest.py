"""What every test can ask for."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # onnxruntime reports to its vendor when it is imported

REPOSITORY = Path(__file__).resolve().parent.parent

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")  # a busy machine is no failed property


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Return the folder of real development data, or skip saying where it was looked for."""
    folder = Path(os.environ.get("SHOAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "README.md").is_file():
        pytest.skip(f"no development data at {folder}; set SHOAL_DATA to run this test")
    return folder
