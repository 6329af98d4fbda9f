"""A frame crosses as it was; one beyond its bounds is refused at the door."""

import struct
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from edge_node.errors import WallError
from edge_node.observations import (
    BADGE_KINDS,
    DROP_REASONS,
    MOST_AGAIN,
    MOST_HEADS_ALONE,
    Across,
    BadgeKind,
    BadgeSeen,
    DropReason,
    EarlierLook,
    FrameObservation,
    Head,
    Pose,
)
from edge_node.wall.channel import decode, encode
from edge_node.wall.frame_record import MOST_ACROSS, MOST_BADGES, MOST_PEOPLE
from tests.support.clips import STARTED_AT

NUMBERS = st.floats(-1e4, 1e4, width=32)


def _pose(values: np.ndarray, face: float = 0.0) -> Pose:
    keypoints = values[:51].reshape(17, 3).copy()
    keypoints[:5] = face
    return Pose(keypoints, values[51:55], float(values[55]))


def _frame(*poses: Pose, badges: tuple[BadgeSeen, ...] = ()) -> FrameObservation:
    return FrameObservation(3, STARTED_AT, 1280, 720, poses, 2, dropped=None, badges=badges)


def _badge(kind: BadgeKind = "optout", box: tuple[float, ...] = (1, 2, 3, 4)) -> BadgeSeen:
    return BadgeSeen(kind, np.array(box, np.float32))


@given(
    st.lists(arrays(np.float32, 56, elements=NUMBERS), max_size=4),
    st.integers(0, 10**6),
    st.sampled_from([None, *DROP_REASONS]),
    st.booleans(),
)
def test_a_frame_arrives_as_it_was(
    rows: list[np.ndarray], microseconds: int, dropped: DropReason | None, is_skipped: bool
) -> None:
    sent = FrameObservation(
        9,
        STARTED_AT + timedelta(microseconds=microseconds),
        640,
        360,
        tuple(map(_pose, rows)),
        1,
        dropped=dropped,
        skipped=is_skipped,
    )

    kind, length = struct.unpack_from(">BI", encode(sent))
    got = decode(kind, encode(sent)[5:])

    assert length == len(encode(sent)) - 5
    assert isinstance(got, FrameObservation)
    assert (got.index, got.captured_at) == (sent.index, sent.captured_at)
    assert (got.dropped, got.skipped) == (dropped, is_skipped)
    for ours, theirs in zip(got.poses, sent.poses, strict=True):
        assert (ours.keypoints == theirs.keypoints).all()
        assert (ours.bbox_xyxy_px == theirs.bbox_xyxy_px).all()
        assert ours.score == theirs.score


def test_face_keypoints_do_not_cross() -> None:
    frame = encode(_frame(_pose(np.ones(56, np.float32), face=0.5)))

    with pytest.raises(WallError, match="known message"):
        decode(1, frame[5:])


def test_numbers_that_are_none_do_not_cross() -> None:
    frame = encode(_frame(_pose(np.full(56, np.nan, np.float32))))

    with pytest.raises(WallError, match="known message"):
        decode(1, frame[5:])


def test_a_crowd_beyond_the_bound_does_not_cross() -> None:
    frame = encode(_frame(*[_pose(np.zeros(56, np.float32))] * (MOST_PEOPLE + 1)))

    with pytest.raises(WallError, match="known message"):
        decode(1, frame[5:])


@given(
    st.lists(
        st.tuples(st.sampled_from(BADGE_KINDS), arrays(np.float32, 4, elements=NUMBERS)),
        max_size=MOST_BADGES,
    ),
    st.integers(0, 3),
)
def test_badges_arrive_as_kind_and_box(rows: list[tuple[BadgeKind, np.ndarray]], people: int) -> None:
    boxes = [np.concatenate([np.minimum(b[:2], b[2:]), np.maximum(b[:2], b[2:])]) for _, b in rows]
    badges = tuple(BadgeSeen(kind, box) for (kind, _), box in zip(rows, boxes, strict=True))
    poses = [_pose(np.zeros(56, np.float32))] * people

    got = decode(1, encode(_frame(*poses, badges=badges))[5:])

    assert isinstance(got, FrameObservation)
    assert len(got.poses) == people
    assert [badge.kind for badge in got.badges] == [kind for kind, _ in rows]
    for seen, box in zip(got.badges, boxes, strict=True):
        assert (seen.bbox_xyxy_px == box).all()


@pytest.mark.parametrize(
    "box",
    [(np.nan, 0, 1, 1), (0, 0, np.inf, 1), (5, 0, 1, 1), (0, 5, 1, 1)],
    ids=["no number", "endless", "left of itself", "above itself"],
)
def test_a_badge_without_a_box_does_not_cross(box: tuple[float, ...]) -> None:
    frame = encode(_frame(badges=(_badge(box=box),)))

    with pytest.raises(WallError, match="known message"):
        decode(1, frame[5:])


@pytest.mark.parametrize("kind", [0, 4, 255])
def test_a_badge_of_another_kind_does_not_cross(kind: int) -> None:
    frame = bytearray(encode(_frame(badges=(_badge(),)))[5:])
    frame[-17] = kind

    with pytest.raises(WallError, match="known message"):
        decode(1, bytes(frame))


def test_more_badges_than_the_bound_do_not_cross() -> None:
    frame = encode(_frame(badges=(_badge(),) * (MOST_BADGES + 1)))

    with pytest.raises(WallError, match="known message"):
        decode(1, frame[5:])


@given(st.data())
def test_a_frame_with_badges_cut_or_lengthened_is_refused(data: st.DataObject) -> None:
    whole = encode(_frame(_pose(np.zeros(56, np.float32)), badges=(_badge(), _badge("staff"))))[5:]
    cut = data.draw(st.integers(0, len(whole) - 1))
    more = data.draw(st.binary(min_size=1, max_size=40))

    for wrong in (whole[:cut], whole + more):
        with pytest.raises(WallError, match="known message"):
            decode(1, wrong)


@given(st.data())
def test_a_changed_byte_gives_a_frame_within_its_bounds_or_is_refused(data: st.DataObject) -> None:
    whole = bytearray(encode(_frame(_pose(np.zeros(56, np.float32)), badges=(_badge(), _badge("staff"))))[5:])
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))

    try:
        got = decode(1, bytes(whole))
    except WallError:
        return
    assert isinstance(got, FrameObservation)
    assert all(badge.kind in BADGE_KINDS for badge in got.badges)
    assert all(np.isfinite(badge.bbox_xyxy_px).all() for badge in got.badges)


@pytest.mark.parametrize("told", [None, (), (Across(0, 0.0, 1.0), Across(3, 0.25, 0.5))])
def test_what_lies_across_arrives_as_it_was(told: tuple[Across, ...] | None) -> None:
    got = decode(1, encode(replace(_frame(badges=(_badge(),)), across=told))[5:])

    assert isinstance(got, FrameObservation)
    assert got.across == told
    assert len(got.badges) == 1


@pytest.mark.parametrize(
    "row",
    [
        (200, 0.1, 0.2),
        (0, 0.5, 0.2),
        (0, -0.1, 0.2),
        (0, 0.1, 1.5),
        (0, float("nan"), 0.2),
        (0, 0.1, float("inf")),
    ],
    ids=["no shelf", "turned round", "before the line", "beyond it", "nan", "infinite"],
)
def test_an_arm_off_the_line_is_refused(row: tuple[int, float, float]) -> None:
    payload = encode(replace(_frame(), across=(Across(0, 0.1, 0.2),)))[5:]

    with pytest.raises(WallError, match="expected a known message"):
        decode(1, payload[:-9] + struct.pack(">Bff", *row))


def test_more_arms_than_the_curtain_tells_are_refused() -> None:
    most = replace(_frame(), across=(Across(0, 0.1, 0.2),) * MOST_ACROSS)

    assert isinstance(decode(1, encode(most)[5:]), FrameObservation)
    with pytest.raises(WallError, match="expected a known message"):
        decode(1, encode(replace(most, across=(*(most.across or ()), Across(0, 0.1, 0.2))))[5:])


HEADS = tuple(Head(np.array(box, np.float32)) for box in ((1, 2, 30, 40), (600.5, 0, 640, 21)))


def test_heads_alone_arrive_between_badges_and_arms_as_they_were() -> None:
    arm = Across(0, 0.25, 0.5)
    got = decode(1, encode(replace(_frame(badges=(_badge(),)), heads_alone=HEADS, across=(arm,)))[5:])

    assert isinstance(got, FrameObservation)
    assert [head.bbox_xyxy_px.tolist() for head in got.heads_alone] == [[1, 2, 30, 40], [600.5, 0, 640, 21]]
    assert (got.badges[0].bbox_xyxy_px.tolist(), got.across) == ([1, 2, 3, 4], (arm,))


@pytest.mark.parametrize(
    "box",
    [(3, 2, 1, 4), (1, 4, 3, 2), (1, 2, float("nan"), 4), (1, 2, 3, float("inf"))],
    ids=["turned round", "upside down", "nan", "infinite"],
)
def test_a_head_that_is_no_box_is_refused(box: tuple[float, ...]) -> None:
    payload = encode(replace(_frame(), heads_alone=HEADS[:1]))[5:]

    with pytest.raises(WallError, match="expected a known message"):
        decode(1, payload[:-16] + struct.pack(">4f", *box))


def test_more_heads_than_may_be_alone_are_refused() -> None:
    most = replace(_frame(), heads_alone=HEADS[:1] * MOST_HEADS_ALONE)

    assert isinstance(decode(1, encode(most)[5:]), FrameObservation)
    with pytest.raises(WallError, match="expected a known message"):
        decode(1, encode(replace(most, heads_alone=HEADS[:1] * (MOST_HEADS_ALONE + 1)))[5:])


AGAIN = (
    EarlierLook(STARTED_AT, ()),
    EarlierLook(STARTED_AT + timedelta(microseconds=1), (Across(0, 0.25, 0.5), Across(7, 0.5, 0.75))),
    EarlierLook(STARTED_AT + timedelta(seconds=9), (Across(1, 0.0, 1.0),)),
)


@pytest.mark.parametrize("across", [None, (), (Across(2, 0.125, 0.25),)], ids=["unknown", "none", "one"])
def test_looks_told_again_arrive_as_they_were(across: tuple[Across, ...] | None) -> None:
    got = decode(1, encode(replace(_frame(), heads_alone=HEADS, across=across, looked_again=AGAIN))[5:])

    assert isinstance(got, FrameObservation)
    assert (got.across, got.looked_again, len(got.heads_alone)) == (across, AGAIN, len(HEADS))


def test_more_looks_than_may_be_told_again_are_refused() -> None:
    most = replace(_frame(), looked_again=AGAIN[:1] * MOST_AGAIN)

    assert isinstance(decode(1, encode(most)[5:]), FrameObservation)
    with pytest.raises(WallError, match="expected a known message"):
        decode(1, encode(replace(most, looked_again=AGAIN[:1] * (MOST_AGAIN + 1)))[5:])


def test_a_look_told_again_with_more_arms_than_the_curtain_tells_is_refused() -> None:
    many = EarlierLook(STARTED_AT, (Across(0, 0.1, 0.2),) * (MOST_ACROSS + 1))

    with pytest.raises(WallError, match="expected a known message"):
        decode(1, encode(replace(_frame(), looked_again=(many,)))[5:])


@given(st.data())
def test_a_frame_with_looks_cut_or_lengthened_is_refused(data: st.DataObject) -> None:
    whole = encode(replace(_frame(), looked_again=AGAIN))[5:]
    cut = data.draw(st.integers(0, len(whole) - 1))
    more = data.draw(st.binary(min_size=1, max_size=40))

    for wrong in (whole[:cut], whole + more):
        with pytest.raises(WallError, match="known message"):
            decode(1, wrong)


def test_a_look_at_no_moment_is_refused() -> None:
    payload = encode(replace(_frame(), looked_again=AGAIN[:1]))[5:]

    with pytest.raises(WallError, match="expected a known message"):
        decode(1, payload[:-9] + struct.pack(">qB", 2**62, 0))
