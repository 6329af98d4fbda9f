"""A torch model as one vector and back, and each example's own gradient."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from opacus import GradSampleModule
from torch import nn

from edge_node.intent.form import Form
from edge_node.intent.model import IntentNetwork, moments_of


@dataclass(frozen=True, slots=True)
class Judged:
    """What each of some examples says of a model."""

    gradients: NDArray[np.float32]
    """float32 (N, P): of each example's loss by itself."""
    losses: NDArray[np.float32]
    """float32 (N,): nats."""
    is_right: NDArray[np.bool_]
    """bool (N,): the likeliest answer was the right one."""


class Judge:
    """One network, filled with other weights each time it is asked; asked by one thread at a time."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._network = GradSampleModule(IntentNetwork(form), loss_reduction="sum")

    def judge(
        self, weights: NDArray[np.float32], windows: NDArray[np.int8], labels: NDArray[np.int64]
    ) -> Judged:
        """Return every example's gradient, loss and answer at the weights.  Shape: float32 (P,)."""
        network = self._network
        nn.utils.vector_to_parameters(torch.from_numpy(weights.copy()), network.parameters())
        network.zero_grad(set_to_none=True)
        truth = torch.from_numpy(labels)
        scores = network(moments_of(windows).requires_grad_())  # Opacus's hooks ask for an input's gradient
        losses = nn.functional.cross_entropy(scores, truth, reduction="none")
        losses.sum().backward()  # type: ignore[no-untyped-call]  # torch's own stub
        gradients = torch.cat(
            [one.grad_sample.reshape(len(labels), -1) for one in network.parameters()], dim=1
        )
        return Judged(
            gradients=gradients.numpy(),
            losses=losses.detach().numpy(),
            is_right=(scores.argmax(dim=1) == truth).numpy(),
        )
