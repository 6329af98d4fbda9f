"""The fast path of the line: YOLOX and YuNet find heads, BlazePose reads keypoints."""

from pathlib import Path

from edge_node.badges.looking import BadgeLooker
from edge_node.blur.anonymize import FindFaces, FindPeople, HeadFiller
from edge_node.blur.faces import FaceFinder
from edge_node.blur.show import CloserLook
from edge_node.errors import ModelError
from edge_node.ports import Camera, PoseEstimator
from edge_node.pose.keypoints import BlazePoseEstimator
from edge_node.pose.models import BODY, FACES, PEOPLE, ModelFile, read_pinned
from edge_node.pose.people import HEIGHT_PX, WIDTH_PX, PersonFinder
from edge_node.wall.curtain import Curtains
from edge_node.wall.gate import Gate
from edge_node.wall.line import Line, Stages
from edge_node.wall.messages import Job
from edge_node.wall.stopwatch import Stopwatch
from edge_node.wall.strip import SHARE, Searched, StripFaces, StripPeople
from edge_node.wall.timed import TimedCamera, TimedPeople

_THREADS = 1
"""Of each model: twice as fast as two where other work shares the cores; models run side by side instead."""
_STRIP_PX = (round(SHARE * WIDTH_PX), HEIGHT_PX)
"""A strip at the scale of the whole frame."""


def build(camera: Camera, job: Job) -> Line:
    """Return the line with its models loaded, inside the closed wall.

    Raises: edge_node.errors.ModelError if a weight is missing or not the one pinned.
    """
    people, faces = detectors(job)
    watch, searched = Stopwatch(), Searched()
    narrow = PersonFinder(weights(job, PEOPLE), threads=_THREADS, size_px=_STRIP_PX)
    finders = StripPeople(people, narrow, searched), StripFaces(faces, searched)
    return Line(
        on_the_watch(camera, job, watch),
        Stages(
            head_filler(job, finders, watch),
            body_estimator(job),
            closer_look(job, (people, faces)),
            BadgeLooker(),
            curtains_of(job),
        ),
        gate=gate_of(job),
        watch=watch,
        has_time=not job.source.is_live,
        searched=searched,
    )


def curtains_of(job: Job) -> Curtains:
    """Return what looks for arms across the fronts of the source."""
    return Curtains(job.source.fronts, masks_px=job.source.masks_px)


def gate_of(job: Job) -> Gate | None:
    """Return what decides which frames are looked at; None where all of them are."""
    if job.looks == "always":
        return None
    return Gate(masks_px=job.source.masks_px, lines_px=job.source.watched_px)


def on_the_watch(camera: Camera, job: Job, watch: Stopwatch) -> Camera:
    """Return the camera with its frames timed, those of a file made ahead."""
    return TimedCamera(camera, watch, is_live=job.source.is_live)


def detectors(job: Job) -> tuple[PersonFinder, FaceFinder]:
    """Return YOLOX and YuNet, loaded.

    Raises: edge_node.errors.ModelError if a weight is missing or not the one pinned.
    """
    people = PersonFinder(weights(job, PEOPLE), threads=_THREADS)
    return people, FaceFinder(weights(job, FACES), threads=_THREADS)


def head_filler(job: Job, finders: tuple[FindPeople, FindFaces], watch: Stopwatch) -> HeadFiller:
    """Return the anonymizer on both detectors, with the source's masks; the finding of people is timed."""
    people, faces = finders
    return HeadFiller(TimedPeople(people, watch), faces, masks_px=job.source.masks_px, side_by_side=True)


def closer_look(job: Job, finders: tuple[PersonFinder, FaceFinder]) -> CloserLook:
    """Return what previews go through, with the source's masks."""
    return CloserLook(*finders, masks_px=job.source.masks_px)


def body_estimator(job: Job) -> PoseEstimator:
    """Return BlazePose on each person box."""
    return BlazePoseEstimator(weights(job, BODY), threads=_THREADS)


def weights(job: Job, model: ModelFile) -> bytes:
    """Return the pinned bytes of one model of the job.

    Raises: ModelError if the job has none, or others.
    """
    path = job.models.get(model.name)
    if path is None:
        raise ModelError(f"expected {model.name} for this back-end, got no path to it")
    return read_pinned(Path(path), model)
