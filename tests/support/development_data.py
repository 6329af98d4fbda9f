"""Where the real development data lies, for tests and benchmarks alike."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def development_data() -> Path | None:
    """Return the folder that SHOAL_DATA names, or the one beside the repository; None where there is none."""
    folder = Path(os.environ.get("SHOAL_DATA", REPOSITORY.parent / "shared" / "data"))
    return folder if (folder / "README.md").is_file() else None
