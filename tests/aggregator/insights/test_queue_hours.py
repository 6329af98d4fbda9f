import numpy as np
import pytest

from aggregator.insights.period import Period
from aggregator.insights.queue_hours import queue_hours
from aggregator.insights.series import Scope
from shared.epoch import first_date
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with, made, noisy
from tests.support.releases import NOW, Chain

DAY = 20_774
SITE = SiteId("s01")
SCOPE = Scope((SITE,), Period("custom", first_date(DAY), first_date(DAY + 1)), NOW)
NINE = DAY * 24 + 8  # 9 in the morning in Berlin, in winter
UNIT_S = 20
TRIALS = 300
FEWEST = 264
"""With a true coverage of 95 %, fewer of 300 hold with probability < 1e-6 (binomial)."""


def test_mean_length_is_person_seconds_over_seconds_measured() -> None:
    index = index_with(
        made("queue_length.hour.site", NINE, (360,)),
        made("queue_length.hour.site", NINE + 24, (180,), coverage_s=1800),
    )

    found = queue_hours(index, SCOPE)

    nine = next(hour for hour in found.hours if hour.hour == 9)
    assert nine.mean is not None
    assert nine.mean.value == pytest.approx((360 + 180) * UNIT_S / 5400)
    assert nine.hours == 1.5


def test_mean_is_unbiased_and_its_interval_holds() -> None:
    """The mean of 300 is within 5 standard errors of the truth but with probability 6e-7."""
    rng = np.random.default_rng(16)
    exact = 120 * UNIT_S / 3600

    found = []
    for _ in range(TRIALS):
        index = index_with(noisy("queue_length.hour.site", NINE, [120.0], rng))
        mean = queue_hours(index, SCOPE).mean
        assert mean is not None
        found.append(mean)

    assert abs(np.mean([one.value for one in found]) - exact) < 5 * (found[0].variance / TRIALS) ** 0.5
    assert sum(one.low <= exact <= one.high for one in found) >= FEWEST


def test_every_open_hour_is_there_and_a_missing_one_says_so() -> None:
    found = queue_hours(index_with(made("queue_length.hour.site", NINE, (360,))), SCOPE)

    assert [hour.hour for hour in found.hours] == list(range(8, 20))
    assert {hour.reason for hour in found.hours if hour.hour != 9} == {"no report"}


def test_hours_still_to_come_are_not_missing() -> None:
    now = NOW.date()
    today = Scope((SITE,), Period("custom", now, now), NOW)

    found = queue_hours(index_of(), today)

    assert [hour.hour for hour in found.hours] == list(range(8, 15))
    assert all(hour.mean for hour in found.hours)


def test_more_people_make_longer_queues() -> None:
    index = index_of(Chain(noiseless=True))
    scope = Scope(index.sites, SCOPE.period, NOW)

    means = {hour.hour: hour.mean.value for hour in queue_hours(index, scope).hours if hour.mean}

    assert max(means, key=lambda hour: means[hour]) == 17


def test_queues_are_told_one_by_one() -> None:
    found = queue_hours(index_of(), SCOPE)

    assert [row.name for row in found.rows] == ["line"]
    assert found.mean == found.rows[0].mean


def test_nothing_measured_says_why() -> None:
    found = queue_hours(index_with(), SCOPE)

    assert (found.mean, found.rows[0].reason) == (None, "no report")
