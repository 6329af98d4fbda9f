"""The intent network in torch, for training alone: two convolutions over four moments, and a straight way.

What a running node asks is predict.py, which needs no torch.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from typing_extensions import override

from edge_node.intent.form import GROUPS, INPUTS, KERNEL, Form, centred
from edge_node.intent.window import STEPS


class IntentNetwork(nn.Module):
    """From a window to one score for each answer; its parameters stand in the order of Form.shapes."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.first = nn.Conv1d(INPUTS, form.width, KERNEL)
        self.spread = nn.GroupNorm(GROUPS, form.width)
        self.second = nn.Conv1d(form.width, form.width, KERNEL)
        self.answer = nn.Linear(form.width * form.last_steps, form.classes)
        self.straight = nn.Linear(INPUTS * STEPS, form.classes, bias=False)
        nn.init.zeros_(self.straight.weight)

    @override
    def forward(self, moments: Tensor) -> Tensor:
        """Return float32 (N, classes) for float32 (N, INPUTS, STEPS)."""
        seen = torch.tanh(self.spread(self.first(moments)))
        bent: Tensor = self.answer(torch.tanh(self.second(seen)).flatten(1))
        straight: Tensor = self.straight(moments.flatten(1))
        return bent + straight


def fresh(form: Form, seed: int) -> NDArray[np.float32]:
    """Return the weights that training starts from where there is no model yet: float32 (P,)."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = IntentNetwork(form)
    vector = nn.utils.parameters_to_vector(network.parameters())
    return vector.detach().numpy().astype(np.float32)


def moments_of(windows: NDArray[np.int8]) -> Tensor:
    """Return what the network reads: int8 (N, STEPS, 14) → float32 (N, INPUTS, STEPS)."""
    return torch.from_numpy(centred(windows))
