"""The fast path of the line: YOLOX and YuNet find heads, BlazePose reads keypoints."""

from pathlib import Path

from edge_node.blur.anonymize import HeadFiller
from edge_node.blur.faces import FaceFinder
from edge_node.blur.show import CloserLook
from edge_node.errors import ModelError
from edge_node.ports import Camera, PoseEstimator
from edge_node.pose.keypoints import BlazePoseEstimator
from edge_node.pose.models import BODY, FACES, PEOPLE, ModelFile, read_pinned
from edge_node.pose.people import PersonFinder
from edge_node.wall.line import Line
from edge_node.wall.messages import Job
from edge_node.wall.stopwatch import Stopwatch, TimedPeople


def build(camera: Camera, job: Job) -> Line:
    """Return the line with its models loaded, inside the closed wall.

    Raises: edge_node.errors.ModelError if a weight is missing or not the one pinned.
    """
    finders, watch = detectors(job), Stopwatch()
    filler = head_filler(job, finders, watch)
    return Line(camera, filler, body_estimator(job), CloserLook(*finders), watch=watch)


def detectors(job: Job) -> tuple[PersonFinder, FaceFinder]:
    """Return YOLOX and YuNet, loaded.

    Raises: edge_node.errors.ModelError if a weight is missing or not the one pinned.
    """
    people = PersonFinder(weights(job, PEOPLE), threads=job.threads)
    return people, FaceFinder(weights(job, FACES), threads=job.threads)


def head_filler(job: Job, finders: tuple[PersonFinder, FaceFinder], watch: Stopwatch) -> HeadFiller:
    """Return the anonymizer on both detectors, with the source's masks; the finding of people is timed."""
    people, faces = finders
    return HeadFiller(TimedPeople(people, watch), faces, masks_px=job.source.masks_px)


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
