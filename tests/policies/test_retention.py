"""The strictest purpose and pack decide, and what outlives its rule is named."""

from datetime import UTC, datetime, timedelta

import pytest

from policies.loader import load_bundle
from policies.pack import Cap, Kept, Pack
from policies.retention import MONTH, Finding, Held, Rule, line, of_metric, strictest
from policies.schema import PolicyBundle

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
BUNDLE = load_bundle()
RULE = Rule("windows", "vault", timedelta(hours=72), "every purpose: window_hours = 72")


def with_retention(purpose: str, **said: int) -> PolicyBundle:
    """Return the shipped bundle with one purpose that says something else."""
    documents = tuple(
        document.model_copy(update={"retention": document.retention.model_copy(update=said)})
        if document.purpose == purpose
        else document
        for document in BUNDLE.documents
    )
    return BUNDLE.model_copy(update={"documents": documents})


def with_cap(kept: Kept, at_most: int) -> PolicyBundle:
    """Return the shipped bundle under a pack that caps one life."""
    cap = Cap(
        effect="cap",
        article="GDPR Art. 5(1)(e)",
        reason="kept no longer than needed",
        kept=kept,
        at_most=at_most,
    )
    pack = Pack(name="short", title="Short lives", reason="a test's stricter wish", rules=(cap,))
    return BUNDLE.model_copy(update={"packs": (pack,)})


def test_without_a_policy_nothing_is_kept() -> None:
    assert strictest(None, "window_hours").keep_for == timedelta(0)


def test_where_all_agree_every_purpose_is_named() -> None:
    limit = strictest(BUNDLE, "track_minutes")

    assert (limit.keep_for, limit.because) == (timedelta(hours=1), "every purpose: track_minutes = 60")


def test_the_strictest_purpose_decides() -> None:
    limit = strictest(with_retention("zones", window_hours=24), "window_hours")

    assert (limit.keep_for, limit.because) == (timedelta(hours=24), "purpose zones: window_hours = 24")


def test_a_pack_that_caps_decides_and_cites_its_article() -> None:
    limit = strictest(with_cap("window_hours", 12), "window_hours")

    assert limit.keep_for == timedelta(hours=12)
    assert limit.because == "pack short: window_hours = 12 (GDPR Art. 5(1)(e))"


def test_a_pack_that_is_no_stricter_is_not_to_blame() -> None:
    assert (
        strictest(with_cap("track_minutes", 60), "track_minutes").because
        == "every purpose: track_minutes = 60"
    )


def test_a_metric_lives_as_its_own_purpose_says() -> None:
    bundle = with_retention("zones", release_months=3)

    assert of_metric(bundle, "zone_visits", "release_months") is not None
    assert getattr(of_metric(bundle, "zone_visits", "release_months"), "keep_for", None) == 3 * MONTH
    assert getattr(of_metric(bundle, "footfall", "release_months"), "keep_for", None) == 25 * MONTH
    assert of_metric(bundle, "a_metric_no_policy_knows", "release_months") is None


def test_what_is_in_its_time_is_no_finding() -> None:
    held = Held(3, NOW - timedelta(hours=72))

    found = line(RULE, held, now=NOW, next_sweep_at=NOW)

    assert (found.findings, found.next_sweep_at) == ((), NOW)


@pytest.mark.parametrize(
    ("late", "words"),
    [(timedelta(minutes=30), "0.5 hours"), (timedelta(days=7), "7.0 days")],
    ids=["a bit", "a week"],
)
def test_what_outlives_its_rule_is_named(late: timedelta, words: str) -> None:
    held = Held(3, NOW - timedelta(hours=72) - late)

    (finding,) = line(RULE, held, now=NOW, next_sweep_at=NOW).findings

    assert finding == Finding(
        "outlives_its_rule",
        "windows",
        f"the oldest should have gone {words} ago (every purpose: window_hours = 72)",
    )


def test_a_sweep_may_be_a_quarter_of_an_hour_late() -> None:
    held = Held(3, NOW - timedelta(hours=72, minutes=15))

    assert line(RULE, held, now=NOW, next_sweep_at=NOW).findings == ()


def test_what_cannot_be_read_is_named() -> None:
    (finding,) = line(RULE, Held(3, NOW, is_readable=False), now=NOW, next_sweep_at=NOW).findings

    assert (finding.alarm, finding.kind) == ("unreadable", "windows")


def test_what_no_rule_ends_waits_for_no_sweep() -> None:
    endless = Rule("device key", "keys", None, "until the store is given up")

    found = line(endless, Held(1, NOW - timedelta(days=9_999)), now=NOW, next_sweep_at=NOW)

    assert (found.findings, found.next_sweep_at) == ((), None)
