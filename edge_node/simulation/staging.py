"""A clip in front of one camera: as many people as the difficulty says come, do what the view is for, and go.

Everybody walks in from where the camera does not see, and out again; nobody appears in the picture.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from edge_node.scene import Scene
from edge_node.simulation.crowding import keep_apart
from edge_node.simulation.difficulty import Difficulty
from edge_node.simulation.filming import Take, film
from edge_node.simulation.grounding import STATURE_M
from edge_node.simulation.movement import Movement
from edge_node.simulation.roles import Cast, Player, aisle_shoppers, door_visitors, staff_at, till_buyers
from edge_node.simulation.standing import with_own_places
from edge_node.simulation.truth import DayTruth, truth_of
from edge_node.simulation.views import VIEWS, View, camera_of

LEAD_S = 90.0
"""People move about this long before the first frame, so that the picture is as full then as later."""
_STANDING = 1
"""Names the random stream of where people stand, apart from the one of what they do, and when."""
_PURPOSES: dict[str, Callable[[Cast], list[Player]]] = {
    "door": door_visitors,
    "aisle": aisle_shoppers,
    "till": till_buyers,
}


@dataclass(frozen=True, slots=True)
class Staged:
    """A clip that can be drawn, and what really happens in it."""

    view: View
    difficulty: Difficulty
    scene: Scene
    truth: DayTruth
    movements: tuple[Movement, ...]

    @property
    def take(self) -> Take:
        """When the camera looks."""
        scene = self.scene
        return Take(scene.starts_at, scene.frames / scene.rate_hz, scene.rate_hz, scene.light, scene.grain)


def staged(view: View, difficulty: Difficulty, *, seed: int, seconds: float, starts_at: datetime) -> Staged:
    """Return a clip; the same arguments give the same clip.

    Raises: ValueError for a clip without a frame.
    """
    take = Take(starts_at, seconds, difficulty.rate_hz, difficulty.light, difficulty.grain)
    if take.frames < 1:
        raise ValueError(f"expected at least one frame, got {seconds} s at {difficulty.rate_hz} Hz")
    camera, shop = camera_of(VIEWS[view.people_of or view.name], difficulty), view.shop
    rng = np.random.default_rng(seed)
    start_s = starts_at.timestamp()
    cast = Cast(shop, camera, difficulty, (start_s - LEAD_S, start_s + seconds), rng)
    players = _PURPOSES[view.purpose](cast) + staff_at(cast, view.purpose)
    heights = np.clip(rng.standard_normal(len(players)), -2, 2) * STATURE_M[1] + STATURE_M[0]
    acted = [_movement(number, player, float(heights[number])) for number, player in enumerate(players)]
    stood = [with_own_places(shop, m, np.random.default_rng((seed, _STANDING, m.person))) for m in acted]
    movements = keep_apart(shop, stood, *cast.period_s)
    there = {movement.person for movement in movements}
    waits = tuple(
        replace(player.wait, person=number)
        for number, player in enumerate(players)
        if player.wait is not None and number in there
    )
    return Staged(
        view=view,
        difficulty=difficulty,
        scene=film(shop, camera_of(view, difficulty), movements, take),
        truth=truth_of(shop, starts_at.date(), movements, waits),
        movements=movements,
    )


def _movement(number: int, player: Player, stature_m: float) -> Movement:
    made = player.walk.finished(number, player.group, player.kind, stature_m)
    return replace(made, pushes=player.pushes)
