"""Whatever is sent again, put together anew, downgraded or misdated is refused by both parties."""

from tests.adversary.row import fallen
from tests.adversary.wire_messages import rows, weaker_suites


def test_no_such_message_is_taken_and_each_defence_is_needed() -> None:
    found = rows(scale="small", seed=3)

    assert [row.measured for row in found] == [0, 0, 0, 0]
    assert fallen(found) == []


def test_suites_of_every_component_of_the_key_are_tried() -> None:
    assert {kem for kem, _ in weaker_suites()} == {"X25519", "MLKEM768", "MLKEM768_X25519"}
