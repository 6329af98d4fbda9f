"""A round's instruction has one name, and peers say nothing else."""

import pytest
from pydantic import ValidationError

from shared.schemas.learning import Instruction, RoundSumAnswer

TOLD = Instruction(task="learn.intent", round=1, plan_hash="0" * 64, model_hash="1" * 64)


@pytest.mark.parametrize(
    "change",
    [{"round": 2}, {"model_hash": "2" * 64}, {"plan_hash": "2" * 64}, {"task": "learn.other"}],
    ids=["round", "model", "plan", "task"],
)
def test_every_field_is_in_the_name(change: dict[str, object]) -> None:
    assert TOLD.model_copy(update=change).hash != TOLD.hash


def test_name_is_32_bytes_and_repeatable() -> None:
    assert len(TOLD.hash) == 32
    assert Instruction.model_validate_json(TOLD.model_dump_json()).hash == TOLD.hash


@pytest.mark.parametrize(
    "fields", [{"round": 0}, {"model_hash": "x"}, {"weights": [1.0]}], ids=["round 0", "no hash", "arrays"]
)
def test_others_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Instruction.model_validate(TOLD.model_dump() | fields)


def test_an_answer_without_a_sum_is_none() -> None:
    with pytest.raises(ValidationError):
        RoundSumAnswer(nonce="0" * 32, digest="0" * 64, sums=(), helper_bytes=0)
