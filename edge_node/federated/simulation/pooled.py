"""Plain training on everybody's windows in one place: on invented people, as the line to compare with."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from edge_node.federated.training import Examples
from edge_node.intent.form import Form
from edge_node.intent.model import IntentNetwork, fresh, moments_of

BATCH = 256


def pooled(parts: list[Examples]) -> Examples:
    """Return all examples as one."""
    return Examples(np.concatenate([p.windows for p in parts]), np.concatenate([p.labels for p in parts]))


def trained_plainly(
    examples: Examples, form: Form, *, seed: int, epochs: int = 12, start: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Return the weights after some passes of Adam without any protection: float32 (P,).

    start: what to begin from; by default fresh weights.  Source: Kingma and Ba 2015; cosine decay.
    """
    network = IntentNetwork(form)
    begin = fresh(form, seed) if start is None else start.copy()
    nn.utils.vector_to_parameters(torch.from_numpy(begin), network.parameters())
    optimiser = torch.optim.Adam(network.parameters(), lr=5e-3, weight_decay=1e-4)
    decay = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    moments, truth = moments_of(examples.windows), torch.from_numpy(examples.labels)
    rng = np.random.default_rng((seed, 6))
    for _ in range(epochs):
        order = torch.from_numpy(rng.permutation(len(examples)))
        for batch in torch.split(order, BATCH):
            optimiser.zero_grad()
            loss = nn.functional.cross_entropy(network(moments[batch]), truth[batch])
            loss.backward()  # type: ignore[no-untyped-call]  # torch's own stub
            optimiser.step()
        decay.step()
    return nn.utils.parameters_to_vector(network.parameters()).detach().numpy().astype(np.float32)
