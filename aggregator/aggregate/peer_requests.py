"""Whether a request comes from the leader, now, and for the first time.

Source: shared/wire/PROTOCOL.md §16.
"""

from datetime import timedelta
from typing import Final

from sqlmodel import Session

from aggregator.hub import Hub
from aggregator.tables import NonceRow
from privacy.signing import verify
from shared.schemas.peer import PeerRequest
from shared.wire.problems import Problem

FRESH_FOR: Final = timedelta(minutes=5)
"""How far a request's time may lie from ours, either way."""


def authenticate(
    session: Session, request: PeerRequest, message: bytes, signature: str, hub: Hub
) -> Problem | None:
    """Remember the nonce of a good request, or say what is wrong with it.

    A nonce is remembered twice as long as its request can be fresh.
    """
    if not verify(hub.peer_key, "shoal/1 peer", message, bytes.fromhex(signature)):
        return Problem("bad_signature", "expected a request signed by the leader's root key")
    if abs(hub.clock.now() - request.issued_at) > FRESH_FOR:
        return Problem("stale_request", "expected a request of the last 5 minutes")
    if session.get(NonceRow, request.nonce) is not None:
        return Problem("stale_request", "the nonce was seen before")
    session.add(NonceRow(nonce=request.nonce, seen_at=hub.clock.now()))
    return None
