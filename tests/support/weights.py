"""Model files for tests that run the real vision line."""

import os
from pathlib import Path

import pytest

from edge_node.errors import ModelError
from edge_node.pose.models import DETECTORS, ModelFile, Models, find_models, model_folders

_DEVELOPMENT = Path(__file__).resolve().parents[3] / "shared" / "data" / "models"


def all_models() -> Models:
    """Return every weight at hand, or skip saying where they were looked for; nothing is fetched."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    cache, named = model_folders()
    folder = named or _DEVELOPMENT
    try:
        models = find_models(cache, folder, None)
    except ModelError as error:
        pytest.skip(f"no model files: {error}; set SHOAL_MODELS to run this test")
    if not models.has_detectors:
        pytest.skip(f"no detector weights in {folder}; set SHOAL_MODELS to run this test")
    return models


def without_detectors(models: Models) -> Models:
    """Return the models as they are where only MediaPipe's can be had."""
    missing = {model.name for model in DETECTORS}
    return Models({name: path for name, path in models.paths.items() if name not in missing})


def bytes_of(models: Models, model: ModelFile) -> bytes:
    """Return one weight's bytes."""
    return models.paths[model.name].read_bytes()
