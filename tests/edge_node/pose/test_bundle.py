"""The bundle holds both models, described, under the names that Tasks look for."""

import io
import zipfile

import pytest
from mediapipe.tasks.metadata import schema_py_generated as schema

from edge_node.pose.bundle import pose_bundle
from edge_node.pose.models import BODY, BODY_FINDER
from tests.support.weights import all_models, bytes_of

pytestmark = pytest.mark.vision


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    models = all_models()
    return zipfile.ZipFile(io.BytesIO(pose_bundle(bytes_of(models, BODY_FINDER), bytes_of(models, BODY))))


def test_members_are_stored_uncompressed_under_their_names(archive: zipfile.ZipFile) -> None:
    names = {info.filename: info.compress_type for info in archive.infolist()}

    assert names == {
        "pose_detector.tflite": zipfile.ZIP_STORED,
        "pose_landmarks_detector.tflite": zipfile.ZIP_STORED,
    }


def test_each_model_says_how_its_input_is_scaled(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        model = schema.ModelT.InitFromPackedBuf(bytearray(archive.read(name)))
        described = [entry for entry in model.metadata if entry.name == b"TFLITE_METADATA"]
        assert len(described) == 1
        assert bytes(model.buffers[described[0].buffer].data)[4:8] == b"M001"
