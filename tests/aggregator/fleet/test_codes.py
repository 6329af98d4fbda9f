"""Pairing secrets: one use, 24 hours, five wrong guesses."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from aggregator.database import writing
from aggregator.fleet.codes import give_out, redeem
from aggregator.hub import Hub
from aggregator.tables import PairingCodeRow
from shared.ids import EdgeId, SiteId
from shared.wire.pairing import SECRET_LIFETIME, SECRET_TRIES
from tests.support.vector_world import NOW, fixed_random

PEPPER = b"p" * 32
EDGE, OTHER = EdgeId("a" * 26), EdgeId("b" * 26)


def given_out(session: Session, label: str = "code") -> str:
    return give_out(session, site_id=SiteId("s"), pepper=PEPPER, now=NOW, random=fixed_random(label))


def opens(session: Session, secret: str, edge: EdgeId = EDGE, at: datetime = NOW) -> bool:
    return redeem(session, secret, edge, pepper=PEPPER, now=at) is not None


def test_secret_opens_once_for_one_edge_and_again_for_the_same(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        secret = given_out(session)

        assert opens(session, secret)
        assert opens(session, secret)  # its first answer was lost
        assert not opens(session, secret, OTHER)


def test_secret_is_void_after_24_hours(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        secret = given_out(session)

        assert not opens(session, secret, at=NOW + SECRET_LIFETIME)
        assert opens(session, secret, at=NOW + SECRET_LIFETIME - timedelta(seconds=1))


@pytest.mark.parametrize(("guesses", "still_opens"), [(SECRET_TRIES - 1, True), (SECRET_TRIES, False)])
def test_five_wrong_guesses_void_every_open_code(leader_hub: Hub, guesses: int, *, still_opens: bool) -> None:
    with writing(leader_hub.engine) as session:
        secret = given_out(session)
        for number in range(guesses):
            assert not opens(session, f"GUESS00{number}")

        assert opens(session, secret) is still_opens


def test_used_secret_tried_again_is_no_guess(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        used, fresh = given_out(session, "one"), given_out(session, "two")
        opens(session, used)
        for _ in range(10):
            opens(session, used, OTHER)

        assert opens(session, fresh)


def test_secret_is_not_in_the_database(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        secret = given_out(session)
        rows = session.exec(select(PairingCodeRow)).all()

    assert secret not in str([row.model_dump() for row in rows])
    assert secret.encode() not in rows[0].mac
