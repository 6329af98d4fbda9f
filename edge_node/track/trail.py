"""What one followed person has left behind so far; edge_node.track.tracker makes tracks of it."""

import math
from bisect import bisect_left
from dataclasses import dataclass, field, fields

import numpy as np

from edge_node.observations import BadgeKind, LeftOut, Pose
from edge_node.track.assign import Floats
from edge_node.track.badge import agreed, is_in_panel
from edge_node.track.foot import HIPS, Stance, aside_share, filled_in
from edge_node.track.moving import NOTHING_READ, Moving
from edge_node.track.upright import Upright


@dataclass(slots=True)
class Trail:
    """What one followed person has left behind so far."""

    t_s: list[float] = field(default_factory=list)
    feet_px: list[Floats] = field(default_factory=list)
    tops_px: list[Floats] = field(default_factory=list)
    heights_px: list[float] = field(default_factory=list)
    wide: list[float] = field(default_factory=list)
    """Width of the box over its height."""
    ends_px: list[float] = field(default_factory=list)
    """How far down the box reached as found; the lower edge of a picture that cuts it."""
    hidden: list[bool] = field(default_factory=list)
    """Whether the feet did not show."""
    aside: list[float] = field(default_factory=list)
    """How far the feet were right of the box's middle, in heights of the box; nan where not measured."""
    hips_aside: list[float] = field(default_factory=list)
    """The same of the hips, which show more often."""
    told: list[bool] = field(default_factory=list)
    """Whether shelf fronts were looked at then."""
    moved: list[bytes] = field(default_factory=list)
    """What edge_node.track.moving says of each moment."""
    moving: Moving = field(default_factory=Moving)
    badge_at: list[BadgeKind | None] = field(default_factory=list)
    badge: LeftOut | None = None
    """What enough of badge_at agree on; from then on no hand is looked at."""
    in_panel: bool = False
    """Whether enough of badge_at say so."""
    is_wiped: bool = False
    """Whether all but the newest point has been forgotten."""
    confirmed_at_s: float | None = None
    judged_s: float = -math.inf
    """Corners up to here have been judged: it was one person who went there and back."""
    stance: Stance = field(default_factory=Stance)

    def add(self, t_s: float, pose: Pose, frame_px: tuple[int, int], found_px: float) -> None:
        """Note where the person stands now, by the box as measured: the filtered one lags half a second.

        found_px: how far down it reached before it was made whole.
        """
        self.t_s.append(t_s)
        self.feet_px.append(self.stance.foot(pose, frame_px))
        left, top, right, bottom = pose.bbox_xyxy_px.tolist()
        self.tops_px.append(np.array([(left + right) / 2, top]))
        self.heights_px.append(bottom - top)
        self.wide.append((right - left) / max(bottom - top, 1.0))
        is_below = self.stance.is_hidden and self.feet_px[-1][1] >= frame_px[1]
        self.ends_px.append(float(frame_px[1]) if is_below else found_px)
        self.hidden.append(self.stance.is_hidden or found_px < bottom - 1.0)
        self.aside.append(math.nan if self.stance.is_hidden else aside_share(pose))
        self.hips_aside.append(math.nan if self.stance.is_hidden else aside_share(pose, HIPS))
        self.moved.append(NOTHING_READ if self.badge else self.moving.see(t_s, pose))
        self.badge_at.append(None)

    def wear(self, kind: BadgeKind) -> None:
        """Note that the badge was seen on them now; a mark once agreed on stays."""
        self.badge_at[-1] = kind
        self.badge = self.badge or agreed(self.badge_at)
        self.in_panel = self.in_panel or is_in_panel(self.badge_at)

    def wipe(self) -> None:
        """Forget all but the newest point: what is left says that somebody wore a badge and nothing else."""
        self.is_wiped = True
        self.moving.wipe()
        for each in fields(self):
            values = getattr(self, each.name)
            if isinstance(values, list):
                del values[:-1]

    def upper_and_lower_px(self, upright: Upright) -> tuple[Floats, Floats]:
        """Return the ends of whoever stands upright through the hips, two of float64 (T, 2).

        The picture's upright lines lean outwards, so neither end lies in the middle of the box.
        """
        t_s, heights_px, tops_px = np.array(self.t_s), np.array(self.heights_px), np.array(self.tops_px)
        aside = filled_in(t_s, np.array(self.hips_aside))
        middles = tops_px + heights_px[:, None] * np.column_stack([aside, np.full(len(t_s), 0.5)])
        return upright.on_row(middles, tops_px[:, 1]), upright.on_row(middles, np.array(self.ends_px))

    def recent(self, since_s: float) -> "Trail":
        """Return a copy of what came after that moment."""
        row = bisect_left(self.t_s, since_s)
        copy = Trail(confirmed_at_s=self.confirmed_at_s)
        for name in (each.name for each in fields(self)):
            whole = getattr(self, name)
            if isinstance(whole, list):
                setattr(copy, name, whole[row:])
        return copy

    def part(self, since_s: float, confirmed_at_s: float) -> "Trail":
        """Keep what came before that moment; return the rest as somebody else's, confirmed now."""
        row = bisect_left(self.t_s, since_s)
        rest = Trail(confirmed_at_s=confirmed_at_s, stance=self.stance)
        for name in (each.name for each in fields(self)):
            whole = getattr(self, name)
            if isinstance(whole, list):
                setattr(rest, name, whole[row:])
                setattr(self, name, whole[:row])
        for each in (self, rest):
            each.badge, each.in_panel = agreed(each.badge_at), is_in_panel(each.badge_at)
        return rest

    def go_on_before(self, earlier: "Trail", judged_s: float) -> None:
        """Put what came before back: all of it is one person's after all."""
        for name in (each.name for each in fields(self)):
            if isinstance(values := getattr(self, name), list):
                values[:0] = getattr(earlier, name)
        self.confirmed_at_s, self.judged_s = earlier.confirmed_at_s, judged_s
        self.badge, self.in_panel = agreed(self.badge_at), is_in_panel(self.badge_at)
