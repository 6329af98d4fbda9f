"""The second factor: codes of RFC 6238, each good once."""

from datetime import UTC, datetime
from urllib.parse import unquote

import pyotp
import pytest

from aggregator.accounts import totp
from tests.support.vector_world import fixed_random

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""RFC 6238 appendix B: the ASCII text 12345678901234567890 in base32."""


def at(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")],
    ids=["59 s", "2005", "2009", "2603"],
)
def test_codes_are_those_of_the_rfc(second: int, code: str) -> None:
    assert totp.step_of(RFC_SECRET, code, at(second), after=0) == second // 30


@pytest.mark.parametrize(
    ("late_s", "taken"), [(-30, True), (-31, False), (29, True), (59, True), (60, False)], ids=str
)
def test_code_is_taken_for_a_step_before_and_after(late_s: int, taken: bool) -> None:
    made_at = 1_234_567_890  # the first second of a step
    code = pyotp.TOTP(RFC_SECRET).at(made_at)

    found = totp.step_of(RFC_SECRET, code, at(made_at + late_s), after=0)

    assert (found is not None) is taken


def test_used_code_is_not_taken_again() -> None:
    code, now = pyotp.TOTP(RFC_SECRET).at(1_234_567_890), at(1_234_567_890)
    step = totp.step_of(RFC_SECRET, code, now, after=0)
    assert step is not None

    assert totp.step_of(RFC_SECRET, code, now, after=step) is None
    assert totp.step_of(RFC_SECRET, code, now, after=step - 1) == step


@pytest.mark.parametrize("code", ["", "abcdef", "12345", "ééé", "1234567"], ids=ascii)
def test_anything_else_is_no_code(code: str) -> None:
    assert totp.step_of(RFC_SECRET, code, at(1_234_567_890), after=0) is None


def test_secret_has_160_bits() -> None:
    assert len(pyotp.TOTP(totp.new_secret(fixed_random("totp"))).byte_secret()) == 20


def test_picture_holds_the_secret_for_an_app_and_nothing_from_outside() -> None:
    found = totp.enrolment(RFC_SECRET, "mara", "Shoal HQ")

    picture = unquote(found.picture)
    assert found.secret == RFC_SECRET
    assert picture.startswith("data:image/svg+xml")
    assert "style=" not in picture
    assert "script" not in picture
