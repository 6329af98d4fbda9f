"""Sums are believed over the reports that were asked for, and no others."""

from dataclasses import dataclass, field

import pytest

from aggregator.errors import PeerError
from aggregator.federated.peer import RoundHelper
from shared.schemas.learning import (
    GroupSum,
    RoundSumAnswer,
    RoundSumRequest,
    SignedRoundSumAnswer,
)
from tests.support.clock import FakeClock
from tests.support.learning_world import LearningWorld
from tests.support.vector_world import NOW

MINE, OTHER = b"\x01" * 16, b"\x02" * 16


@dataclass
class Liar:
    """Answers with sums over whatever it likes."""

    over: tuple[bytes, ...]
    digest: str = ""
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOW))

    def nonce(self) -> str:
        return "0" * 32

    def ask(self, _path: str, request: RoundSumRequest, _model: object) -> SignedRoundSumAnswer:
        ids = tuple(one.hex() for one in self.over)
        total = GroupSum(group="all", report_ids=ids, share="0" * 16)
        answer = RoundSumAnswer(
            nonce=request.nonce, digest=self.digest or request.digest, sums=(total,), helper_bytes=0
        )
        return SignedRoundSumAnswer(answer=answer, signature="0" * 128)


@pytest.mark.parametrize(
    "liar",
    [Liar((OTHER,)), Liar((MINE, MINE)), Liar((MINE,), digest="0" * 64)],
    ids=["other reports", "one twice", "another digest"],
)
def test_sums_over_others_are_not_believed(liar: Liar, world: LearningWorld) -> None:
    with pytest.raises(PeerError, match="expected sums over"):
        RoundHelper(liar).sums(world.told(), [MINE])  # type: ignore[arg-type]


def test_a_group_left_out_is_believed(world: LearningWorld) -> None:
    answer = RoundHelper(Liar((MINE,))).sums(world.told(), [MINE, OTHER])  # type: ignore[arg-type]

    assert isinstance(answer, RoundSumAnswer)
