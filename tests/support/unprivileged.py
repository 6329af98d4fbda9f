"""Commands run so that a file's mode counts: root gives up overriding it; others run as they are."""

import os
import subprocess
import sys
from pathlib import Path

_WITHOUT_OVERRIDE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def edge(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``shoal edge`` with the words and return how it ended."""
    first = _WITHOUT_OVERRIDE if os.geteuid() == 0 else []
    return subprocess.run(
        [*first, sys.executable, "-m", "shared.cli", "edge", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )
