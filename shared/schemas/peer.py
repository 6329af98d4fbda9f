"""What the leader asks the helper, and what it answers.

A request's root signature covers the canonical JSON of ``request`` under ``shoal/1 peer``, an answer's that
of ``answer``. Source: shared/wire/PROTOCOL.md §15, §16, §18 and §20.
"""

from typing import Annotated, Literal

from pydantic import Field

from shared.schemas.keys import Hex64, HexSignature
from shared.schemas.layout import Wire
from shared.schemas.moment import Moment

ReportIdText = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""A report id in hex."""
ReportIds = Annotated[tuple[ReportIdText, ...], Field(max_length=10_000)]
"""The ids of one batch's reports."""
Short = Annotated[str, Field(min_length=1, max_length=64)]


class PeerRequest(Wire):
    """The part of every request that keeps it from being played again."""

    issued_at: Moment
    """By the leader's clock; five minutes later the request is stale."""
    nonce: ReportIdText
    """16 random bytes in hex, never used twice."""


class HeldRequest(PeerRequest):
    """Asks which of these reports are held."""

    call: Literal["held"] = "held"
    task: Short
    cohort: Short
    epoch: int
    report_ids: ReportIds


class CollectRequest(PeerRequest):
    """Sum exactly these reports."""

    call: Literal["collect"] = "collect"
    task: Short
    cohort: Short
    epoch: int
    report_ids: ReportIds
    count: Annotated[int, Field(ge=0)]
    digest: Hex64
    """SHA-256 over the sorted ids, concatenated."""


class CohortsRequest(PeerRequest):
    """Asks which edge is in which cohort."""

    call: Literal["cohorts"] = "cohorts"


class WitnessRequest(PeerRequest):
    """Asks for a cosignature below a checkpoint of the leader's audit log."""

    call: Literal["witness"] = "witness"
    old_size: Annotated[int, Field(ge=0)]
    """How many entries the leader believes were witnessed last."""
    proof: Annotated[tuple[Hex64, ...], Field(max_length=128)]
    """That the log only grew from there on."""
    checkpoint: Annotated[str, Field(max_length=2_000)]
    """The signed note."""


class Verifier(Wire):
    """One party's verifier share of one report."""

    report_id: ReportIdText
    share: Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$", max_length=100_000)]
    """As draft-irtf-cfrg-vdaf §7.2.7 encodes it, in hex; uniform without the other party's."""


Verifiers = Annotated[tuple[Verifier, ...], Field(max_length=256)]
"""Verifier shares of some of a batch's reports."""


class VerifyRequest(PeerRequest):
    """Asks whether the proofs of these reports hold, with the leader's verifier shares."""

    call: Literal["verify"] = "verify"
    task: Short
    cohort: Short
    epoch: int
    verify_key: Hex64
    """The verification key, which no edge knows; one for every task and policy."""
    verifiers: Verifiers


class SignedVerify(Wire):
    """A verify request under the leader's signature."""

    request: VerifyRequest
    signature: HexSignature


class SignedHeld(Wire):
    """A held request under the leader's signature."""

    request: HeldRequest
    signature: HexSignature


class SignedCollect(Wire):
    """A collect request under the leader's signature."""

    request: CollectRequest
    signature: HexSignature


class SignedCohorts(Wire):
    """A cohorts request under the leader's signature."""

    request: CohortsRequest
    signature: HexSignature


class SignedWitness(Wire):
    """A witness request under the leader's signature."""

    request: WitnessRequest
    signature: HexSignature


class PeerAnswer(Wire):
    """The part of every answer that ties it to its request."""

    nonce: ReportIdText
    """The request's."""


class HeldAnswer(PeerAnswer):
    """The asked-for reports that the helper holds."""

    report_ids: ReportIds


class CollectAnswer(PeerAnswer):
    """The helper's noisy sum over exactly the batch asked for."""

    digest: Hex64
    """The batch's."""
    count: Annotated[int, Field(ge=1)]
    share: Annotated[str, Field(pattern=r"^([0-9a-f]{16})+$", max_length=16 * 200_000)]
    """n × uint64, big-endian, in hex: residues mod 2**64, the helper's noise already in them."""


class VerifyAnswer(PeerAnswer):
    """The helper's verifier shares of those asked for that it holds; both parties decide by both."""

    verifiers: Verifiers


class SignedVerifyAnswer(Wire):
    """A verify answer under the helper's signature."""

    answer: VerifyAnswer
    signature: HexSignature


class CohortMember(Wire):
    """One enrolled edge and where it was drawn into."""

    edge_id: Short
    cohort_id: Short


class CohortsAnswer(PeerAnswer):
    """Every enrolled edge's cohort."""

    members: Annotated[tuple[CohortMember, ...], Field(max_length=100_000)]


class WitnessAnswer(PeerAnswer):
    """The cosignature, or from where on the log must be shown to have grown."""

    known_size: Annotated[int, Field(ge=0)]
    """How many entries were witnessed before this request."""
    cosignature: Annotated[str, Field(max_length=500)]
    """The line to put below the checkpoint; empty when `old_size` was not `known_size`."""


class SignedHeldAnswer(Wire):
    """A held answer under the helper's signature."""

    answer: HeldAnswer
    signature: HexSignature


class SignedCollectAnswer(Wire):
    """A collect answer under the helper's signature."""

    answer: CollectAnswer
    signature: HexSignature


class SignedCohortsAnswer(Wire):
    """A cohorts answer under the helper's signature."""

    answer: CohortsAnswer
    signature: HexSignature


class SignedWitnessAnswer(Wire):
    """A witness answer under the helper's signature."""

    answer: WitnessAnswer
    signature: HexSignature
