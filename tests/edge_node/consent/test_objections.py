"""An objection is kept without the one who objected."""

import pytest
from pydantic import ValidationError

from edge_node.consent.attestations import Act
from edge_node.consent.objections import CHANNELS, DEEDS, Objection, Objections, add
from tests.support.clock import FakeClock

TAKEN = Act(by="till 2", at=FakeClock().now())


def test_objections_stay_in_the_order_they_came() -> None:
    first, second = (Objection(taken=TAKEN, channel=channel, done=("explained",)) for channel in CHANNELS[:2])

    assert add(add(Objections(), first), second).entries == (first, second)


def test_nothing_done_is_no_answer() -> None:
    with pytest.raises(ValidationError):
        Objection(taken=TAKEN, channel="phone", done=())


def test_there_is_no_place_for_a_name_of_who_objected() -> None:
    words = {"taken", "channel", "done", "camera"}

    assert set(Objection.model_fields) == words
    assert all(" " not in word for word in (*CHANNELS, *DEEDS)), "closed words, no free text"
    with pytest.raises(ValidationError, match="extra"):
        Objection.model_validate({"taken": TAKEN, "channel": "phone", "done": ("erased",), "name": "Anna"})
