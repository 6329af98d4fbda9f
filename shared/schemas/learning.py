"""What a round of learning says between the parties: the instruction's name, and the helper's sums.

Source: shared/wire/PROTOCOL.md §21.
"""

import hashlib
from typing import Annotated, Literal

from pydantic import Field

from shared.schemas.keys import Hex64, HexSignature
from shared.schemas.layout import Wire, canonical_json
from shared.schemas.peer import PeerAnswer, PeerRequest, ReportIds, Short


class Instruction(Wire):
    """What every node of a round is told, but for the model itself, which is named by its hash."""

    task: Short
    """``learn.<name>``."""
    round: Annotated[int, Field(ge=1)]
    """Counts up; a round's reports have it as their epoch."""
    plan_hash: Hex64
    """Of the training plan, as the policy names it."""
    model_hash: Hex64
    """SHA-256 of the weights that are trained on."""

    @property
    def hash(self) -> bytes:
        """SHA-256 over the canonical JSON, 32 bytes: the reports' layout hash (PROTOCOL.md §21.2)."""
        return hashlib.sha256(canonical_json(self)).digest()


class RoundHeldRequest(PeerRequest):
    """Asks which of these reports of a round the helper holds."""

    call: Literal["round_held"] = "round_held"
    instruction: Instruction
    report_ids: ReportIds


class RoundSumRequest(PeerRequest):
    """Sum exactly these reports of a round."""

    call: Literal["round_sum"] = "round_sum"
    instruction: Instruction
    report_ids: ReportIds
    count: Annotated[int, Field(ge=0)]
    digest: Hex64
    """SHA-256 over the sorted ids, concatenated."""


class SignedRoundHeld(Wire):
    """A round_held request under the leader's signature."""

    request: RoundHeldRequest
    signature: HexSignature


class SignedRoundSum(Wire):
    """A round_sum request under the leader's signature."""

    request: RoundSumRequest
    signature: HexSignature


class RoundHeldAnswer(PeerAnswer):
    """The asked-for reports that the helper holds."""

    report_ids: ReportIds


class GroupSum(Wire):
    """The helper's sum over the reports of one of its groups, or of all nodes."""

    group: Short
    """``all``, or a name that says nothing."""
    report_ids: ReportIds
    share: Annotated[str, Field(pattern=r"^([0-9a-f]{16})+$", max_length=16 * 200_000)]
    """n × uint64, big-endian, in hex: residues mod 2**64."""


class RoundSumAnswer(PeerAnswer):
    """The helper's sums over exactly the reports asked for, each in one group."""

    digest: Hex64
    """The request's."""
    sums: Annotated[tuple[GroupSum, ...], Field(min_length=1, max_length=2_000)]
    helper_bytes: Annotated[int, Field(ge=0)]
    """Bytes of the envelopes that the nodes had sent to the helper."""


class SignedRoundHeldAnswer(Wire):
    """A round_held answer under the helper's signature."""

    answer: RoundHeldAnswer
    signature: HexSignature


class SignedRoundSumAnswer(Wire):
    """A round_sum answer under the helper's signature."""

    answer: RoundSumAnswer
    signature: HexSignature
