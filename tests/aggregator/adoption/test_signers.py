"""The office's list of people: each once, with a key of their own."""

from datetime import timedelta

import pytest
from sqlmodel import select

from aggregator.adoption.signers import Candidate, listed, put_on_list, read_signers, strike_off
from aggregator.audit.tables import AuditEntryRow
from aggregator.database import reading
from aggregator.errors import HomeError
from aggregator.hub import Hub
from policies.signed_bundle import MOST_SIGNERS
from policies.signing import public_half
from tests.support.policy_world import secret


def candidate(name: str = "mara", key: str = "", **changes: object) -> Candidate:
    good = {"name": name, "public_key": public_half(secret(key or name)).hex(), "days": 30} | changes
    return Candidate(**good)  # type: ignore[arg-type]  # as a test says


def test_a_named_person_may_sign_for_as_long_as_told(helper_hub: Hub) -> None:
    put_on_list(helper_hub, candidate())

    (signer,) = read_signers(helper_hub.home.signers_file)
    assert (signer.name, signer.may_approve) == ("mara", True)
    assert signer.not_after - signer.not_before == timedelta(days=30)


def test_who_may_only_draft_is_listed_so(helper_hub: Hub) -> None:
    put_on_list(helper_hub, candidate())
    put_on_list(helper_hub, candidate("timo", may_approve=False))

    assert [(row["name"], row["may"]) for row in listed(helper_hub)] == [
        ("mara", "draft and approve"),
        ("timo", "draft"),
    ]


def test_nobody_is_listed_at_first(helper_hub: Hub) -> None:
    assert listed(helper_hub) == []


def test_a_person_struck_off_is_gone(helper_hub: Hub) -> None:
    put_on_list(helper_hub, candidate())
    put_on_list(helper_hub, candidate("omid"))

    strike_off(helper_hub, "mara")

    assert [row["name"] for row in listed(helper_hub)] == ["omid"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (candidate(key="omid"), "on the list already"),
        (candidate("omid", key="mara"), "mara's"),
        (candidate("Mara L"), "expected a name"),
        (candidate("omid", public_key="abc"), "64 hex"),
    ],
    ids=["a name twice", "a key twice", "no name", "no key"],
)
def test_one_person_is_one_entry(helper_hub: Hub, wrong: Candidate, words: str) -> None:
    put_on_list(helper_hub, candidate())

    with pytest.raises(HomeError, match=words):
        put_on_list(helper_hub, wrong)

    assert len(listed(helper_hub)) == 1


def test_the_list_is_bounded(helper_hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aggregator.adoption.signers.MOST_SIGNERS", 1)
    put_on_list(helper_hub, candidate())

    with pytest.raises(HomeError, match="at most 1 signers"):
        put_on_list(helper_hub, candidate("omid"))
    assert MOST_SIGNERS == 64


def test_a_stranger_cannot_be_struck_off(helper_hub: Hub) -> None:
    with pytest.raises(HomeError, match="nobody"):
        strike_off(helper_hub, "mara")


def test_the_leader_names_nobody(leader_hub: Hub) -> None:
    with pytest.raises(HomeError, match="compliance office"):
        put_on_list(leader_hub, candidate())


def test_a_damaged_list_is_named(helper_hub: Hub) -> None:
    helper_hub.home.signers_file.write_text("{}")

    with pytest.raises(HomeError, match=r"signers\.json"):
        listed(helper_hub)


def test_the_list_is_private_and_every_change_is_noted(helper_hub: Hub) -> None:
    put_on_list(helper_hub, candidate())
    strike_off(helper_hub, "mara")

    with reading(helper_hub.engine) as session:
        kinds = session.exec(select(AuditEntryRow.kind).order_by(AuditEntryRow.leaf_index)).all()  # type: ignore[arg-type]  # a column
    assert helper_hub.home.signers_file.stat().st_mode & 0o777 == 0o600
    assert kinds[-2:] == ["key_event", "key_event"]


def test_a_change_that_cannot_be_written_is_not_noted(
    helper_hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr("aggregator.adoption.signers.write_whole", fail)
    with reading(helper_hub.engine) as session:
        before = len(session.exec(select(AuditEntryRow)).all())

    with pytest.raises(HomeError, match="no space left"):
        put_on_list(helper_hub, candidate())

    with reading(helper_hub.engine) as session:
        assert len(session.exec(select(AuditEntryRow)).all()) == before
