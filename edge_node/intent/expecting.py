"""What a track was expected to do next, from its first four seconds: for the sum of guesses, kept nowhere."""

from collections.abc import Callable

import numpy as np

from edge_node.intent.nearness import Nearness
from edge_node.intent.predict import Predictor
from edge_node.intent.windows import starts_of, window_at
from edge_node.observations import Track
from edge_node.site import Site


class Expecting:
    """Guesses for the tracks of one site, by the shared model alone.

    A store's own corrections are never asked here: one track would move the guesses about others then, and
    a sum of guesses is bounded by one for each track.
    """

    def __init__(self, site: Site, model: Callable[[], Predictor]) -> None:
        """model: returns the shared model that is in use now."""
        self._model = model
        self._nearness = Nearness(site)

    def __call__(self, track: Track) -> int | None:
        """Return the likeliest label's place in LABELS.

        None for a badge, a source without bodies, less than a window, or a window unlike anything seen.
        """
        starts_s = starts_of(track)
        if track.badge is not None or track.movement is None or len(starts_s) == 0:
            return None
        window = window_at(track, track.movement, float(starts_s[0]), self._nearness).levels[None]
        predictor = self._model()
        if predictor.is_unlike(window)[0]:
            return None
        return int(np.argmax(predictor.scores(window)[0]))
