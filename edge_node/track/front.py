"""A shelf's front as a camera in line with it sees it: whose arm may lie across it where.

Along the front's line in the picture a low hand near by and a high one further away are alike. So everybody
before the front is weighed: by how high their hand would be there, and by whether their box reaches so far.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from edge_node.track.pinhole import Pinhole

Floats = NDArray[np.float64]

AWAY_M, ASIDE_M = 1.0, 0.3
"""Who stands farther from the front than this, or passed its end by more than that, has no arm across it."""
NEAR_M, FURTHER_M = 0.6, 0.15
"""An arm reaches so far without a step; how much further it usually is."""
LOW_M, HIGH_M, SOFT_M = 0.45, 1.65, 0.12
"""Between these heights hands go into shelves; how sharply that ends."""
PLACE_ERROR_M = 0.12
"""How far to either side of where its person is thought to stand an arm usually is."""
PLACES_M = np.linspace(-0.25, 0.25, 7)
"""How far to either side it is looked for."""
WIDEST_M = 0.3
"""Whatever is wider along the line, measured as if it were at the far end, is no arm.  Source: DECISIONS.md,
2026-11-28."""
BESIDE_BOX, BOX_MARGIN_M = 2.0, 0.03
"""What it costs an arm to lie beside its person's box, by more than so much."""


class Stand(NamedTuple):
    """Where somebody stands before a front."""

    along_m: float
    """From its nearer end."""
    away_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """One straight front and its line in the picture."""

    shelf: int
    """Index into the site's shelves."""
    ends_px: Floats
    """float64 (2, 2): the line, from a low hand at the near end to a high one at the far end."""
    px_per_m: float
    """Fewest pixels a metre along it: at its far end."""
    near_m: Floats
    """float64 (2,): its end that is nearer to the camera, on the floor."""
    along: Floats
    """float64 (2,): which way it goes from there, of length 1."""
    length_m: float
    camera: Pinhole

    def stand(self, feet_xy_m: Floats) -> Stand | None:
        """Return where somebody stands before the front, or None where no arm of theirs reaches it.

        feet_xy_m: float64 (2,).
        """
        off_m = feet_xy_m - self.near_m
        along_m = float(off_m @ self.along)
        away_m = abs(float(off_m[0] * self.along[1] - off_m[1] * self.along[0]))
        is_before = -ASIDE_M <= along_m <= self.length_m + ASIDE_M and away_m <= AWAY_M
        return Stand(along_m, away_m) if is_before else None

    def is_narrow(self, width: float) -> bool:
        """Whether what lies across so much of the line, in [0, 1], may be an arm."""
        line_px = float(np.hypot(*(self.ends_px[1] - self.ends_px[0])))
        return width * line_px <= WIDEST_M * self.px_per_m

    def weigh(self, share: float, stand: Stand, box_xyxy_px: Floats) -> float:
        """Return how well an arm there on the line fits somebody: a log likelihood, 0 at best.

        share: where on the line, in [0, 1]; box_xyxy_px: float64 (4,), the person's.
        """
        at_px = self._at_px(share)
        up_m = self._heights_m(at_px, stand.along_m + PLACES_M)
        beyond_m = np.maximum(np.maximum(LOW_M - up_m, up_m - HIGH_M), 0.0)
        off = (PLACES_M / PLACE_ERROR_M) ** 2 + (beyond_m / SOFT_M) ** 2
        further = max(stand.away_m - NEAR_M, 0.0) / FURTHER_M
        beside = 0.0 if self._is_in(box_xyxy_px, at_px) else BESIDE_BOX
        return -(float(off.min()) + further**2) / 2 - beside

    def _at_px(self, share: float) -> Floats:
        low_px, high_px = self.ends_px
        at_px: Floats = low_px + share * (high_px - low_px)
        return at_px

    def _heights_m(self, at_px: Floats, along_m: Floats) -> Floats:
        """Return how high above those places along the front the picture's point would be."""
        camera_m = float((self.camera.position_m[:2] - self.near_m) @ self.along)
        floor_m = self.camera.at_height(at_px[None], 0.0)[0]
        reaches_m = float((floor_m - self.camera.position_m[:2]) @ self.along)
        falls = 1 / reaches_m if reaches_m > 0 else 0.0
        heights_m: Floats = self.camera.position_m[2] * (1 - (along_m - camera_m) * falls)
        return heights_m

    def _is_in(self, box_xyxy_px: Floats, at_px: Floats) -> bool:
        margin_px = BOX_MARGIN_M * self.px_per_m
        is_in = (box_xyxy_px[:2] - margin_px <= at_px) & (at_px <= box_xyxy_px[2:] + margin_px)
        return bool(is_in.all())
