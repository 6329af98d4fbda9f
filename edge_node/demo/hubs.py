"""The demo's two aggregators: made, introduced to each other, served, and asked for pairing codes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from edge_node.demo.children import Children
from edge_node.demo.policy import demo_policies

PACK = "zones-by-cohort"
"""Moves zone visits to the cohort lane, so that both lanes carry something."""

ROLES = ("helper", "leader")
"""The helper first: it signs the policy that the leader adopts."""


@dataclass(frozen=True, slots=True)
class Hubs:
    """Both aggregators, serving."""

    folder: Path
    children: Children
    urls: dict[str, str]
    """By role."""

    def home(self, role: str) -> Path:
        """Return an aggregator's home."""
        return self.folder / role

    def log(self, role: str) -> Path:
        """Return where an aggregator's log lines go."""
        return self.folder / f"{role}.log"

    def invite(self, role: str, site: str) -> str:
        """Return a fresh pairing code of the role."""
        named = ["--site", site] if role == "leader" else []
        answer = self.children.run(
            ["hub", "invite", "--home", str(self.home(role)), *named, "--json"], log=self.log(role)
        )
        return str(answer["code"])

    def release(self) -> dict[str, object]:
        """Close every batch and let what may leave through the gate; return what the leader says of it."""
        return self.children.run(
            ["hub", "release", "--home", str(self.home("leader")), "--close", "--json"],
            log=self.log("leader"),
        )


@contextmanager
def hubs(
    folder: Path, packs: Sequence[str] = (PACK,), policies: Callable[[Path], Path] = demo_policies
) -> Iterator[Hubs]:
    """Make both aggregators in the folder, serve them on loopback, and end them by pid.

    policies: writes the policy documents into the folder and returns where they lie.
    """
    folder.mkdir(parents=True, exist_ok=True)
    children = Children()
    pair = Hubs(folder, children, {})
    documents = policies(folder)
    keys = {role: _init(pair, role, packs, documents) for role in ROLES}
    with ExitStack() as running:
        for role, other in (("helper", "leader"), ("leader", "helper")):
            _introduce(pair, role, other, keys[other])
            answer = running.enter_context(
                children.serving(
                    ["hub", "serve", "--role", role, "--home", str(pair.home(role)), "--port", "0"],
                    log=pair.log(role),
                )
            )
            pair.urls[role] = str(answer["url"])
        yield pair


def _init(pair: Hubs, role: str, packs: Sequence[str], documents: Path) -> str:
    policy: list[str] = []
    if role == "helper":
        policy = ["--policies", str(documents)]
        policy += [part for pack in packs for part in ("--pack", pack)]
    words = ["hub", "init", "--role", role, "--home", str(pair.home(role)), *policy, "--json"]
    return str(pair.children.run(words, log=pair.log(role))["root_public_key"])


def _introduce(pair: Hubs, role: str, other: str, key: str) -> None:
    where = ["--url", pair.urls[other]] if other in pair.urls else []
    pair.children.run(
        ["hub", "peer", "--home", str(pair.home(role)), "--key", key, *where, "--json"], log=pair.log(role)
    )
