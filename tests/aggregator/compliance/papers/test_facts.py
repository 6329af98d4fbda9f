import pytest

from aggregator.compliance.papers.facts import lanes_of, recipients_of
from shared.schemas.task import Lane
from tests.support.packs import pack, rule, under
from tests.support.papers import BUNDLE, FACTS

ZONES = next(document for document in BUNDLE.documents if document.purpose == "zones")


def test_the_version_is_named_with_its_hash() -> None:
    assert FACTS.version == f"version 1 ({BUNDLE.hash.hex()[:12]})"


def test_lanes_are_those_the_packs_left() -> None:
    off = under(pack(rule("off", metrics=("dwell", "returns", "zone_visits"))), bundle=BUNDLE)

    assert lanes_of(ZONES, BUNDLE) == {"site", "cohort"}
    assert lanes_of(ZONES, off) == set()


@pytest.mark.parametrize(
    ("lanes", "says"),
    [
        (("site", "cohort"), "some only summed over several stores"),
        (("site",), "per store, with noise"),
        (("cohort",), "only summed over several stores"),
        ((), "nobody: every metric of it is off"),
    ],
    ids=["both", "store", "several stores", "off"],
)
def test_recipients_follow_from_the_lanes(lanes: tuple[Lane, ...], says: str) -> None:
    assert says in recipients_of(ZONES, lanes)


def test_the_owner_is_named() -> None:
    assert recipients_of(ZONES, ("site",)).startswith("Head of store operations")


def test_of_a_purpose_that_only_trains_nobody_sees_a_number() -> None:
    trains = ZONES.model_copy(update={"metrics": ()})

    assert recipients_of(trains, ()) == (
        "nobody sees a number of it: a model is trained, over sums of several stores"
    )
