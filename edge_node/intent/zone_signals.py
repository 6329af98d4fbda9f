"""What people in view are about to do, zone by zone, in coarse words: for the store itself, kept nowhere.

Chances are added up over a zone's people and cut into three words. Of fewer than LEAST_PEOPLE people nothing
is said, and whoever moves unlike anything the model was made from is not among them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Self

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.home_head import Floats, HomeHead
from edge_node.intent.nearness import Nearness
from edge_node.intent.predict import Predictor
from edge_node.intent.window import LABELS, STEP_S, STEPS, Label
from edge_node.intent.windows import window_at
from edge_node.observations import Track
from edge_node.site import Site
from edge_node.zones.polygon import is_inside

LEAST_PEOPLE: Final = 3
"""Of fewer a word about a zone would be a word about somebody; a choice."""

FRESH_S: Final = 2.0
"""Who was last seen longer ago is no longer in view."""

Word = Literal["hardly anybody", "some", "many"]

SOME, MANY = 0.5, 2.5
"""Expected people from which on the next word is said."""


@dataclass(frozen=True, slots=True, eq=False)
class InView:
    """What one camera's people, by zone, are expected to do."""

    people: Mapping[str, int]
    """By zone: how many were answered about."""
    expected: Mapping[str, Floats]
    """By zone, float64 (classes,): the sum of their chances."""

    @classmethod
    def together(cls, views: Sequence[Self]) -> Self:
        """Return the largest of each: cameras that overlap see the same people."""
        zones = {zone for view in views for zone in view.people}
        return cls(
            {zone: max(view.people.get(zone, 0) for view in views) for zone in zones},
            {
                zone: np.max([view.expected[zone] for view in views if zone in view.expected], axis=0)
                for zone in zones
            },
        )


@dataclass(frozen=True, slots=True)
class ZoneSignal:
    """What is said of one zone."""

    zone: str
    about_to: Mapping[Label, Word]
    """Empty for fewer than LEAST_PEOPLE people."""


class Onlooker:
    """Asks one site's model about people in view."""

    def __init__(self, site: Site) -> None:
        self._zones = {zone.name: zone.polygon_xy for zone in site.zones}
        self._nearness = Nearness(site)

    def look(
        self, tracks: Iterable[Track], now_s: float, predictor: Predictor, head: HomeHead | None
    ) -> InView:
        """Return what one camera's people are expected to do; whoever wears a badge is left out.

        now_s: unix seconds of the camera's newest frame.
        """
        found = [(track.floor_xy_m[-1], self._window(track)) for track in tracks if _is_asked(track, now_s)]
        if not found:
            return InView({}, {})
        windows = np.stack([window for _, window in found])
        chances = predictor.chances(windows) if head is None else head.chances(predictor, windows)
        is_known = ~predictor.is_unlike(windows)
        places = np.stack([place for place, _ in found]).astype(np.float64)
        inside = {name: is_inside(places, corners) & is_known for name, corners in self._zones.items()}
        there = {name: who for name, who in inside.items() if who.any()}
        return InView(
            {name: int(who.sum()) for name, who in there.items()},
            {name: chances[who].sum(axis=0, dtype=np.float64) for name, who in there.items()},
        )

    def signals(self, seen: InView) -> tuple[ZoneSignal, ...]:
        """Return every zone of the site in its order, and what is said of it."""
        return tuple(ZoneSignal(name, _words(seen, name)) for name in self._zones)

    def _window(self, track: Track) -> NDArray[np.int8]:
        start_s = float(track.t_s[-1]) - (STEPS - 1) * STEP_S
        if track.movement is None:
            raise ValueError("expected a track with movement, got one without")
        return window_at(track, track.movement, start_s, self._nearness).levels


def _is_asked(track: Track, now_s: float) -> bool:
    if track.badge is not None or track.movement is None or len(track.t_s) == 0:
        return False
    is_long = track.t_s[-1] - track.t_s[0] >= (STEPS - 1) * STEP_S
    return bool(is_long and now_s - track.t_s[-1] <= FRESH_S)


def _words(seen: InView, zone: str) -> dict[Label, Word]:
    if seen.people.get(zone, 0) < LEAST_PEOPLE:
        return {}
    expected = seen.expected[zone].tolist()
    return {label: _word(count) for label, count in zip(LABELS, expected, strict=True)}


def _word(expected: float) -> Word:
    return "many" if expected >= MANY else "some" if expected >= SOME else "hardly anybody"
