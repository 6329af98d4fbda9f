"""When this node took up which version of the policy: epochs begun before then end under the former one.

Source: shared/wire/PROTOCOL.md §14.5.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from pydantic import AwareDatetime, Field

from edge_node.storage.documents import load, save
from edge_node.storage.home import Home
from shared.schemas.layout import Wire


class PolicyTimes(Wire):
    """Every version taken up while another was held."""

    taken_at: dict[str, AwareDatetime] = Field(default_factory=dict)
    """By the policy's hash in hex."""


def note_taken(home: Home, policy_hash: bytes, at: datetime) -> None:
    """Note that the version is followed from now on. Raises: StorageError when it cannot be written."""
    held = load(home.policy_times, PolicyTimes) or PolicyTimes()
    save(home.policy_times, PolicyTimes(taken_at={**held.taken_at, policy_hash.hex(): at}))


def taken_at(home: Home) -> Mapping[str, datetime]:
    """Return when each version was taken up; a first one is not among them. Raises: StorageError."""
    held = load(home.policy_times, PolicyTimes)
    return MappingProxyType({} if held is None else dict(held.taken_at))
