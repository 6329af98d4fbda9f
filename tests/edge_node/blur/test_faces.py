"""YuNet through ONNX Runtime, checked against OpenCV's own decoder and against faces marked by people."""

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge_node.blur.anonymize import HeadFiller
from edge_node.blur.faces import FaceFinder
from edge_node.boxes import overlap
from edge_node.frame import BlurredFrame
from edge_node.pose.models import FACES, PEOPLE
from edge_node.pose.people import PersonFinder
from tests.support.clips import backdrop, draw_person_on, raw
from tests.support.weights import all_models, bytes_of

pytestmark = pytest.mark.vision
LEAST_FACE_PX = 24


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return FaceFinder(bytes_of(all_models(), FACES), threads=1)


def test_a_drawn_face_is_found(finder: FaceFinder) -> None:
    pixels = backdrop()
    face = np.array(draw_person_on(pixels, 320, 350, 330), np.float32)

    boxes, scores = finder.find(pixels)

    assert overlap(face, boxes).max() > 0.4
    assert ((scores >= 0.4) & (scores <= 1)).all()


def test_an_empty_aisle_has_no_face(finder: FaceFinder) -> None:
    boxes, scores = finder.find(backdrop())

    assert (boxes.shape, scores.shape) == ((0, 4), (0,))


def test_our_decoding_agrees_with_opencv() -> None:
    pixels = np.asarray(cv2.resize(backdrop(), (640, 384)))
    draw_person_on(pixels, 320, 380, 360)
    models = all_models()
    theirs = cv2.FaceDetectorYN.create(str(models.paths[FACES.name]), "", (640, 384), 0.4)

    _, rows = theirs.detect(pixels)
    boxes, _ = FaceFinder(bytes_of(models, FACES), threads=1).find(pixels)

    expected = np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], axis=1)
    assert all(overlap(box, boxes).max() > 0.95 for box in expected.astype(np.float32))


@pytest.mark.media
def test_the_tight_fill_covers_every_marked_face(data_folder: Path) -> None:
    models = all_models()
    people, faces = (
        PersonFinder(bytes_of(models, PEOPLE), threads=2),
        FaceFinder(bytes_of(models, FACES), threads=2),
    )
    uncovered = []
    with (data_folder / "faces" / "face_boxes.csv").open() as rows:
        marked = [(row["image"], *(int(row[key]) for key in "xywh")) for row in csv.DictReader(rows)]

    for name in {image for image, *_ in marked}:
        pixels = np.asarray(cv2.imread(str(data_folder / "faces" / name)), np.uint8)
        blurred = HeadFiller(people, faces).blur(raw(pixels))
        assert isinstance(blurred, BlurredFrame)
        kept = (blurred.pixels == pixels).all(axis=2)
        for _, x, y, w, h in (face for face in marked if face[0] == name and min(face[3:]) >= LEAST_FACE_PX):
            uncovered.append(float(kept[y : y + h, x : x + w].mean()))

    assert len(uncovered) == 18
    assert max(uncovered) < 0.05


@pytest.mark.media
def test_everyone_at_solvay_has_a_covered_face(data_folder: Path) -> None:
    pixels = np.asarray(cv2.imread(str(data_folder / "faces" / "solvay_1927.jpg")), np.uint8)

    boxes, scores = FaceFinder(bytes_of(all_models(), FACES), threads=2).find(pixels)

    assert (scores >= 0.6).sum() == 29
    assert len(boxes) >= 29
