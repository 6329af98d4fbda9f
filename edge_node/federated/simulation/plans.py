"""Training plans that did well on invented shops: few large steps under noise, more of them without."""

from fractions import Fraction

from edge_node.intent.form import VERSION, Form
from shared.schemas.training_plan import Algorithm, TrainingPlan

PULL = 0.05
"""FedProx's μ."""

ADAM_STEP = 0.03
"""FedAdam's server learning rate."""


def plan_for(algorithm: Algorithm, rounds: int, rho: Fraction | None) -> TrainingPlan:
    """Return a plan whose rounds all together cost a track no more than rho.

    rho: None for the line without noise: five steps a round, gradients cut where it hardly matters. With
    noise each round is one step, because every step has its price.
    """
    steps, clip_norm, rate = (5, 30.0, 1.0) if rho is None else (1, 5.0, 2.0)
    z = "1" if rho is None else noise_multiplier_for(rho, rounds * steps)
    return TrainingPlan(
        model_version=VERSION,
        parameters=Form().parameters,
        algorithm=algorithm,
        steps=steps,
        clip_norm=clip_norm,
        noise_multiplier=z,
        learning_rate=1.0 if algorithm == "fedadam" else rate,
        proximal=PULL if algorithm == "fedprox" else 0.0,
        server_learning_rate=ADAM_STEP if algorithm == "fedadam" else 1.0,
        max_weight=1_024,
    )


def noise_multiplier_for(rho: Fraction, steps: int) -> str:
    """Return z, up by a thousandth at most, so that the steps together cost a track no more than rho."""
    z_squared = steps / (2 * rho)
    thousandths = int(float(z_squared) ** 0.5 * 1_000)
    while Fraction(thousandths, 1_000) ** 2 < z_squared:
        thousandths += 1
    return f"{thousandths}/1000"
