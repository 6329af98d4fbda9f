"""Prints what a shopper's journey costs: ``python -m tests.benchmarks.journeys``."""

import json
import time

import numpy as np

from edge_node.observations import Track, TrackId
from edge_node.simulation.plans import PLANS
from edge_node.simulation.site_toml import site_toml
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from edge_node.zones.journey import journey_of
from shared.config import parse_toml

TRACKS = 500
POINTS = 500


def main() -> None:
    """Time journeys of random walkers over the grocery's floor, seven zones and one line."""
    site = to_site(parse_toml(site_toml(PLANS["grocery"](), "Bench", "UTC"), SiteFile, name="bench"))
    rng = np.random.default_rng(7)
    t_s = 1e9 + np.arange(POINTS) * 1.0
    walks = rng.normal(0, 0.4, (TRACKS, POINTS, 2)).cumsum(axis=1) + np.array([9.0, 10.0])
    tracks = [Track(TrackId(n), 1e9, t_s, walk.astype(np.float32)) for n, walk in enumerate(walks)]
    began = time.process_time()
    visits = sum(len(journey_of(track, site).visits) for track in tracks)
    spent_s = time.process_time() - began
    print(
        json.dumps(
            {"tracks": TRACKS, "points": POINTS, "visits": visits, "ms_per_track": 1000 * spent_s / TRACKS}
        )
    )


if __name__ == "__main__":
    main()
