"""Opening the share inside a message, and whether it is of the kind and length its task calls for.

Source: shared/wire/PROTOCOL.md §6, §14.12 and §20.
"""

from aggregator.ingest.facts import Message
from aggregator.windows import LONGEST_EPOCH_S
from privacy.errors import LengthError, SealError
from privacy.keys import HpkePrivateKey
from privacy.payload import (
    decode_helper_seed,
    decode_leader_share,
    decode_noisy_vector,
    decode_proved_helper,
    decode_proved_leader,
)
from privacy.proved import ProvedVectors
from privacy.sealing import open_sealed
from shared.schemas.task import Task
from shared.wire.codec import Role
from shared.wire.problems import Problem


def check_payload(
    message: Message, key: HpkePrivateKey, task: Task, role: Role, length: int
) -> bytes | Problem:
    """Return the payload once it is known to be what the task calls for: ``length`` entries with coverage."""
    envelope = message.envelope
    try:
        payload = open_sealed(envelope.ciphertext, key, header=envelope.header, role=role)
        if task.max_per_site:
            _check_proved(payload, task, role, length)
        elif role == "helper":
            decode_helper_seed(payload)
        elif task.lane == "cohort":
            decode_leader_share(payload, length)
        else:
            coverage_s = int(decode_noisy_vector(payload, length).values[-1])
            if not 0 <= coverage_s <= LONGEST_EPOCH_S[task.level]:
                return Problem("cannot_open", "expected a coverage between 0 and the epoch's seconds")
    except (SealError, LengthError) as error:
        return Problem(error.problem, str(error))
    return payload


def _check_proved(payload: bytes, task: Task, role: Role, length: int) -> None:
    if role == "helper":
        decode_proved_helper(payload)
    else:
        decode_proved_leader(payload, ProvedVectors(length, task.max_per_site).leader_share_bytes)
