"""What every test can ask for."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Return the folder of real development data, or skip saying where it was looked for."""
    folder = Path(os.environ.get("SHOAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "README.md").is_file():
        pytest.skip(f"no development data at {folder}; set SHOAL_DATA to run this test")
    return folder
