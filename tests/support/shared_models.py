"""Models as a leader publishes them, and a policy under which one may be learnt."""

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.form import VERSION, Form
from policies.schema import LearningTerms, PolicyBundle
from privacy.signing import SigningKey
from shared.schemas.layout import canonical_json
from shared.schemas.model import ModelStatement, SignedModel
from shared.schemas.training_plan import TrainingPlan
from tests.support.edge_world import BUNDLE
from tests.support.learning_policy import learning

PLAN = TrainingPlan(model_version=VERSION, parameters=Form().parameters, noise_multiplier="10")
TERMS = LearningTerms(task="intent", purpose="zones", plan=PLAN, code_hash="0" * 64)


def that_learns(bundle: PolicyBundle = BUNDLE, terms: LearningTerms = TERMS) -> PolicyBundle:
    """Return the bundle with terms for learning."""
    bundle = learning(bundle)
    return bundle.model_copy(update={"chain": bundle.chain.model_copy(update={"learning": terms})})


def always(label: int) -> NDArray[np.float32]:
    """Return weights of a model that says the same of every window."""
    weights = np.zeros(Form().parameters, dtype=np.float32)
    Form().arrays(weights)["answer.bias"][label] = 9.0  # the arrays are views of the weights
    return weights


def published(
    root: SigningKey,
    weights: NDArray[np.float32],
    version: int = 1,
    *,
    sent: bytes | None = None,
    **says: Any,
) -> bytes:
    """Return what a leader answers; sent: other weights than signed; says: changes to the statement."""
    data = weights.astype("<f4").tobytes()
    good = {
        "task": TERMS.task_id,
        "version": version,
        "made_by": "round",
        "round": version,
        "model_hash": hashlib.sha256(data).hexdigest(),
        "parent": "",
        "plan_hash": PLAN.hash,
    }
    statement = ModelStatement.model_validate(good | says)
    signature = root.sign("shoal/1 model", canonical_json(statement)).hex()
    model = SignedModel(model=statement, weights=(sent or data).hex(), signature=signature)
    return model.model_dump_json().encode()
