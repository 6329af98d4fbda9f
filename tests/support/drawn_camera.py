"""What landmarks tell of a drawn camera: the map of its floor, and how people stand up in its picture."""

import numpy as np

from edge_node.scene import SceneCamera
from edge_node.simulation.views import placed
from edge_node.track.homography import Homography, fit
from edge_node.track.upright import Upright, upright_of


def floor_of(camera: SceneCamera) -> Homography:
    """Return the map that the camera's landmarks give."""
    landmarks = placed(camera, "rendered:x").landmarks
    return fit(np.array([px for px, _ in landmarks]), np.array([m for _, m in landmarks]))


def upright_in(camera: SceneCamera) -> Upright:
    """Return how heights are read in the camera's picture."""
    found = upright_of(floor_of(camera).floor_from_px, camera.frame_px)
    assert found is not None, "no camera could be told from its landmarks"
    return found
