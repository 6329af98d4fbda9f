"""The MediaPipe path: PoseLandmarker reads keypoints, and finds people where no detector can be had."""

from edge_node.badges.looking import BadgeLooker
from edge_node.blur.anonymize import HeadFiller
from edge_node.ports import Camera
from edge_node.pose.mediapipe import MediaPipeEstimator, MediaPipeHeads, MediaPipePeople
from edge_node.pose.models import BODY, BODY_FINDER, DETECTORS
from edge_node.wall.line import Line, Stages
from edge_node.wall.messages import Job
from edge_node.wall.stages import closer_look, curtains_of, detectors, head_filler, on_the_watch, weights
from edge_node.wall.stopwatch import Stopwatch
from edge_node.wall.timed import TimedPeople


def build(camera: Camera, job: Job) -> Line:
    """Return the line with its models loaded, inside the closed wall.

    Raises: edge_node.errors.ModelError if a weight is missing or not the one pinned.
    """
    finder, body = weights(job, BODY_FINDER), weights(job, BODY)
    watch = Stopwatch()
    timed = on_the_watch(camera, job, watch)
    if all(model.name in job.models for model in DETECTORS):
        finders = detectors(job)
        poses = MediaPipeEstimator(finder, body)
        filler = head_filler(job, finders, watch)
        stages = Stages(filler, poses, closer_look(job, finders), BadgeLooker(), curtains_of(job))
        return Line(timed, stages, watch=watch)
    people = MediaPipePeople(finder, body)
    filler = HeadFiller(TimedPeople(people, watch), MediaPipeHeads(people), masks_px=job.source.masks_px)
    poses = MediaPipeEstimator(finder, body)
    stages = Stages(filler, poses, badges=BadgeLooker(), curtains=curtains_of(job))
    return Line(timed, stages, watch=watch)
