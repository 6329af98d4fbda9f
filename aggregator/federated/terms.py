"""Which model may be trained now, by the policy in force at the leader."""

from aggregator.adopted import Adopted, in_force
from aggregator.database import reading
from aggregator.federated.errors import LearnError
from aggregator.hub import Hub
from policies.learning import learning_terms
from policies.schema import LearningTerms


def terms_in_force(hub: Hub) -> tuple[Adopted, LearningTerms]:
    """Return the policy in force and its terms for learning. Raises: LearnError when it has none."""
    now = hub.clock.now()
    with reading(hub.engine) as session:
        adopted = in_force(hub.policies.refresh(session).values(), now)
    terms = learning_terms(adopted.bundle if adopted else None, now)
    if not isinstance(terms, LearningTerms) or adopted is None:
        raise LearnError("expected a policy in force with terms for learning, got none")
    return adopted, terms


def task_in_force(hub: Hub) -> str:
    """Return the id of the task that may be trained now. Raises: LearnError."""
    return terms_in_force(hub)[1].task_id
