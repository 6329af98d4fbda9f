import secrets

import pytest

from aggregator.compliance.errors import PenError
from aggregator.compliance.pens import Pen, make_pen, open_pen
from privacy.signing import SigningKey

PASSPHRASE = "three blue herons at noon"


@pytest.fixture(scope="module")
def pen() -> Pen:
    return make_pen(PASSPHRASE, secrets.token_bytes)


def test_the_passphrase_opens_the_key_on_the_list(pen: Pen) -> None:
    assert SigningKey.from_bytes(open_pen(pen, PASSPHRASE)).public_key == pen.public_key


def test_the_same_letters_from_another_keyboard_open_it() -> None:
    composed = make_pen("Gerät im Gerätehaus", secrets.token_bytes)

    assert open_pen(composed, "Gera\u0308t im Gera\u0308tehaus")


def test_another_passphrase_opens_nothing(pen: Pen) -> None:
    with pytest.raises(PenError, match="nothing was signed"):
        open_pen(pen, PASSPHRASE + " ")


def test_a_key_that_was_put_under_another_name_does_not_open(pen: Pen) -> None:
    other = make_pen(PASSPHRASE, secrets.token_bytes)

    with pytest.raises(PenError):
        open_pen(Pen(other.public_key, pen.sealed), PASSPHRASE)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(PenError, match="at least 12 characters, got 5"):
        make_pen("short", secrets.token_bytes)


def test_a_pen_prints_no_secret(pen: Pen) -> None:
    assert repr(pen) == f"Pen({pen.public_key.hex()[:12]}…)"
    assert pen.sealed.hex()[:12] not in repr(pen)
