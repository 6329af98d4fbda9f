"""Whether a message is accepted: the twelve steps, in order, as a function of what came and what is known.

Source: shared/wire/PROTOCOL.md §14. Each step's number stands beside it.
"""

import hashlib
from dataclasses import dataclass

from aggregator.adopted import Adopted, in_force, judges
from aggregator.ingest.facts import Facts, Message
from aggregator.ingest.payload import check_payload
from aggregator.windows import is_accepted, policy_moment, window
from policies.engine import Deny, Request, decide
from privacy.signing import verify
from shared.metrics import cells
from shared.schemas.layout import ChainLayout, SiteLayout
from shared.schemas.task import Task
from shared.wire.codec import decode_envelope, decode_header
from shared.wire.errors import WireError
from shared.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class Accepted:
    """The message is new and good; what it carries may be kept."""

    task: Task
    payload: bytes
    """The opened share, encoded as it was sealed (PROTOCOL.md §6)."""


@dataclass(frozen=True, slots=True)
class AlreadyHeld:
    """The very same bytes were accepted before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied(Problem):
    """The policy that the message stands under does not permit it to be kept."""

    because: Deny


Verdict = Accepted | AlreadyHeld | Problem


def read(body: bytes) -> Message | Problem:
    """Return the message the bytes encode (step 1)."""
    try:
        envelope = decode_envelope(body)
        header = decode_header(envelope.header)
    except WireError as error:
        return Problem(error.problem, str(error))
    return Message(envelope, header, hashlib.sha256(body).digest())


def judge(message: Message, facts: Facts) -> Verdict:
    """Return what becomes of the message (steps 2–12); nothing is changed here."""
    problem = sender_problem(message, facts) or address_problem(message, facts)
    if problem:
        return problem
    found = _task(message, facts)
    if isinstance(found, Problem):
        return found
    adopted, task = found
    layout = _layout(message, facts, adopted, task)
    if isinstance(layout, Problem):
        return layout
    state = _timing(message, facts, task, layout) or _novelty(message, facts) or _batch(message, facts, task)
    if state:
        return state
    return _opened(message, facts, task, layout)


def sender_problem(message: Message, facts: Facts) -> Problem | None:
    """Return what is wrong with the sender: not enrolled here, or not its signature (steps 2 and 3)."""
    if facts.edge is None:  # 2
        return Problem("unknown_edge")
    envelope = message.envelope
    if not verify(facts.edge.public_key, "shoal/1 report", envelope.message, envelope.signature):  # 3
        return Problem("bad_signature")
    return None


def address_problem(message: Message, facts: Facts) -> Problem | None:
    """Return what is wrong with the address: another role's, or a key that is not held (step 4)."""
    if message.envelope.role != facts.role:
        return Problem("wrong_role", f"expected a share for the {facts.role}, got one for the other party")
    if facts.key is None:
        return Problem("unknown_key", f"got key id {message.envelope.key_id[:16]!r}")
    return None


def _task(message: Message, facts: Facts) -> tuple[Adopted, Task] | Problem:
    header = message.header
    adopted = facts.policies.get(header.policy_hash)  # 5
    if adopted is None:
        return Problem("unknown_policy", f"got policy {header.policy_hash.hex()[:16]}…")
    task = adopted.tasks.get(header.task_id)  # 6, looked up first: its level says when the epoch was
    if task is None:
        return Problem("unknown_task", f"the policy has no task {header.task_id!r}")
    if not _was_in_force(adopted, task, header.epoch, facts):  # 5
        return Problem("unknown_policy", "the policy was not in force at the epoch")
    wrong = _lane(message, facts, task)
    if wrong:
        return wrong
    request = Request("keep", task.task_id, policy_moment(header.epoch, task.level))
    decision = decide(request, adopted.bundle, facts.now)  # 5, of what could be right so far
    if isinstance(decision, Deny):
        return Denied("unknown_policy", decision.reason, because=decision)
    return adopted, task


def _lane(message: Message, facts: Facts, task: Task) -> Problem | None:  # 6
    if facts.role == "helper" and task.lane != "cohort":
        return Problem("wrong_lane", "the helper takes shares of cohort tasks only")
    if bool(message.envelope.other) != (task.lane == "cohort"):
        return Problem(
            "wrong_lane", f"expected as many shares as the {task.lane} lane has, got another number"
        )
    return None


def _was_in_force(adopted: Adopted, task: Task, epoch: int, facts: Facts) -> bool:
    """Cohort data must stand under one policy, the newest, or it could not be summed."""
    moment, known = policy_moment(epoch, task.level), facts.policies.values()
    if task.lane == "cohort":
        return in_force(known, moment) is adopted
    return judges(adopted, known, moment)


def _layout(
    message: Message, facts: Facts, adopted: Adopted, task: Task
) -> SiteLayout | ChainLayout | Problem:  # 7
    if task.lane == "cohort":
        if message.header.layout_hash == adopted.chain_layout_hash:
            return adopted.bundle.chain.layout
        return Problem("unknown_layout", "expected the chain layout of the policy")
    return facts.layout or Problem("unknown_layout", "expected a layout that the edge has registered")


def _timing(
    message: Message, facts: Facts, task: Task, layout: SiteLayout | ChainLayout
) -> Problem | None:  # 8
    zone = layout.zone_info if isinstance(layout, SiteLayout) else None
    span = window(message.header.epoch, task.level, zone)
    if span is None or not is_accepted(span, facts.now):
        return Problem("epoch_outside_window", "expected an epoch that has begun and ended within 35 days")
    return None


def _novelty(message: Message, facts: Facts) -> AlreadyHeld | Problem | None:
    if facts.held_digest == message.digest:  # 9
        return AlreadyHeld()
    if facts.held_digest is not None:  # 9
        return Problem("duplicate_report")
    if facts.has_reported:  # 10
        return Problem("second_report")
    return None


def _batch(message: Message, facts: Facts, task: Task) -> Problem | None:  # 11
    if task.lane != "cohort":
        return None
    if facts.batch_state is not None:
        return Problem("batch_collected" if facts.batch_state == "collected" else "batch_closed")
    span = window(message.header.epoch, task.level, None)
    if span is None or (facts.now - span[1]).total_seconds() > task.closes_after_s:
        return Problem("batch_closed", f"shares are taken until {task.closes_after_s} s after the epoch")
    return None


def _opened(message: Message, facts: Facts, task: Task, layout: SiteLayout | ChainLayout) -> Verdict:  # 12
    if facts.key is None:
        return Problem("unknown_key")
    length = len(cells(task.metric, layout)) + 1
    payload = check_payload(message, facts.key, task, facts.role, length)
    return payload if isinstance(payload, Problem) else Accepted(task, payload)
