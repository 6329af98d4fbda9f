"""Who says whose window it is: the strongest classifiers at hand, and all of them together.

Each takes features and people it knows, and gives for other features how likely each person is.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, NeighborhoodComponentsAnalysis
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Linker = Callable[[Floats, Labels, Floats], Floats]
"""(N, D) known features, (N,) people from 0, (M, D) asked → (M, people): shares that sum to one."""

STEPS = 4
"""Moments in a window: the first axis of the features that the network unfolds."""


def _by(make: Callable[[], Any]) -> Linker:
    def link(known: Floats, people: Labels, asked: Floats) -> Floats:
        model = make_pipeline(StandardScaler(), make()).fit(known, people)
        found: Floats = np.full((len(asked), int(people.max()) + 1), 1e-9)
        if hasattr(model, "predict_proba"):
            shares = model.predict_proba(asked)
        else:
            margins = model.decision_function(asked)
            shares = np.exp(margins - margins.max(axis=1, keepdims=True))
        found[:, model.classes_] += shares / shares.sum(axis=1, keepdims=True)
        return found

    return link


def network(known: Floats, people: Labels, asked: Floats) -> Floats:
    """Return what a small convolution over the four moments says, trained to the end on the known."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    count = int(people.max()) + 1
    mean, spread = known.mean(axis=0), known.std(axis=0) + 1e-6
    seen, others = (
        torch.tensor((part - mean) / spread, dtype=torch.float32)
        .reshape(len(part), STEPS, -1)
        .transpose(1, 2)
        for part in (known, asked)
    )
    model = torch.nn.Sequential(
        torch.nn.Conv1d(seen.shape[1], 32, 2), torch.nn.ReLU(), torch.nn.Dropout(0.3),
        torch.nn.Conv1d(32, 32, 2), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Dropout(0.3),
        torch.nn.Linear(64, count),
    )  # fmt: skip
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-2)
    target = torch.tensor(people)
    for _ in range(60):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(model(seen), target).backward()
        optimiser.step()
    model.eval()
    with torch.no_grad():
        shares: Floats = torch.softmax(model(others), dim=1).numpy().astype(np.float64)
    return shares


LINKERS: dict[str, Linker] = {
    "linear": _by(lambda: LogisticRegression(C=0.1, max_iter=60, tol=1e-2)),
    "support vectors": _by(lambda: SVC(C=3.0)),
    "trees": _by(lambda: ExtraTreesClassifier(200, random_state=0)),
    "nearest": _by(lambda: KNeighborsClassifier(1)),
    "LDA": _by(lambda: LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")),
    "NCA": _by(
        lambda: make_pipeline(
            PCA(12, random_state=0),
            NeighborhoodComponentsAnalysis(6, max_iter=8, random_state=0),
            KNeighborsClassifier(3, weights="distance"),
        )
    ),
    "network": network,
}
QUICK = ("trees",)
"""The strongest alone: whom small campaigns ask, in every shop."""
