"""One store with code of its own against the sums of its cohort: what it sends is not what a camera saw.

It holds a device key that both aggregators enrolled, knows all code and makes shares and proofs as it likes;
it knows no verification key. `measured` is by how much it moved a cell of the published sum, noise taken away
so that nothing else moves it; the bound is what any store may add. Lying within the bound stays possible.
Source: DESIGN §8; shared/wire/PROTOCOL.md §20.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from numpy.typing import NDArray

from privacy.errors import ProofError
from privacy.payload import ProvedHelper, ProvedLeader
from privacy.proved import ProvedVectors
from shared.ids import ReportId
from shared.wire.codec import Role
from tests.adversary.row import Row, Scale
from tests.support.hub_world import make_template, silence
from tests.support.proved_world import MOST, ForgedVectors, ProvedHubs, proved_hubs, proved_templates
from tests.support.two_hubs import ROLES, TwoHubs, two_hubs
from tests.support.vector_world import COHORT_TASK, Edge

HUGE: Final = 10**12
LIAR: Final = 5
"""Five stores are honest, and five are enough for a sum without the sixth."""
FORGERIES: Final[dict[Scale, int]] = {"small": 60, "full": 5_000}

Send = Callable[[ProvedHubs, Edge, NDArray[np.int64]], ReportId]


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Attack the sum with one slot, with all slots, and the proof itself."""
    with TemporaryDirectory() as name:
        folder, rng = Path(name), np.random.default_rng(seed)
        undefended = _moved_unproved(folder, rng)
        one_slot = _moved(folder / "one", _forge, rng)
        all_slots = _moved(folder / "all", _lie_within_bounds, rng)
    accepted, summed = _bent_proofs(FORGERIES[scale], rng)
    powers = f"one of six stores, {MOST} visits a cell and store, no noise"
    return [
        Row(
            promise="a store cannot put a million millions into a sum",
            attack="10^12 in one slot of its vector, with the best proof that can be made for it",
            measured=one_slot,
            bound=0,
            holds=one_slot == 0,
            control=undefended,
            control_fails=undefended == HUGE,
            detail=f"{powers}; defence off: vdaf_id none, where only who looks at the sum could tell",
        ),
        Row(
            promise="a store moves a sum by no more than its own bounded contribution",
            attack="the largest vector that can be proved, in every cell",
            measured=all_slots,
            bound=MOST,
            holds=all_slots <= MOST,
            control=undefended,
            control_fails=undefended > MOST,
            detail=f"{powers}; a lie within the bound is what remains",
        ),
        Row(
            promise="no proof of a vector out of range is believed",
            attack="entries out of range, then bits of shares and proofs turned over at random",
            measured=accepted,
            bound=0,
            holds=accepted == 0,
            control=summed,
            control_fails=summed > 0,
            detail=f"{FORGERIES[scale]} forgeries; defence off: shares are added without a look at the proof",
        ),
    ]


def _moved(folder: Path, send: Send, rng: np.random.Generator) -> float:
    """Return by how much the liar moved any cell of a sum whose policy asks for proofs."""
    with proved_hubs(proved_templates(folder), folder, silence) as both:
        vectors = _vectors(both.length, rng)
        for edge, vector in zip(both.hubs.world.edges[:LIAR], vectors, strict=True):
            both.report(edge, vector)
        send(both, both.hubs.world.edges[LIAR], vectors[0])
        return _off(both.hubs, vectors)


def _moved_unproved(folder: Path, rng: np.random.Generator) -> float:
    """Return the same of a sum whose policy asks for none."""
    templates: dict[Role, Path] = {role: make_template(folder / f"plain {role}", role) for role in ROLES}
    with two_hubs(templates, folder / "plain", silence) as both:
        vectors = _vectors(both.world.length(COHORT_TASK), rng)
        for edge, vector in zip(both.world.edges[:LIAR], vectors, strict=True):
            both.report(edge, vector)
        forged = np.zeros_like(vectors[0])
        forged[0] = HUGE
        both.report(both.world.edges[LIAR], forged)
        return _off(both, vectors)


def _off(both: TwoHubs, vectors: NDArray[np.int64]) -> float:
    both.round(close_all=True)
    (release,) = both.releases()
    return float(np.abs(np.array(release.values) - vectors[:, :-1].sum(axis=0)).max())


def _vectors(length: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return what the honest stores counted: int64 (5, length)."""
    vectors = rng.integers(0, 300, (LIAR, length))
    vectors[:, -1] = rng.integers(0, 43_200, LIAR)
    return vectors


def _forge(both: ProvedHubs, edge: Edge, vector: NDArray[np.int64]) -> ReportId:
    return both.forge(edge, vector, HUGE)


def _lie_within_bounds(both: ProvedHubs, edge: Edge, vector: NDArray[np.int64]) -> ReportId:
    return both.report(edge, np.append(np.full(len(vector) - 1, MOST), vector[-1]))


def _bent_proofs(count: int, rng: np.random.Generator) -> tuple[int, int]:
    """Return how many forgeries are believed, and how many spoil a sum that does not look."""
    vectors, accepted, spoilt = ProvedVectors(5, MOST), 0, 0
    honest = np.array([1, 2, 3, 4, 3_600])
    for _ in range(count):
        entry = int(rng.choice([2, -1, HUGE, int(rng.integers(2, 1 << 62))]))
        header, report_id, key = rng.bytes(40), rng.bytes(16), rng.bytes(32)
        leader, helper = ForgedVectors(5, MOST, entry).forged(honest, header, report_id, rng.bytes)
        bent = ProvedLeader(leader.public, _turned(leader.share, rng)) if rng.integers(2) else leader
        accepted += _is_believed(vectors, (bent, helper), header, report_id, key)
        spoilt += _spoils(vectors, (leader, helper), header, honest)
    return accepted, spoilt


def _is_believed(
    vectors: ProvedVectors,
    shares: tuple[ProvedLeader, ProvedHelper],
    header: bytes,
    report_id: bytes,
    key: bytes,
) -> bool:
    try:
        left, right = (vectors.verifying(share, header, report_id, key) for share in shares)
        left.output(right.share)
        right.output(left.share)
    except ProofError:
        return False
    return True


def _spoils(
    vectors: ProvedVectors,
    shares: tuple[ProvedLeader, ProvedHelper],
    header: bytes,
    honest: NDArray[np.int64],
) -> bool:
    leader, helper = (vectors.summed([(share, header)]) for share in shares)
    return vectors.opened(leader, helper).tolist() != honest.tolist()


def _turned(share: bytes, rng: np.random.Generator) -> bytes:
    """Return the share with one bit turned over."""
    changed, at = bytearray(share), int(rng.integers(len(share)))
    changed[at] ^= 1 << int(rng.integers(8))
    return bytes(changed)
