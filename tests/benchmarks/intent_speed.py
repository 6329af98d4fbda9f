"""How long a guess about one track takes: ``python -m tests.benchmarks.intent_speed --json``, on one core.

From a followed track to its chances: the window is cut, the shared model asked, the store's own head applied,
and it is told whether the window is unlike anything seen; one track at a time, and twenty at once.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from edge_node.federated.simulation.shops import Shop, examples_from
from edge_node.intent.home_head import HomeHead, fit
from edge_node.intent.levels import LEVELS
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, read
from edge_node.intent.zone_signals import Onlooker
from edge_node.observations import Track
from tests.support.learning_site import AISLE, SITE, track

BOUND_MS = 2.0
"""What one track may take."""
SECONDS, RATE_HZ, TIMES = 60, 10, 300
"""A minute in view at ten frames a second; so many guesses are timed."""


def main() -> None:
    """Print one JSON object; times are of processor time, in milliseconds a track."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.intent_speed")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--times", type=int, default=TIMES)
    asked = parser.parse_args()
    print(json.dumps(measured(asked.times), indent=None if asked.json else 2))


def measured(times: int) -> dict[str, float]:
    """Return the middle and the 99th in a hundred of one track alone, and the middle among twenty."""
    examples = examples_from(Shop(300), 300, np.random.default_rng(1))
    predictor = Predictor(read(SHIPPED))
    head = fit(predictor, examples.windows, examples.labels)
    one, twenty = asking([followed()], predictor, head), asking([followed()] * 20, predictor, head)
    alone = [timed(one) for _ in range(times)]
    among = [timed(twenty) / 20 for _ in range(times // 10 + 1)]
    return {
        "one_track_ms": round(statistics.median(alone), 3),
        "one_track_p99_ms": round(float(np.quantile(alone, 0.99)), 3),
        "of_twenty_ms": round(statistics.median(among), 3),
        "bound_ms": BOUND_MS,
    }


def followed() -> Track:
    """Return somebody who has been in view for a minute and moves as many do."""
    count = SECONDS * RATE_HZ
    moves = examples_from(Shop(count), count, np.random.default_rng(2)).windows[:, 0, : len(LEVELS)]
    walked = track([AISLE] * count)
    t_s = walked.t_s[0] + np.arange(count, dtype=np.float64) / RATE_HZ
    return replace(walked, movement=moves, t_s=t_s)


def asking(tracks: list[Track], predictor: Predictor, head: HomeHead) -> Callable[[], object]:
    """Return what asks about all of them at once, as a node does."""
    onlooker, now_s = Onlooker(SITE), float(tracks[0].t_s[-1])
    return lambda: onlooker.look(tracks, now_s, predictor, head)


def timed(ask: Callable[[], object]) -> float:
    """Return milliseconds of processor time."""
    begun_s = time.process_time()
    ask()
    return (time.process_time() - begun_s) * 1_000


if __name__ == "__main__":
    main()
