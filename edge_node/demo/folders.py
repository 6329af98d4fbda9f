"""Where something started from nothing keeps its state: a folder that is thrown away, or one that is kept."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge_node.errors import EdgeError


@contextmanager
def kept_or_thrown_away(home: Path | None, *, prefix: str) -> Iterator[Path]:
    """Yield the home, made if need be, or a fresh folder that is gone afterwards where None is given.

    Raises: EdgeError for a home with files in it: what is there must not be taken for the run's own.
    """
    if home is None:
        with tempfile.TemporaryDirectory(prefix=prefix) as thrown_away:
            yield Path(thrown_away)
        return
    if home.exists() and any(home.iterdir()):
        raise EdgeError(f"expected an empty folder for --home, got {home} with files in it")
    home.mkdir(parents=True, exist_ok=True)
    yield home
