"""The app bundle that Flower hands to every node: a shim that names the code both programs ship with.

A node runs nothing out of a bundle. It compares the bundle's hash with that of the shim it would have built
itself and then runs its own installed code, so whoever may submit a run cannot ship code to a store.
"""

import hashlib
from functools import lru_cache

from flwr.cli.build import build_fab_from_files

NAME = "learn"
PUBLISHER = "shoal"

_PROJECT = f"""\
[project]
name = "{NAME}"
version = "1.0.0"
license = "Apache-2.0"
dependencies = ["flwr==1.41.0"]

[tool.flwr.app]
publisher = "{PUBLISHER}"

[tool.flwr.app.components]
serverapp = "learn_server:app"
clientapp = "learn_client:app"

[tool.flwr.app.config]
rounds = 1
sample_s = 60
deadline_s = 300
helper_s = 60
"""

_SERVER = '''\
"""Names the server side of learning as it is installed."""

from aggregator.federated.server_app import app

__all__ = ["app"]
'''

_CLIENT = '''\
"""Does nothing: a store runs its installed code and never this."""

from flwr.clientapp import ClientApp

app = ClientApp()
'''


@lru_cache(maxsize=1)
def bundle() -> bytes:
    """Return the bundle, byte for byte the same on every machine with the same release of Flower."""
    files = {
        "pyproject.toml": _PROJECT.encode(),
        "learn_server.py": _SERVER.encode(),
        "learn_client.py": _CLIENT.encode(),
    }
    built, _ = build_fab_from_files(files)
    return built


def bundle_hash() -> str:
    """Return SHA-256 over the bundle in hex: what a node compares before it answers."""
    return hashlib.sha256(bundle()).hexdigest()
