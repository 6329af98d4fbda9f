"""How well each stage of the line did on one drawn clip, as counts that can be added over clips."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from edge_node.hand_sight import as_measured
from edge_node.observations import FrameObservation, Journey, Pose
from edge_node.simulation.movement import positions
from edge_node.simulation.truth import Reach, Stay, stays_in
from edge_node.track.assign import iou
from edge_node.zones.polygon import MIN_DWELL_S
from tests.benchmarks.drawn_counts import stands_before
from tests.benchmarks.drawn_line import Observed
from tests.benchmarks.silhouettes import Shown, Silhouettes

LEAST_TALL = 60 / 640
"""Only people at least this tall count, as a share of the frame's width: 60 px at 640 px."""
LEAST_SHOWN = 0.5
"""And of whom at least half shows."""
SAME_BOX = 0.5
"""A reported box is the person when they share at least this (IoU), with all of them or with what shows."""
RIGHT_JOINT = 0.1
"""A joint is right within this share of the person's height in the picture."""
SAME_PLACE_M = 1.0
"""A track's point may be the person within this."""
BODY, FEET = slice(5, 17), slice(15, 17)
_SWAPPED = [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10]
"""The body's joints with left and right exchanged: facing is not resolved by the pose stage."""


@dataclass(slots=True)
class Scores:
    """Counts and errors; everything can be added."""

    frames: int = 0
    people: int = 0
    """People who ought to be found, summed over frames."""
    found: int = 0
    reported: int = 0
    right: int = 0
    """Reported boxes that are somebody."""
    posed: int = 0
    """Found people whose keypoints were measured in that frame."""
    joints: int = 0
    joints_right: int = 0
    true_points: int = 0
    track_points: int = 0
    same_points: int = 0
    """Points that agree when each person is given one track (IDF1)."""
    true_tracks: int = 0
    tracks: int = 0
    position_m: list[float] = field(default_factory=list)
    true_entries: int = 0
    entries: int = 0
    true_visits: int = 0
    visits: int = 0
    found_visits: int = 0
    dwell_error_s: list[float] = field(default_factory=list)
    dwell_error_share: list[float] = field(default_factory=list)
    true_reaches: int = 0
    """Hands in shelves by people who count for at least half of the time."""
    reaches: int = 0
    """Those found, without what matches somebody who hardly shows."""
    found_reaches: int = 0

    def add(self, other: "Scores") -> None:
        """Add the other clip's counts to these."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def score(observed: Observed) -> Scores:
    """Return how every stage did."""
    scores = Scores(frames=len(observed.observations))
    silhouettes = Silhouettes(observed.staged.scene)
    truth = [silhouettes.of(observation.index) for observation in observed.observations]
    for observation, shown in zip(observed.observations, truth, strict=True):
        _score_frame(observation, shown, scores)
    _score_tracks(observed, truth, scores)
    _score_entries(observed, scores)
    score_visits(observed, scores)
    score_reaches(observed, truth, scores)
    return scores


def _stands(shown: Shown, width_px: int) -> bool:
    """Whether it can be known where the person stands: they count, and a foot shows."""
    return _counts(shown, width_px) and bool(shown.is_shown[FEET].any())


def _counts(shown: Shown, width_px: int) -> bool:
    return shown.share >= LEAST_SHOWN and shown.height_px >= LEAST_TALL * width_px


def _score_frame(observation: FrameObservation, truth: list[Shown], scores: Scores) -> None:
    wanted = np.array([_counts(shown, observation.width_px) for shown in truth], dtype=bool)
    scores.people += int(wanted.sum())
    scores.reported += len(observation.people)
    if not truth or not observation.people:
        return
    boxes = np.array([pose.bbox_xyxy_px for pose in observation.people], dtype=np.float64)
    whole = iou(np.array([shown.bbox_xyxy_px for shown in truth]), boxes)
    overlap = np.maximum(whole, iou(np.array([shown.shown_xyxy_px for shown in truth]), boxes))
    for row, column in zip(*linear_sum_assignment(-overlap), strict=True):
        if overlap[row, column] >= SAME_BOX:
            scores.right += 1
            scores.found += int(wanted[row])
            if wanted[row]:
                _score_joints(observation.people[column], truth[row], scores)


def _score_joints(pose: Pose, shown: Shown, scores: Scores) -> None:
    if not pose.keypoints[BODY, 2].any():
        return
    scores.posed += 1
    visible, joints = shown.is_shown[BODY], shown.joints_px[BODY]
    miss = [
        np.linalg.norm(pose.keypoints[BODY, :2][order] - joints, axis=1) / shown.height_px
        for order in (list(range(12)), _SWAPPED)
    ]
    scores.joints += int(visible.sum())
    scores.joints_right += int(max(((m < RIGHT_JOINT) & visible).sum() for m in miss))


def _score_tracks(observed: Observed, truth: list[list[Shown]], scores: Scores) -> None:
    """Match track points to people frame by frame; points near somebody who does not count are left out."""
    width_px = observed.staged.scene.camera.frame_px[0]
    at = _tracked(observed)
    people = sorted({shown.person for shown_list in truth for shown in shown_list})
    agree = np.zeros((len(people), len(observed.journeys)))
    seen: set[int] = set()
    used: set[int] = set()
    for frame, shown_list in enumerate(truth):
        points = at.get(frame, [])
        wanted = np.array([_stands(shown, width_px) for shown in shown_list], dtype=bool)
        seen |= {shown.person for shown in shown_list if _stands(shown, width_px)}
        scores.true_points += int(wanted.sum())
        if not shown_list or not points:
            scores.track_points += len(points)
            continue
        gap = np.linalg.norm(
            np.array([s.xy_m for s in shown_list])[:, None] - np.array([p for _, p in points])[None], axis=2
        )
        scores.track_points += len(points)
        for row, column in zip(*linear_sum_assignment(np.minimum(gap, SAME_PLACE_M)), strict=True):
            if gap[row, column] >= SAME_PLACE_M:
                continue
            if not wanted[row]:
                scores.track_points -= 1
                continue
            used.add(points[column][0])
            scores.position_m.append(float(gap[row, column]))
            agree[people.index(shown_list[row].person), points[column][0]] += 1
    scores.same_points += int(agree[linear_sum_assignment(-agree)].sum())
    scores.true_tracks += len(seen)
    scores.tracks += len(used)


def _tracked(observed: Observed) -> dict[int, list[tuple[int, NDArray[np.float64]]]]:
    """Return, for every frame, which journeys are where, straight between looks."""
    at: dict[int, list[tuple[int, NDArray[np.float64]]]] = {}
    t_s = np.array([observation.captured_at.timestamp() for observation in observed.observations])
    for number, journey in enumerate(observed.journeys):
        track = journey.track
        frames = np.flatnonzero((t_s >= track.t_s[0]) & (t_s <= track.t_s[-1]))
        x_m, y_m = (np.interp(t_s[frames], track.t_s, track.floor_xy_m[:, axis]) for axis in (0, 1))
        for frame, xy_m in zip(frames.tolist(), np.column_stack([x_m, y_m]), strict=True):
            at.setdefault(frame, []).append((number, xy_m))
    return at


def _score_entries(observed: Observed, scores: Scores) -> None:
    begins_s, ends_s = observed.staged.take.t_s[[0, -1]].tolist()
    scores.true_entries += sum(
        person.kind == "visitor" and person.entered_s is not None and begins_s <= person.entered_s < ends_s
        for person in observed.staged.truth.people
    )
    scores.entries += sum(
        crossing.direction == "in" and crossing.line in observed.site.entrance
        for journey in observed.journeys
        for crossing in journey.crossings
    )


def score_visits(observed: Observed, scores: Scores) -> None:
    """Compare the stays that lie wholly within the clip with the visits that were found."""
    begins_s, ends_s = observed.staged.take.t_s[[0, -1]].tolist()
    for zone in observed.shop.zones:
        present = stays_in(zone.name, zone.box, observed.staged.movements)
        stays = [stay for stay in present if stay.length_s >= MIN_DWELL_S]
        visits = _visits(observed.journeys, zone.name)
        apart = _unlikeness(stays, visits)
        partner = {
            int(row): int(column)
            for row, column in zip(*linear_sum_assignment(apart), strict=True)
            if apart[row, column] < 1.0
        }
        whole = [row for row, stay in enumerate(stays) if begins_s < stay.from_s and stay.until_s < ends_s]
        scores.true_visits += len(whole)
        scores.found_visits += sum(row in partner for row in whole)
        scores.visits += len(visits) - sum(row in partner for row in set(range(len(stays))) - set(whole))
        for row in whole:
            if row in partner:
                error_s = abs(visits[partner[row]][1] - visits[partner[row]][0] - stays[row].length_s)
                scores.dwell_error_s.append(error_s)
                scores.dwell_error_share.append(error_s / stays[row].length_s)


def score_reaches(observed: Observed, truth: list[list[Shown]], scores: Scores) -> None:
    """Match hands found in shelves with true ones of the same shelf at the same time, one to one."""
    t_s = observed.staged.take.t_s
    counting = _counting(observed, truth)
    for shelf in as_measured(observed.site).shelf_names:
        true = [reach for reach in observed.staged.truth.reaches if reach.shelf == shelf]
        true = [reach for reach in true if reach.until_s > t_s[0] and reach.from_s < t_s[-1]]
        found = [reach for j in observed.journeys for reach in j.reaches if reach.shelf == shelf]
        spans = [(reach.started_at_s, reach.ended_at_s) for reach in found]
        apart = _unlikeness(true, spans)
        pairs = zip(*linear_sum_assignment(np.where(apart < 1.0, apart, 10.0)), strict=True)
        partner = {int(row): int(column) for row, column in pairs if apart[row, column] < 1.0}
        is_counted = [_is_counted(observed, reach, counting) for reach in true]
        scores.true_reaches += sum(is_counted)
        scores.found_reaches += sum(is_counted[row] for row in partner)
        scores.reaches += len(found) - sum(not is_counted[row] for row in partner)


def counted_reaches(observed: Observed, truth: list[list[Shown]]) -> list[Reach]:
    """Return the true hands in shelves in view that ought to be found."""
    counting, shelves = _counting(observed, truth), as_measured(observed.site).shelf_names
    return [
        reach
        for reach in observed.staged.truth.reaches
        if reach.shelf in shelves and _is_counted(observed, reach, counting)
    ]


def _counting(observed: Observed, truth: list[list[Shown]]) -> set[tuple[int, int]]:
    """Return who counts in which frame."""
    width_px = observed.staged.scene.camera.frame_px[0]
    return {
        (shown.person, frame)
        for frame, everybody in enumerate(truth)
        for shown in everybody
        if _counts(shown, width_px)
    }


def _is_counted(observed: Observed, reach: Reach, counting: set[tuple[int, int]]) -> bool:
    """Whether the reach lies within the clip and before the front as drawn, and its person mostly counts."""
    t_s = observed.staged.take.t_s
    frames = np.flatnonzero((t_s >= reach.from_s) & (t_s <= reach.until_s)).tolist()
    is_whole = bool(t_s[0] < reach.from_s and reach.until_s < t_s[-1])
    seen = sum((reach.person, frame) in counting for frame in frames)
    if not is_whole or seen < LEAST_SHOWN * len(frames):
        return False
    movement = next(each for each in observed.staged.movements if each.person == reach.person)
    at_m = positions(movement, np.array([(reach.from_s + reach.until_s) / 2]))[0]
    return stands_before(observed.site, reach.shelf, at_m)


def _visits(journeys: tuple[Journey, ...], zone: str) -> list[tuple[float, float]]:
    return [
        (visit.entered_at_s, visit.entered_at_s + visit.dwell_s)
        for journey in journeys
        for visit in journey.visits
        if visit.zone == zone
    ]


def _unlikeness(stays: Sequence[Stay | Reach], visits: list[tuple[float, float]]) -> NDArray[np.float64]:
    """Return 1 - the shared part of two stretches of time, float64 (S, V)."""
    first = np.array([(stay.from_s, stay.until_s) for stay in stays]).reshape(-1, 1, 2)
    second = np.array(visits).reshape(1, -1, 2)
    shared = np.minimum(first[..., 1], second[..., 1]) - np.maximum(first[..., 0], second[..., 0])
    whole = np.maximum(first[..., 1], second[..., 1]) - np.minimum(first[..., 0], second[..., 0])
    apart: NDArray[np.float64] = 1 - np.maximum(shared, 0.0) / np.maximum(whole, 1e-9)
    return apart
