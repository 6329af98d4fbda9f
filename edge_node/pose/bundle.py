"""The MediaPipe Tasks bundle, made in memory from the two bare pose models: Tasks want metadata and a zip."""

import io
import zipfile

import flatbuffers  # type: ignore[import-untyped]  # the package ships no types
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata
from mediapipe.tasks.metadata import schema_py_generated as schema

_MEMBERS = ("pose_detector.tflite", "pose_landmarks_detector.tflite")
"""The names Tasks look for. Source: mediapipe/tasks/cc/vision/pose_landmarker/pose_landmarker_graph.cc."""
_DETECTOR_SCALING = (127.5, 127.5)
_LANDMARKS_SCALING = (0.0, 255.0)
"""Mean and deviation of the input: [-1, 1] for the detector, [0, 1] for the landmarks."""
_ENTRY = "TFLITE_METADATA"


def pose_bundle(detector: bytes, landmarks: bytes) -> bytes:
    """Return the bytes that `PoseLandmarker` takes as its model asset."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as members:
        members.writestr(_MEMBERS[0], _described(detector, *_DETECTOR_SCALING))
        members.writestr(_MEMBERS[1], _described(landmarks, *_LANDMARKS_SCALING))
    return archive.getvalue()


def _described(model: bytes, mean: float, deviation: float) -> bytes:
    tree = schema.ModelT.InitFromPackedBuf(bytearray(model))
    content = schema.BufferT()
    content.data = list(_metadata(tree, mean, deviation))
    entry = schema.MetadataT()
    entry.name, entry.buffer = _ENTRY, len(tree.buffers)
    tree.buffers.append(content)
    tree.metadata = [item for item in tree.metadata or [] if item.name != _ENTRY.encode()] + [entry]
    return _packed(tree, b"TFL3")


def _metadata(tree: schema.ModelT, mean: float, deviation: float) -> bytes:
    normalization = metadata.NormalizationOptionsT()
    normalization.mean, normalization.std = [mean], [deviation]
    unit = metadata.ProcessUnitT()
    unit.optionsType = metadata.ProcessUnitOptions.NormalizationOptions
    unit.options = normalization
    image = metadata.ImagePropertiesT()
    image.colorSpace = metadata.ColorSpaceType.RGB
    content = metadata.ContentT()
    content.contentPropertiesType = metadata.ContentProperties.ImageProperties
    content.contentProperties = image
    tensor = metadata.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [unit]
    graph = metadata.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    graph.outputTensorMetadata = [metadata.TensorMetadataT() for _ in tree.subgraphs[0].outputs]
    whole = metadata.ModelMetadataT()
    whole.subgraphMetadata = [graph]
    return _packed(whole, b"M001")


def _packed(tree: schema.ModelT | metadata.ModelMetadataT, identifier: bytes) -> bytes:
    builder = flatbuffers.Builder(1 << 20)
    builder.Finish(tree.Pack(builder), identifier)
    return bytes(builder.Output())
