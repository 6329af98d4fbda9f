"""A door at which a node at work seems to answer, always the same."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from edge_node.now_door import NowDoor
from edge_node.storage.home import Home

ZONES = {
    "at": "2026-06-15T23:30Z",
    "note": "guesses",
    "cameras": {"shoppers": True},
    "has_own_head": True,
    "zones": {
        "bakery": {
            "pass_by": "many",
            "browse": "some",
            "reach": "hardly anybody",
            "queue": "some",
            "leave": "some",
        },
        "till": {},
    },
}
"""What a node says of two zones, one of them with too few people."""


@contextmanager
def node_that_says(root: Path, said: bytes = json.dumps(ZONES).encode()) -> Iterator[None]:
    """Answer at the door of the home until the end."""
    over = threading.Event()
    with closing(NowDoor(Home(root).now_door)) as door:

        def answer() -> None:
            while not over.wait(0.01):
                door.answer(lambda: said)

        answering = threading.Thread(target=answer)
        answering.start()
        try:
            yield
        finally:
            over.set()
            answering.join()
