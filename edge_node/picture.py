"""Frames are only measured while they are the picture the site was drawn on."""

from collections.abc import Iterable, Iterator

from edge_node.errors import SiteError
from edge_node.observations import FrameObservation
from edge_node.site import CameraPlace
from edge_node.site_checks import check_in_picture, masks_of


def as_drawn(frames: Iterable[FrameObservation], place: CameraPlace | None) -> Iterator[FrameObservation]:
    """Yield the frames of a camera whose landmarks, masks, lines and zones fit them.

    Raises: SiteError when they come in another size, are turned by 90°, or a mask lies outside them.
    """
    is_checked = place is None
    for frame in frames:
        if not is_checked and place is not None:
            _check(frame, place)
            is_checked = True
        yield frame


def _check(frame: FrameObservation, place: CameraPlace) -> None:
    came = (frame.width_px, frame.height_px)
    check_in_picture(masks_of(place.name, place.masks_px), came)
    if place.frame_px is None or place.frame_px == came:
        return
    drawn = f"{place.frame_px[0]}×{place.frame_px[1]}"
    if place.frame_px[::-1] == came:
        raise SiteError(
            f'camera "{place.name}" is turned by 90° (expected {drawn} px, got {came[0]}×{came[1]} px). '
            "Turn it back, or draw its landmarks, lines and zones again."
        )
    raise SiteError(
        f'camera "{place.name}" has another picture than its places were drawn on (expected {drawn} px, got '
        f"{came[0]}×{came[1]} px). Set the camera to {drawn} px, or draw landmarks, lines and zones again."
    )
