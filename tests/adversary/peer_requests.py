"""The leader's own requests: sent again by whoever heard them, made at another time, sent to another call.

`measured` is how many the helper answers that it must not. The bound is none.
Source: shared/wire/PROTOCOL.md §16.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import delete

from aggregator.aggregate import peer_requests
from aggregator.bodies import canonical
from aggregator.database import writing
from aggregator.tables import NonceRow
from tests.adversary.leader_world import Battle, homes
from tests.adversary.row import Row, Scale

SHIFTS_S: dict[Scale, tuple[int, ...]] = {
    "small": (-86_400, -301, 301, 86_400),
    "full": (-86_400 * 400, -86_400, -3_600, -301, 301, 3_600, 86_400, 86_400 * 400),
}
"""How far the leader's clock is set from the helper's; five minutes either way are allowed."""
PATHS = ("/v1/cohorts", "/v1/batches/held", "/v1/batches/collect", "/v1/witness")


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the row of requests that must not be answered."""
    shifts = SHIFTS_S[scale]
    with homes() as ground:
        with ground.battle(seed) as battle:
            sent, answered = misuse(battle, shifts, between=lambda: None)
        with ground.battle(seed) as battle, pytest.MonkeyPatch.context() as patch:
            patch.setattr(peer_requests, "FRESH_FOR", timedelta(days=10_000))
            _, undefended = misuse(battle, shifts, between=lambda: _forget(battle))
    return [
        Row(
            promise="the helper answers a request once, within five minutes, as what it is",
            attack="leader with its clock set off, and a listener who sends requests again and elsewhere",
            measured=answered,
            bound=0,
            holds=answered == 0,
            control=undefended,
            control_fails=undefended == len(shifts) + 1,
            detail=f"requests answered of {sent}",
        )
    ]


def misuse(battle: Battle, shifts_s: tuple[int, ...], *, between: Callable[[], None]) -> tuple[int, int]:
    """Send requests that are misdated, heard before, or another call's; return how many, and how many served.

    ``between`` is what happens at the helper before a request is sent again.
    """
    heard = signed(battle, 0)
    assert battle.helper.client.post(PATHS[0], json=heard).status_code == 200
    bodies = [signed(battle, shift_s) for shift_s in shifts_s]
    served = [battle.helper.client.post(PATHS[0], json=body).status_code for body in bodies]
    between()
    served += [battle.helper.client.post(path, json=heard).status_code for path in PATHS]
    return len(served), served.count(200)


def signed(battle: Battle, shift_s: int) -> dict[str, Any]:
    """Return a request for the partition, signed by the leader's root key at another time than it is."""
    said = {
        "issued_at": (battle.clock.now() + timedelta(seconds=shift_s)).isoformat(),
        "nonce": secrets.token_hex(16),
        "call": "cohorts",
    }
    return {
        "request": said,
        "signature": battle.leader.hub.root.sign("shoal/1 peer", canonical(said)).hex(),
    }


def _forget(battle: Battle) -> None:
    with writing(battle.helper.hub.engine) as session:
        session.exec(delete(NonceRow))
