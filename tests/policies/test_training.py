"""No model is trained by silence."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.circumstances import USUAL, Circumstances
from policies.hours import DailyHours
from policies.pack import Pack
from policies.schema import PolicyBundle
from policies.training import training_objection
from tests.support.packs import SHIPPED, bundles, minutes, pack, packs, rule, under, with_documents

NOW = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))
TRAINED = with_documents(training_hours=(NIGHT,))
AT_NIGHT = Circumstances(local_time=time(23, 30))


def stands_against(
    bundle: PolicyBundle | None = TRAINED,
    *,
    purpose: str = "zones",
    now: datetime = NOW,
    there: Circumstances = AT_NIGHT,
) -> str:
    """Return the rule that stands against training; empty when none does."""
    denied = training_objection(purpose, bundle, now, there)
    return "" if denied is None else denied.rule


def test_in_its_hours_a_model_is_trained() -> None:
    assert stands_against() == ""


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (stands_against(None), "no_policy"),
        (stands_against(now=datetime(2025, 1, 1, tzinfo=UTC)), "not_in_force"),
        (stands_against(purpose="faces"), "no_such_purpose"),
        (stands_against(with_documents(TRAINED, review_by=date(2026, 11, 25))), "review_overdue"),
        (stands_against(there=Circumstances(is_paused=True, local_time=time(23))), "paused"),
        (stands_against(there=Circumstances(local_time=time(12))), "training_hours"),
        (stands_against(there=USUAL), "training_hours"),
        (stands_against(SHIPPED), "training_hours"),
        (stands_against(under(pack(rule("training_needs_dpia")), bundle=TRAINED)), "training_hours"),
    ],
    ids=[
        "no policy",
        "not in force",
        "no such purpose",
        "review overdue",
        "paused",
        "by day",
        "no hour known",
        "no hours",
        "no assessment",
    ],
)
def test_everything_else_stands_against_it(found: str, expected: str) -> None:
    assert found == expected


@given(bundle=bundles, held=st.lists(packs, max_size=2), more=packs, at=minutes)
def test_a_pack_more_never_trains_more(bundle: PolicyBundle, held: list[Pack], more: Pack, at: time) -> None:
    fewer, there = under(*held, bundle=bundle), Circumstances(local_time=at)

    if not stands_against(under(more, bundle=fewer), there=there):
        assert stands_against(fewer, there=there) == ""
