"""What a model learns from: at most one example of every track."""

from collections.abc import Iterable

from edge_node.intent.nearness import Nearness
from edge_node.intent.window import Example
from edge_node.intent.windows import example_of
from edge_node.observations import Track
from edge_node.site import Site
from privacy.randomness import Random


def examples_of(tracks: Iterable[Track], site: Site, random: Random) -> tuple[Example, ...]:
    """Return one example of every track that has one, in the order of the tracks.

    random: ``secrets.token_bytes``; for simulated tracks the ``bytes`` of a seeded numpy Generator.
    """
    nearness = Nearness(site)
    found = (example_of(track, site, nearness, random) for track in tracks)
    return tuple(example for example in found if example is not None)
