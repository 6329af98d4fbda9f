"""What the node at work says of the people in view, as its door was asked once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edge_node.commands.now import now_of
from edge_node.errors import StorageError


@dataclass(frozen=True, slots=True)
class Happening:
    """One answer of the node at work, or none."""

    is_answered: bool = False
    """True when a node has answered; one that is busy sending may be too late."""
    zones: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By zone, by what people are about to do: a coarse word; nothing for a zone with too few people."""
    refused: str = ""
    """The rule by which nothing is said; empty when zones are spoken of."""
    reason: str = ""
    """The same in words, or why no node answers."""
    cameras: Mapping[str, bool] = field(default_factory=dict)
    """By camera whether it has given a frame just now."""
    has_own_head: bool | None = None
    """Whether the store's own head was asked; None where that is not known."""


def happening_in(root: Path) -> Happening:
    """Ask the node at work in the home; what is no answer is none."""
    try:
        said = now_of(root)
    except StorageError as error:
        return Happening(reason=str(error))
    zones = said.get("zones")
    cameras, has_own_head = said.get("cameras"), said.get("has_own_head")
    return Happening(
        is_answered=True,
        zones={str(zone): _words(words) for zone, words in zones.items()} if isinstance(zones, dict) else {},
        refused=str(said.get("refused", "")),
        reason=str(said.get("reason", "")),
        cameras={str(name): sees is True for name, sees in cameras.items()}
        if isinstance(cameras, dict)
        else {},
        has_own_head=has_own_head if isinstance(has_own_head, bool) else None,
    )


def _words(said: object) -> dict[str, str]:
    return {str(label): str(word) for label, word in said.items()} if isinstance(said, dict) else {}
