"""A store's console without a socket: a store that learns at night, its vault full, two rounds answered."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import numpy as np

from edge_node.console.access import Access
from edge_node.console.app import create_app
from edge_node.federated.simulation.shops import Shop, examples_from
from edge_node.intent.window import LABELS, Example, Window, to_bytes
from edge_node.storage.vault import Record
from tests.support.asgi import running
from tests.support.learning_policy import GROUND
from tests.support.learning_store import AT_NIGHT, LearningStore, learning_store

HOST = "127.0.0.1:8787"
ADDRESS = f"http://{HOST}"
WINDOWS = 40


@dataclass
class OpenConsole:
    """A browser that opened the link, and the form token that its pages bear."""

    client: httpx.Client
    access: Access
    form_token: str

    def post(self, path: str, **typed: str) -> httpx.Response:
        """Send a form as the page does."""
        return self.client.post(
            path, data={"token": self.form_token, "by": "floor lead"} | typed, headers={"origin": ADDRESS}
        )


def taught_store(root: Path) -> LearningStore:
    """Return a store that has learnt: forty windows of invented people, and two answered rounds."""
    store = learning_store(root)
    found = examples_from(Shop(3), WINDOWS, np.random.default_rng(4))
    with closing(store.node.open_journal()) as journal, journal.vault.unit():
        for levels, label in zip(found.windows, found.labels, strict=True):
            record = Record("hall", to_bytes(Example(Window(levels), LABELS[label])))
            journal.vault.keep(
                "windows", record, at_s=AT_NIGHT.timestamp(), keep_for=timedelta(hours=72), grounds=[GROUND]
            )
    for number in (1, 2):
        store.participant.answer(store.told(number))
    return store


@contextmanager
def served_console(store: LearningStore) -> Iterator[tuple[httpx.Client, Access]]:
    """Yield a browser that has opened nothing yet, and the console's access."""
    access = Access(store.clock)
    app = create_app(store.root, store.clock, access=access, host=HOST)
    with running(app, base_url=ADDRESS) as client:
        yield client, access


@contextmanager
def opened_console(store: LearningStore) -> Iterator[OpenConsole]:
    """Yield a browser that opened the link."""
    with served_console(store) as (client, access):
        answer = client.get(f"/open?token={access.link}")
        session = access.session(next(iter(answer.cookies.values())))
        assert session is not None
        yield OpenConsole(client, access, session.form_token)
