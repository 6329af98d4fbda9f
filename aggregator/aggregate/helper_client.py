"""The helper as the leader sees it: signed questions, answers believed under the pinned root key alone.

Source: shared/wire/PROTOCOL.md §15, §16, §18.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import httpx
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from aggregator.aggregate.batch import BatchName
from aggregator.aggregate.digest import batch_digest
from aggregator.bodies import Signed, parse
from aggregator.errors import PeerError
from aggregator.ports import Asked
from privacy.randomness import Random
from privacy.signing import SigningKey, verify
from shared.clock import Clock
from shared.ids import CohortId, EdgeId
from shared.schemas import learning, peer
from shared.schemas.layout import canonical_json
from shared.wire.problems import Problem, name_of_type

TIMEOUT_S = 30.0
"""How long one request may take."""

VERIFIERS_MOST: Final = 32
"""Verifier shares of one request: each costs the helper some milliseconds under its write lock."""

_Answer = TypeVar(
    "_Answer",
    peer.SignedHeldAnswer,
    peer.SignedCollectAnswer,
    peer.SignedVerifyAnswer,
    peer.SignedCohortsAnswer,
    peer.SignedWitnessAnswer,
    learning.SignedRoundHeldAnswer,
    learning.SignedRoundSumAnswer,
)


@dataclass(frozen=True, slots=True)
class HelperClient:
    """Asks one helper."""

    client: httpx.Client
    """With the helper's base URL."""
    root: SigningKey
    """The leader's root key, which signs the questions."""
    helper_key: bytes
    """The helper's root public key."""
    clock: Clock
    random: Random

    def policies(self, after: str) -> list[str]:
        """Return the signed bundles that follow the one of the hash, not yet verified; the newest for none.

        Raises: PeerError.
        """
        answer = self._send("GET", f"/v1/policies?after={after}", None)
        if answer.status_code != 200:
            raise PeerError(f"expected the helper's policies, got status {answer.status_code}")
        try:
            return [json.dumps(step) for step in answer.json()["steps"]]
        except (ValueError, LookupError, TypeError) as error:
            raise PeerError("expected the helper's policies, got something else") from error

    def cohorts(self) -> dict[EdgeId, CohortId]:
        """Return the cohort of every edge enrolled at the helper. Raises: PeerError."""
        request = peer.CohortsRequest(issued_at=self.clock.now(), nonce=self.nonce())
        found = self.ask("/v1/cohorts", request, peer.SignedCohortsAnswer)
        if isinstance(found, Problem):
            raise _refused(found)
        return {EdgeId(m.edge_id): CohortId(m.cohort_id) for m in found.answer.members}

    def held(self, name: BatchName, report_ids: Sequence[bytes]) -> set[bytes]:
        """Return which of the reports the helper holds too. Raises: PeerError."""
        request = peer.HeldRequest(
            issued_at=self.clock.now(),
            nonce=self.nonce(),
            task=name.task_id,
            cohort=name.cohort_id,
            epoch=name.epoch,
            report_ids=_hex(report_ids),
        )
        found = self.ask("/v1/batches/held", request, peer.SignedHeldAnswer)
        if isinstance(found, Problem):
            raise _refused(found)
        return {bytes.fromhex(one) for one in found.answer.report_ids} & set(report_ids)

    def collect(self, name: BatchName, report_ids: Sequence[bytes]) -> NDArray[np.uint64] | Problem:
        """Return the helper's noisy sum over exactly these reports, uint64 (n,), or its refusal.

        Raises: PeerError.
        """
        digest = batch_digest(report_ids).hex()
        request = peer.CollectRequest(
            issued_at=self.clock.now(),
            nonce=self.nonce(),
            task=name.task_id,
            cohort=name.cohort_id,
            epoch=name.epoch,
            report_ids=_hex(report_ids),
            count=len(report_ids),
            digest=digest,
        )
        found = self.ask("/v1/batches/collect", request, peer.SignedCollectAnswer)
        if isinstance(found, Problem):
            return found
        if found.answer.digest != digest or found.answer.count != len(report_ids):
            raise PeerError("expected the sum that was asked for, got another batch's")
        return np.frombuffer(bytes.fromhex(found.answer.share), dtype=">u8").astype(np.uint64)

    def verify(self, name: BatchName, verify_key: bytes, shares: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
        """Return the helper's verifier shares for ours, by id, of those it holds. Raises: PeerError."""
        ids, theirs = sorted(shares), dict[bytes, bytes]()
        for at in range(0, len(ids), VERIFIERS_MOST):
            request = peer.VerifyRequest(
                issued_at=self.clock.now(),
                nonce=self.nonce(),
                task=name.task_id,
                cohort=name.cohort_id,
                epoch=name.epoch,
                verify_key=verify_key.hex(),
                verifiers=tuple(
                    peer.Verifier(report_id=one.hex(), share=shares[one].hex())
                    for one in ids[at : at + VERIFIERS_MOST]
                ),
            )
            found = self.ask("/v1/batches/verify", request, peer.SignedVerifyAnswer)
            if isinstance(found, Problem):
                raise _refused(found)
            answer = {bytes.fromhex(v.report_id): bytes.fromhex(v.share) for v in found.answer.verifiers}
            theirs |= {one: share for one, share in answer.items() if one in shares}
        return theirs

    def witness(self, asked: Asked) -> peer.WitnessAnswer | Problem:
        """Return the helper's cosignature of a checkpoint, or its refusal. Raises: PeerError."""
        request = peer.WitnessRequest(
            issued_at=asked.at,
            nonce=self.nonce(),
            old_size=asked.old_size,
            proof=tuple(one.hex() for one in asked.proof),
            checkpoint=asked.checkpoint,
        )
        found = self.ask("/v1/witness", request, peer.SignedWitnessAnswer)
        return found if isinstance(found, Problem) else found.answer

    def nonce(self) -> str:
        """Return 16 random bytes in hex, for one request."""
        return self.random(16).hex()

    def ask(self, path: str, request: peer.PeerRequest, model: type[_Answer]) -> _Answer | Problem:
        """Return the signed answer to a request, or the named refusal. Raises: PeerError."""
        signature = self.root.sign("shoal/1 peer", canonical_json(request)).hex()
        body = {"request": request.model_dump(mode="json"), "signature": signature}
        answer = self._send("POST", path, body)
        if answer.status_code != 200:
            return _problem(answer)
        parsed = parse(answer.content, model, signed_member="answer")
        if isinstance(parsed, Problem):
            raise PeerError(f"the helper's answer to {path} is malformed: {parsed.detail}")
        self._check(parsed, request.nonce)
        return parsed.model

    def _check(self, parsed: Signed[_Answer], nonce: str) -> None:
        signature = bytes.fromhex(parsed.model.signature)
        if not verify(self.helper_key, "shoal/1 peer", parsed.message, signature):
            raise PeerError("expected an answer signed by the pinned helper's root key, got another's")
        if parsed.model.answer.nonce != nonce:
            raise PeerError("expected the answer to this request, got an older one")

    def _send(self, method: str, path: str, body: Mapping[str, object] | None) -> httpx.Response:
        try:
            return self.client.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise PeerError(f"the helper does not answer at {self.client.base_url}: {error}") from error


class _ProblemBody(BaseModel):
    type: str = ""
    detail: str = ""


def _problem(answer: httpx.Response) -> Problem:
    try:
        body = _ProblemBody.model_validate_json(answer.content)
    except ValidationError:
        body = _ProblemBody()
    name = name_of_type(body.type)
    if name is None:
        raise PeerError(f"expected an answer or a named problem from the helper, got {answer.status_code}")
    return Problem(name, body.detail)


def _refused(problem: Problem) -> PeerError:
    return PeerError(f"the helper refused: {problem.title} ({problem.name})")


def _hex(report_ids: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(one.hex() for one in sorted(report_ids))
