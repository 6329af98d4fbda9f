"""What is forgotten of signing in, and when."""

from aggregator.accounts import expiry, limits
from aggregator.accounts.sealed import Seal
from aggregator.accounts.tables import OidcTryRow
from aggregator.database import writing
from aggregator.hub import Hub
from tests.support import people


def test_ended_sessions_tries_and_questions_are_forgotten(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    people.token(leader_hub, "mara")
    people.token(leader_hub, "mara", "code")
    seal, now = Seal(leader_hub.home.pepper(), leader_hub.random), leader_hub.clock.now()
    with writing(leader_hub.engine) as session:
        limits.begin(session, limits.subjects(seal, "mara", "192.0.2.1"), now)
        session.add(OidcTryRow(state_hash=bytes(32), nonce="", verifier="", next_path="", began_at=now))

    forgotten = []
    for seconds in (0, 600, 3_001, 25_199):
        leader_hub.clock.advance(seconds)
        with writing(leader_hub.engine) as session:
            forgotten.append(expiry.forget(session, leader_hub.clock.now()))

    assert forgotten == [0, 2, 2, 1]  # the half session and the question; the tries; the session
