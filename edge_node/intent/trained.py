"""A trained model as a file: its form, its weights, how sure it may be and what it was made from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from edge_node.errors import ModelError
from edge_node.intent.form import VERSION, Form
from edge_node.intent.known import Known
from edge_node.intent.window import VERSION as WINDOW_VERSION

SHIPPED: Final = Path(__file__).with_name("warm_start.npz")
"""The model that every chain begins with (edge_node/federated/simulation/warm_start.py)."""

_NAMES = ("versions", "form", "weights", "temperature", "log_shares", "least")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Trained:
    """What inference needs and nothing else."""

    form: Form
    weights: NDArray[np.float32]
    """float32 (P,), in the order of Form.shapes."""
    temperature: float
    """What scores are divided by, so that chances are as often right as they say (Guo 2017)."""
    known: Known

    @override
    def __repr__(self) -> str:
        return f"Trained({len(self.weights)} weights)"


def write(path: Path, trained: Trained) -> None:
    """Write the model as one file of plain arrays."""
    np.savez(
        path,
        versions=np.array([VERSION, WINDOW_VERSION]),
        form=np.array([trained.form.width, trained.form.classes]),
        weights=trained.weights,
        temperature=np.float64(trained.temperature),
        log_shares=trained.known.log_shares,
        least=np.float64(trained.known.least),
    )


def read(path: Path) -> Trained:
    """Return the model in the file. Raises: ModelError for another version, or what is no model."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in _NAMES}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ModelError(f"expected a model of intent in {path}, got something else") from error
    if arrays["versions"].tolist() != [VERSION, WINDOW_VERSION]:
        raise ModelError(
            f"expected a model of form {VERSION} over windows {WINDOW_VERSION}, "
            f"got {arrays['versions'].tolist()} in {path}"
        )
    width, classes = (int(number) for number in arrays["form"])
    try:
        form = Form(width, classes)
        form.arrays(arrays["weights"])
    except ValueError as error:
        raise ModelError(f"expected the weights of one form in {path}: {error}") from error
    known = Known(arrays["log_shares"], float(arrays["least"]))
    return Trained(form, arrays["weights"], float(arrays["temperature"]), known)
