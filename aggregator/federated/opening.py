"""Whether a node's envelope is a good report of a round: the same steps at leader and helper.

Source: shared/wire/PROTOCOL.md §21.3.
"""

from sqlmodel import Session

from aggregator.adopted import in_force
from aggregator.hub import Hub
from aggregator.ingest.decision import address_problem, read, sender_problem
from aggregator.ingest.facts import FactReader, Facts, Layouts, Message
from policies.learning import learning_terms
from policies.schema import LearningTerms
from privacy.errors import LengthError, SealError
from privacy.payload import decode_helper_seed, decode_leader_share
from privacy.sealing import open_sealed
from shared.wire.problems import Problem


def opened(session: Session, body: bytes, hub: Hub) -> tuple[Message, bytes] | Problem:
    """Return the report and the share inside, once sender, policy, task and kind are right."""
    message = read(body)
    if isinstance(message, Problem):
        return message
    facts = FactReader.of(hub, session, Layouts()).read(message)
    problem = sender_problem(message, facts) or address_problem(message, facts)
    if problem:
        return problem
    terms = _terms(message, facts)
    return terms if isinstance(terms, Problem) else _share(message, facts, terms)


def _terms(message: Message, facts: Facts) -> LearningTerms | Problem:
    adopted = in_force(facts.policies.values(), facts.now)
    if adopted is None or adopted.policy_hash != message.header.policy_hash:
        return Problem("unknown_policy", "expected the policy that is in force now")
    terms = learning_terms(adopted.bundle, facts.now)
    if not isinstance(terms, LearningTerms):
        return Problem("unknown_task", terms.reason)
    if terms.task_id != message.header.task_id:
        return Problem("unknown_task", f"expected {terms.task_id}, got {message.header.task_id!r}")
    if len(message.envelope.other) == 0:
        return Problem("wrong_lane", "expected a share for each party, got one share only")
    return terms


def _share(message: Message, facts: Facts, terms: LearningTerms) -> tuple[Message, bytes] | Problem:
    envelope = message.envelope
    if facts.key is None:
        return Problem("unknown_key")
    try:
        share = open_sealed(envelope.ciphertext, facts.key, header=envelope.header, role=facts.role)
        if facts.role == "helper":
            decode_helper_seed(share)
        else:
            decode_leader_share(share, terms.plan.length)
    except (SealError, LengthError) as error:
        return Problem(error.problem, str(error))
    return message, share
