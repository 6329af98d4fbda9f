"""Plotly's script out of the installed ``plotly`` wheel: served from here, kept once in memory, compressed.

No file of it is copied into the repository and none is fetched from elsewhere.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_ELEMENT_ID = re.compile(rb'getElementById\("([0-9a-f]{64})"\)')
"""How the script asks whether a style sheet of a bundled part is on the page already."""

_MAX_AGE_S: Final = 31_536_000
CACHE_FOREVER: Final = f"public, max-age={_MAX_AGE_S}, immutable"
"""For addresses that change with their content."""


@dataclass(frozen=True, slots=True)
class PlotlyScript:
    """The script as it is served."""

    plain: bytes
    compressed: bytes
    tag: str
    """The head of its SHA-256: part of its address."""
    style_ids: tuple[str, ...]
    """Ids of elements that keep the script from adding inline style sheets of its own."""


@cache
def plotly_script() -> PlotlyScript:
    """Return the installed script; read and compressed on the first call only (4.8 MB, about 0.3 s)."""
    plain = files("plotly").joinpath("package_data/plotly.min.js").read_bytes()
    ids = sorted({found.decode() for found in _ELEMENT_ID.findall(plain)})
    return PlotlyScript(
        plain, gzip.compress(plain, 6, mtime=0), hashlib.sha256(plain).hexdigest()[:16], tuple(ids)
    )
