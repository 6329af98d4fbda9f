"""Streams are those of the draft, and elements are drawn without bias."""

import numpy as np
import pytest

from privacy.vdaf import xof
from privacy.vdaf.field import FIELD64, FIELD128
from privacy.vdaf.xof import XofTurboShake128, derive_seed, domain_separation_tag, expand

SEED, TAG, BINDER = bytes(range(32)), b"domain separation tag", b"binder string"
"""Of the draft's vector for XofTurboShake128."""


def test_a_derived_seed_is_the_published_one() -> None:
    derived = derive_seed(SEED, TAG, BINDER)

    assert derived.hex() == "b62ef0a2778190792d4d42d8c167ba20e0c37a3f319ba79645829c427d70eea5"


def test_expanded_elements_are_the_published_ones() -> None:
    elements = expand(FIELD128, SEED, TAG, BINDER, 40)

    encoded = FIELD128.encode(elements).hex()
    assert encoded.startswith("b62ef0a2778190792d4d42d8c167ba20e0c37a3f319ba79645829c427d70eea56d92fef6")
    assert encoded.endswith("fcba83253d39803fa7efb9fcd02cea38089f239f68404814973")


def test_encodings_that_are_not_reduced_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = XofTurboShake128(SEED, TAG, BINDER)
    above, below = b"\xff" * 8, (7).to_bytes(8, "little")
    chunks = iter([above + below, above, below])
    monkeypatch.setattr(stream, "next", lambda _length: next(chunks))

    elements = stream.next_elements(FIELD64, 2)

    assert FIELD64.to_ints(elements) == [7, 7]


def test_no_elements_are_drawn_when_none_are_asked_for() -> None:
    assert expand(FIELD64, SEED, TAG, BINDER, 0).shape == (3, 0)


def test_a_stream_goes_on_where_it_was() -> None:
    stream = XofTurboShake128(SEED, TAG, BINDER)

    parts = stream.next(5) + stream.next(27)

    assert parts == derive_seed(SEED, TAG, BINDER)


@pytest.mark.parametrize(("seed", "tag"), [(bytes(256), TAG), (SEED, bytes(1 << 16))], ids=["seed", "tag"])
def test_what_its_length_cannot_say_is_refused(seed: bytes, tag: bytes) -> None:
    with pytest.raises(ValueError, match="expected a tag below"):
        XofTurboShake128(seed, tag, BINDER)


def test_a_tag_names_version_algorithm_usage_and_context() -> None:
    assert domain_separation_tag(3, 5, b"shop") == bytes([xof.VERSION, 0, 0, 0, 0, 3, 0, 5]) + b"shop"


def test_elements_are_spread_over_the_field() -> None:
    elements = expand(FIELD128, SEED, TAG, BINDER, 4096)

    top_bits = (elements[5] >> 17).astype(np.int64)
    # A fair coin, 4,096 times: 256 from the middle are 8 standard deviations (false alarm below 1e-14).
    assert abs(int(top_bits.sum()) - 2048) < 256
