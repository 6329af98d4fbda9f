"""The fast path of the line: YOLOX and YuNet find heads, BlazePose reads keypoints. Opens and builds, no more."""

import importlib
from pathlib import Path

from edge_node.blur.anonymize import HeadFiller
from edge_node.blur.faces import FaceFinder
from edge_node.capture.source import RENDERED, SourceConfig
from edge_node.capture.video import Video
from edge_node.errors import ModelError
from edge_node.ports import PoseEstimator
from edge_node.pose.keypoints import BlazePoseEstimator
from edge_node.pose.models import BODY, FACES, PEOPLE, ModelFile, read_pinned
from edge_node.pose.people import PersonFinder
from edge_node.wall.line import Line, OpenCamera
from edge_node.wall.messages import Job
from shared.clock import SystemClock


def open_camera(source: SourceConfig) -> OpenCamera:
    """Open the source while files and sockets still can be.

    Raises: edge_node.errors.CaptureError if it cannot be opened.
    """
    if source.kind == "rendered":
        rendered = importlib.import_module("edge_node.capture.rendered")
        camera: OpenCamera = rendered.RenderedShop.from_file(Path(source.address.removeprefix(RENDERED)))
        return camera
    return Video(source, SystemClock())


def build(camera: OpenCamera, job: Job) -> Line:
    """Return the line with its models loaded, inside the closed wall.

    Raises: edge_node.errors.ModelError if a weight is missing or not the one pinned.
    """
    return Line(camera, head_filler(job), body_estimator(job))


def head_filler(job: Job) -> HeadFiller:
    """Return the anonymizer on YOLOX and YuNet."""
    people = PersonFinder(weights(job, PEOPLE), threads=job.threads)
    faces = FaceFinder(weights(job, FACES), threads=job.threads)
    return HeadFiller(people, faces, masks_px=job.source.masks_px)


def body_estimator(job: Job) -> PoseEstimator:
    """Return BlazePose on each person box."""
    return BlazePoseEstimator(weights(job, BODY), threads=job.threads)


def weights(job: Job, model: ModelFile) -> bytes:
    """Return the pinned bytes of one model of the job.

    Raises: ModelError if the job has none, or others.
    """
    path = job.models.get(model.name)
    if path is None:
        raise ModelError(f"expected {model.name} for this back-end, got no path to it")
    return read_pinned(Path(path), model)
