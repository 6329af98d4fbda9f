"""Every refusal the protocol knows, under one name, with its HTTP status and plain words.

Append-only: a name is never reused. Source: shared/wire/PROTOCOL.md §12 and §14–18, RFC 9457.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

ProblemName = Literal[
    "malformed",
    "unsupported_version",
    "unknown_edge",
    "bad_signature",
    "wrong_role",
    "unknown_key",
    "unknown_policy",
    "unknown_task",
    "wrong_lane",
    "unknown_layout",
    "epoch_outside_window",
    "duplicate_report",
    "second_report",
    "batch_collected",
    "batch_closed",
    "cannot_open",
    "wrong_length",
    "unknown_cohort",
    "count_mismatch",
    "digest_mismatch",
    "below_minimum_batch",
    "over_budget",
    "stale_request",
    "pairing_refused",
    "log_forked",
    "log_rolled_back",
    "unseen",
    "lost_tail",
]
"""In the order of acceptance (§14), collection (§15), peer requests (§16), enrolment (§12), witness (§18)."""

PROBLEM_NAMES: Final[tuple[ProblemName, ...]] = get_args(ProblemName)
"""Every name, in the same order."""

FINAL: Final[frozenset[ProblemName]] = frozenset(
    {"batch_closed", "batch_collected", "epoch_outside_window", "second_report"}
)
"""Refusals after which an edge stops trying and deletes its bytes; all others are retried. Source: §17."""

_TYPE_PREFIX: Final = "urn:shoal:problem:"

_FACTS: Final[dict[ProblemName, tuple[int, str]]] = {
    "malformed": (400, "the message does not have the form it must have"),
    "unsupported_version": (400, "the message is of a protocol version not spoken here"),
    "unknown_edge": (403, "the edge node is not enrolled here"),
    "bad_signature": (403, "the signature is not by the key that must sign"),
    "wrong_role": (400, "the message is addressed to the other party"),
    "unknown_key": (400, "the message is sealed to a key that is not held here, or no longer"),
    "unknown_policy": (409, "the policy is not known or was not in force at the epoch"),
    "unknown_task": (400, "the policy has no such task"),
    "wrong_lane": (400, "the task belongs to the other lane"),
    "unknown_layout": (409, "the layout is not registered for the edge node"),
    "epoch_outside_window": (409, "the epoch has not begun or is too long ago"),
    "duplicate_report": (409, "another message with the same report id is held"),
    "second_report": (409, "the edge node has already reported for the epoch and task"),
    "batch_collected": (409, "the batch has already been collected"),
    "batch_closed": (409, "the batch no longer takes shares"),
    "cannot_open": (400, "the sealed share does not open to a share of this kind"),
    "wrong_length": (400, "the vector does not have the length of its layout"),
    "unknown_cohort": (400, "there is no such cohort"),
    "count_mismatch": (409, "the two parties count different numbers of reports"),
    "digest_mismatch": (409, "the two parties hold different reports"),
    "below_minimum_batch": (409, "the batch has fewer sites than the policy demands"),
    "over_budget": (409, "the privacy budget does not cover the release"),
    "stale_request": (403, "the request is too old or was seen before"),
    "pairing_refused": (403, "the pairing code is not valid here"),
    "log_forked": (409, "the audit log is not the one that was witnessed before"),
    "log_rolled_back": (409, "the audit log is shorter than it was when it was witnessed"),
    "unseen": (409, "too few stores have said yet how far they saw the audit log grow"),
    "lost_tail": (409, "the batch may have gone out in a part of the audit log that was lost"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: a name that programs act on and words that people read."""

    name: ProblemName
    detail: str = ""
    """What was expected and what came; never a share, a key or anything about a person."""

    @property
    def status(self) -> int:
        """The HTTP status of the refusal."""
        return _FACTS[self.name][0]

    @property
    def title(self) -> str:
        """The refusal in plain words, the same for every occurrence."""
        return _FACTS[self.name][1]

    @property
    def type_uri(self) -> str:
        """``urn:shoal:problem:<name>``."""
        return _TYPE_PREFIX + self.name

    @property
    def is_final(self) -> bool:
        """True when the edge stops trying. Source: shared/wire/PROTOCOL.md §17."""
        return self.name in FINAL

    def to_json(self) -> dict[str, str | int]:
        """Return the body of an ``application/problem+json`` answer (RFC 9457 §3.1)."""
        body: dict[str, str | int] = {"type": self.type_uri, "title": self.title, "status": self.status}
        if self.detail:
            body["detail"] = self.detail
        return body


def name_of_type(type_uri: str) -> ProblemName | None:
    """Return the problem a ``type`` member names, or None when this version does not know it."""
    if not type_uri.startswith(_TYPE_PREFIX):
        return None
    wanted = type_uri.removeprefix(_TYPE_PREFIX)
    return next((name for name in PROBLEM_NAMES if name == wanted), None)
