"""Recovery codes: ten, each good once, kept as hashes."""

from sqlmodel import select

from aggregator.accounts import recovery
from aggregator.accounts.directory import expect
from aggregator.accounts.sealed import Seal
from aggregator.accounts.tables import RecoveryCodeRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from tests.support import people


def made(hub: Hub, name: str = "mara") -> tuple[Seal, int, tuple[str, ...]]:
    people.add(hub, name, "hq_analyst")
    seal = Seal(hub.home.pepper(), hub.random)
    with writing(hub.engine) as session:
        account_id = expect(session, name).account_id or 0
        return seal, account_id, recovery.make(session, account_id, seal)


def test_each_code_is_good_once(leader_hub: Hub) -> None:
    seal, account_id, codes = made(leader_hub)

    with writing(leader_hub.engine) as session:
        first, again = (recovery.use(session, account_id, codes[3], seal) for _ in range(2))

        assert (first, again) == (True, False)
        assert recovery.left(session, account_id) == 9


def test_code_is_taken_as_people_type_it(leader_hub: Hub) -> None:
    seal, account_id, codes = made(leader_hub)

    with writing(leader_hub.engine) as session:
        assert recovery.use(session, account_id, f" {codes[0].upper().replace('-', ' ')} ", seal)


def test_code_of_another_account_is_none(leader_hub: Hub) -> None:
    seal, _, codes = made(leader_hub)
    _, other, _ = made(leader_hub, "ole")

    with writing(leader_hub.engine) as session:
        assert not recovery.use(session, other, codes[0], seal)


def test_fresh_codes_stand_in_place_of_the_old(leader_hub: Hub) -> None:
    seal, account_id, codes = made(leader_hub)

    with writing(leader_hub.engine) as session:
        fresh = recovery.make(session, account_id, seal)

        assert len({*fresh, *codes}) == 20
        assert not recovery.use(session, account_id, codes[0], seal)
        assert recovery.left(session, account_id) == 10


def test_codes_lie_in_the_home_as_hashes(leader_hub: Hub) -> None:
    _, _, codes = made(leader_hub)

    with reading(leader_hub.engine) as session:
        kept = b"".join(row.mac for row in session.exec(select(RecoveryCodeRow)).all())

    assert len(kept) == 320
    assert not any(code.encode() in kept for code in codes)
