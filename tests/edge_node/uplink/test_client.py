"""An uplink posts bytes and says what became of them, over a real connection."""

from pathlib import Path

import numpy as np
import pytest

from edge_node.errors import UplinkError
from edge_node.storage.contributions import Contribution
from edge_node.uplink.client import HttpUplink
from edge_node.uplink.report import seal_contribution
from shared.ids import ReportId, TaskId
from tests.support.clock import FakeClock
from tests.support.edge_world import paired_node, peer_at
from tests.support.mailbox import open_mailbox

pytestmark = pytest.mark.live


@pytest.fixture
def envelope(tmp_path: Path) -> bytes:
    node, _ = paired_node(tmp_path, FakeClock())
    zeros = np.zeros(2, dtype=np.int64)
    made = Contribution(ReportId(bytes(16)), TaskId("t"), 1, "site", bytes(32), bytes(32), zeros)
    return seal_contribution(made, node.sealer())[0].envelope


def test_the_first_and_the_same_bytes_again_are_accepted(envelope: bytes) -> None:
    with open_mailbox() as mailbox, HttpUplink(peer_at(mailbox.url), "leader") as uplink:
        assert [uplink.post(envelope), uplink.post(envelope)] == ["accepted", "accepted"]
        assert mailbox.bodies("/v1/reports") == [envelope, envelope]


def test_the_helper_has_a_path_of_its_own(envelope: bytes) -> None:
    with open_mailbox() as mailbox, HttpUplink(peer_at(mailbox.url), "helper") as uplink:
        uplink.post(envelope)
        assert mailbox.bodies("/v1/shares") == [envelope]


def test_a_refusal_is_named(envelope: bytes) -> None:
    with open_mailbox() as mailbox, HttpUplink(peer_at(mailbox.url), "leader") as uplink:
        mailbox.refuse = "batch_closed"
        assert uplink.post(envelope) == "batch_closed"


def test_no_server_is_no_answer(envelope: bytes) -> None:
    with (
        HttpUplink(peer_at("http://127.0.0.1:1"), "leader") as uplink,
        pytest.raises(UplinkError, match="no answer"),
    ):
        uplink.post(envelope)
