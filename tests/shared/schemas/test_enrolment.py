"""Pairing messages: strict, and signed without their signature."""

import pytest
from pydantic import ValidationError

from shared.schemas.enrolment import EnrolmentRequest, SignedEnrolmentRequest, layout_message
from tests.support.vector_world import NOW, make_world

GOOD = {"secret": "K7QX2M9A", "public_key": "ab" * 32, "requested_at": NOW, "signature": "cd" * 64}


def test_signed_part_is_the_request_without_its_signature() -> None:
    signed = SignedEnrolmentRequest.model_validate(GOOD)

    unsigned = {name: value for name, value in GOOD.items() if name != "signature"}
    assert signed.unsigned == EnrolmentRequest.model_validate(unsigned)
    assert type(signed.unsigned) is EnrolmentRequest


@pytest.mark.parametrize(
    "wrong",
    [{"secret": "k7qx2m9a"}, {"secret": "K7QX2M9I"}, {"public_key": "ab"}, {"signature": ""}, {"site": "x"}],
    ids=lambda wrong: f"{wrong}",
)
def test_anything_else_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        SignedEnrolmentRequest.model_validate(GOOD | wrong)


def test_layout_message_binds_the_edge() -> None:
    layout = make_world().layout

    assert layout_message("a" * 26, layout) != layout_message("b" * 26, layout)
    assert layout_message("a" * 26, layout).startswith(b"\x00\x1a" + b"a" * 26 + b"{")
