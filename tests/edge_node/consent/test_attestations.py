"""An attestation holds while nobody withdrew it, its day has not passed and the sign says the same."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from edge_node.consent.attestations import (
    LONGEST,
    Act,
    Attestation,
    Attestations,
    Unattested,
    act_of,
    attest,
    in_force,
    withdraw,
)
from edge_node.consent.notice import Sign
from edge_node.errors import ConsentError

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SIGN = Sign("notice-en-1", "en", "Cameras count", ("Nobody is recognised.", "Ask us."))
SIGNS = {SIGN.id: SIGN}
UNTIL = date(2026, 12, 31)


def held(until: date = UNTIL, camera: str = "door") -> Attestations:
    return attest(Attestations(), camera, SIGN, Act(by="floor lead", at=NOW), until=until, zone=BERLIN)


def found(
    attestations: Attestations, at: datetime = NOW, signs: dict[str, Sign] = SIGNS
) -> Attestation | Unattested:
    return in_force(attestations.entries, "door", signs, now=at, zone=BERLIN)


def reason(attestations: Attestations, at: datetime = NOW, signs: dict[str, Sign] = SIGNS) -> str:
    answer = found(attestations, at, signs)
    assert isinstance(answer, Unattested)
    return answer.reason


def test_it_holds_from_the_moment_it_was_made() -> None:
    answer = found(held())

    assert isinstance(answer, Attestation)
    assert (answer.made.by, answer.text, answer.text_hash) == ("floor lead", "notice-en-1", SIGN.hash)


def test_nobody_attested_anything() -> None:
    assert 'nobody has attested that a sign hangs where camera "door" looks' in reason(Attestations())


def test_another_cameras_sign_is_not_this_ones() -> None:
    assert "nobody has attested" in reason(held(camera="till"))


def test_it_ends_with_its_last_day_on_the_stores_clocks() -> None:
    last = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)

    assert isinstance(found(held(), last), Attestation)
    assert "had to be looked at again by 2026-12-31" in reason(held(), last + timedelta(seconds=1))


def test_withdrawn_it_holds_no_longer_but_stays_on_record() -> None:
    gone = withdraw(held(), "door", Act(by="floor lead", at=NOW))

    assert "was withdrawn on 2026-06-15" in reason(gone)
    assert len(gone.entries) == 1


def test_a_new_one_after_a_withdrawal_holds() -> None:
    gone = withdraw(held(), "door", Act(by="floor lead", at=NOW))

    again = attest(gone, "door", SIGN, Act(by="floor lead", at=NOW), until=UNTIL, zone=BERLIN)

    assert isinstance(found(again), Attestation)


def test_other_words_on_the_sign_end_it() -> None:
    other = Sign("notice-en-1", "en", "Cameras count", ("Nobody is recognised.", "Ask them."))

    assert "says something else than notice-en-1 says today" in reason(held(), signs={SIGN.id: other})


def test_a_text_that_need_not_hang_does_not_do() -> None:
    assert "is notice-en-1, which is none that must hang there" in reason(held(), signs={})


def test_a_clock_set_back_before_it_was_made_ends_it() -> None:
    assert "later than now" in reason(held(), NOW - timedelta(seconds=1))


def test_the_one_that_holds_longest_is_shown() -> None:
    both = attest(held(date(2026, 7, 1)), "door", SIGN, Act(by="area lead", at=NOW), until=UNTIL, zone=BERLIN)

    answer = found(both)

    assert isinstance(answer, Attestation)
    assert answer.made.by == "area lead"


@pytest.mark.parametrize("until", [date(2026, 6, 14), date(2026, 6, 15) + LONGEST + timedelta(days=1)])
def test_a_last_day_behind_or_far_ahead_is_refused(until: date) -> None:
    with pytest.raises(ConsentError, match="expected a last day from 2026-06-15 to 2027-06-16"):
        held(until)


@pytest.mark.parametrize("until", [date(2026, 6, 15), date(2026, 6, 15) + LONGEST])
def test_today_and_a_year_ahead_are_taken(until: date) -> None:
    assert held(until).entries[0].until == until


def test_what_is_not_there_cannot_be_withdrawn() -> None:
    act = Act(by="floor lead", at=NOW)

    with pytest.raises(ConsentError, match='attestation of camera "door" to withdraw, found none'):
        withdraw(withdraw(held(), "door", act), "door", act)


@pytest.mark.parametrize("by", ["", "x", " padded ", "y" * 81])
def test_nobody_in_particular_cannot_act(by: str) -> None:
    with pytest.raises(ConsentError, match="expected your role or name"):
        act_of(by, NOW)


def test_somebody_can() -> None:
    assert act_of("floor lead", NOW) == Act(by="floor lead", at=NOW)
