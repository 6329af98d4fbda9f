"""The model that every chain begins with: trained on invented shops alone, of another law than those judged.

``python -m edge_node.federated.simulation.warm_start`` writes it anew, as it lies in edge_node/intent.
"""

from typing import Final

import torch

from edge_node.federated.simulation.law import other_law
from edge_node.federated.simulation.pooled import pooled, trained_plainly
from edge_node.federated.simulation.shops import Chain
from edge_node.intent.calibrating import temperature_for
from edge_node.intent.form import Form
from edge_node.intent.known import Known
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, Trained, write

SEED: Final = 2_026
SHOPS: Final = 40


def warm_start(shops: int = SHOPS) -> Trained:
    """Return a model of invented shops: no person is in it."""
    chain = Chain(SEED, shops, skew=2.0, law=other_law(SEED))
    windows = pooled([chain.trained_on(site) for site in range(shops)])
    weights = trained_plainly(windows, Form(), seed=SEED)
    known = Known.of(windows.windows)
    held_out = pooled([chain.tested_on(site, 100) for site in range(shops)])
    scores = Predictor(Trained(Form(), weights, 1.0, known)).scores(held_out.windows)
    return Trained(Form(), weights, temperature_for(scores, held_out.labels), known)


if __name__ == "__main__":
    torch.set_num_threads(1)
    write(SHIPPED, warm_start())
