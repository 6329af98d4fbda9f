"""Both aggregators hear of the signs once an hour, whatever there is to say, and nobody's name."""

from datetime import date
from pathlib import Path

import pytest

from edge_node.commands.attest import withdraw_camera
from edge_node.commands.objection import Wanted, note_objection
from edge_node.consent.telling import report_of, tell_signs
from edge_node.node import Node
from edge_node.pairing import pair
from edge_node.storage.home import Home
from privacy.signing import verify
from shared.schemas.layout import canonical_json
from shared.schemas.signs import CameraSign, SignedSignsReport
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.consent_world import NOTICE_TOML, STAFF, attest_home
from tests.support.edge_world import site
from tests.support.fake_aggregator import FakeAggregator

Chain = dict[Role, FakeAggregator]
SITE = f'name = "Altona"\n[[cameras]]\nname = "door"\n[[cameras]]\nname = "till"\n{NOTICE_TOML}'


@pytest.fixture
def node(chain: Chain, tmp_path: Path, clock: FakeClock) -> Node:
    node = pair(chain["leader"].code, chain["helper"].code, tmp_path, layout=site(), clock=clock)
    Home(tmp_path).site.write_text(SITE)
    attest_home(tmp_path, clock.now())
    withdraw_camera(tmp_path, "till", STAFF, clock)
    return node


def heard(chain: Chain, role: Role = "helper") -> list[SignedSignsReport]:
    return [SignedSignsReport.model_validate_json(body) for body in chain[role].signs]


def test_both_hear_until_when_each_sign_holds(chain: Chain, node: Node) -> None:
    tell_signs(node)

    for role in chain:
        (signed,) = heard(chain, role)
        message, signature = canonical_json(signed.signs), bytes.fromhex(signed.signature)
        assert signed.signs.cameras == (
            CameraSign(camera="door", attested_until=date(2026, 8, 14)),
            CameraSign(camera="till", attested_until=None),
        )
        assert verify(node.device_key.public_key, "shoal/1 signs", message, signature)


def test_nobody_of_the_store_is_named(chain: Chain, node: Node) -> None:
    tell_signs(node)

    assert STAFF.encode() not in chain["leader"].signs[0]


def test_the_same_is_said_once_an_hour(chain: Chain, node: Node, clock: FakeClock) -> None:
    tell_signs(node)
    tell_signs(node)
    clock.advance(3_600)
    tell_signs(node)

    assert len(heard(chain)) == 2


def test_a_change_waits_for_the_hour(chain: Chain, node: Node, clock: FakeClock) -> None:
    tell_signs(node)
    note_objection(node.home.root, Wanted("till 2", "phone", ("explained",)), clock)
    tell_signs(node)
    assert [signed.signs.objections for signed in heard(chain)] == [0]

    clock.advance(3_600)
    tell_signs(node)

    assert [signed.signs.objections for signed in heard(chain)] == [0, 1]


def test_every_report_is_of_one_length(chain: Chain, node: Node, clock: FakeClock) -> None:
    for objections in (0, 1):
        for _ in range(objections):
            note_objection(node.home.root, Wanted("till 2", "phone", ("explained",)), clock)
        tell_signs(node, at_once=True)
    withdraw_camera(node.home.root, "door", STAFF, clock)
    tell_signs(node, at_once=True)

    assert {len(body) for body in chain["helper"].signs} == {1024}


def test_a_change_that_somebody_asks_for_is_said_at_once(chain: Chain, node: Node, clock: FakeClock) -> None:
    tell_signs(node, at_once=True)
    note_objection(node.home.root, Wanted("till 2", "phone", ("explained",)), clock)
    tell_signs(node, at_once=True)
    withdraw_camera(node.home.root, "door", STAFF, clock)
    tell_signs(node, at_once=True)

    assert [signed.signs.objections for signed in heard(chain)] == [0, 1, 1]
    assert [signed.signs.cameras[0].attested_until is None for signed in heard(chain)] == [False, False, True]


def test_who_did_not_hear_hears_it_later(
    chain: Chain, node: Node, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("edge_node.consent.telling.ROLES", ("leader",))
    tell_signs(node)
    monkeypatch.setattr("edge_node.consent.telling.ROLES", ("leader", "helper"))
    tell_signs(node)

    assert (len(heard(chain, "leader")), len(heard(chain, "helper"))) == (1, 1)


def test_an_aggregator_that_is_gone_is_told_later(
    node: Node, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.undo()
    gone = node.pairing.model_copy(
        update={"leader": node.peer("leader").model_copy(update={"base_url": "http://127.0.0.1:9"})}
    )
    caplog.set_level("INFO")

    tell_signs(Node(node.home, node.device_key, gone, node.layout, node.clock))

    assert "signs not told yet" in caplog.text


@pytest.mark.parametrize("name", ["attestations", "objections"])
def test_what_cannot_be_read_is_not_told(
    chain: Chain, node: Node, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    getattr(node.home, name).write_text("{")

    tell_signs(node)

    assert heard(chain) == []
    assert "signs cannot be told" in caplog.text


def test_a_store_that_names_nobody_has_no_sign(node: Node) -> None:
    node.home.site.write_text(SITE.replace(NOTICE_TOML, ""))

    assert [camera.attested_until for camera in report_of(node).cameras] == [None, None]
