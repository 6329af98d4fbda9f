"""How many frames were thrown away before pose, by reason; what a person and a log line read of it."""

from collections.abc import Mapping

from edge_node.observations import DROP_REASONS, DropReason

Drops = dict[DropReason, int]
"""Frames by reason, every reason named."""

_WORDS: dict[DropReason, str] = {
    "blur_failed": "blur failed",
    "unsure": "unsure",
    "late": "late",
    "frozen": "frozen",
}


def no_drops() -> Drops:
    """Return zero for every reason."""
    return dict.fromkeys(DROP_REASONS, 0)


def with_more(drops: Mapping[DropReason, int], more: Mapping[DropReason, int]) -> Drops:
    """Return both together."""
    return {reason: drops.get(reason, 0) + more.get(reason, 0) for reason in DROP_REASONS}


def with_one(drops: Mapping[DropReason, int], reason: DropReason | None) -> Drops:
    """Return the counts with one frame more, or as they were for a frame that was seen."""
    return with_more(drops, {} if reason is None else {reason: 1})


def in_words(drops: Mapping[DropReason, int]) -> str:
    """Return such as ``3 dropped: 1 blur failed, 2 late``."""
    parts = ", ".join(f"{drops[reason]} {_WORDS[reason]}" for reason in DROP_REASONS if drops.get(reason))
    return f"{sum(drops.values())} dropped" + (f": {parts}" if parts else "")
