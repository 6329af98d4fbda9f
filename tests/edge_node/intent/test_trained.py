"""A model in a file is the model, or it is refused."""

from pathlib import Path

import numpy as np
import pytest

from edge_node.errors import ModelError
from edge_node.intent.form import Form
from edge_node.intent.known import Known
from edge_node.intent.trained import SHIPPED, Trained, read, write

FORM = Form(width=3, classes=4)
TRAINED = Trained(
    FORM,
    np.arange(FORM.parameters, dtype=np.float32),
    1.25,
    Known.of(np.zeros((5, 4, 14), np.int8)),
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write(tmp_path / "model.npz", TRAINED)

    found = read(tmp_path / "model.npz")

    assert (found.form, found.temperature, found.known.least) == (FORM, 1.25, TRAINED.known.least)
    assert (found.weights == TRAINED.weights).all()
    assert (found.known.log_shares == TRAINED.known.log_shares).all()


def test_one_is_shipped() -> None:
    assert read(SHIPPED).form == Form()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"versions": np.array([9, 1])}, id="another form's version"),
        pytest.param({"versions": np.array([1, 9])}, id="another window's version"),
        pytest.param({"weights": np.zeros(3, np.float32)}, id="too few weights"),
        pytest.param({"form": np.array([4, 5])}, id="a form that cannot be"),
    ],
)
def test_another_model_is_refused(tmp_path: Path, change: dict[str, np.ndarray]) -> None:
    write(tmp_path / "model.npz", TRAINED)
    with np.load(tmp_path / "model.npz") as file:
        arrays = {name: file[name] for name in file.files}
    np.savez(tmp_path / "other.npz", **{**arrays, **change})

    with pytest.raises(ModelError, match="expected"):
        read(tmp_path / "other.npz")


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.npz").write_bytes(b"nothing of the kind")

    with pytest.raises(ModelError, match="something else"):
        read(tmp_path / "model.npz")


def test_a_model_prints_no_numbers() -> None:
    assert repr(TRAINED) == f"Trained({FORM.parameters} weights)"
