"""The training code by its hash: what the signed policy names, and what a node compares with its own."""

import hashlib
from functools import lru_cache
from pathlib import Path

import edge_node

ROOMS = ("federated", "intent")
"""The folders of this program that learning runs through."""


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Return SHA-256 over the paths and contents of every module in the rooms, in hex."""
    root = Path(edge_node.__file__).parent
    found = hashlib.sha256()
    for path in sorted(path for room in ROOMS for path in (root / room).glob("*.py")):
        text = path.read_bytes()
        found.update(f"{path.relative_to(root).as_posix()}\0{len(text)}\0".encode() + text)
    return found.hexdigest()
