from datetime import UTC, datetime

import pytest

from aggregator.compliance.model import Desk
from aggregator.compliance.purposes import purpose, purposes
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from tests.support.packs import pack, rule, under
from tests.support.vector_world import NOW

LATE = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def bundle() -> PolicyBundle:
    return load_bundle(packs=["zones-by-cohort"])


def sheet(desk: Desk, key: str) -> list[list[str]]:
    found = next(one for one in desk.sheets if one.key == key)
    return [[cell.text for cell in row] for row in found.rows]


def zones(bundle: PolicyBundle, now: datetime = NOW) -> Desk:
    document = next(document for document in bundle.documents if document.purpose == "zones")
    return purpose(bundle, document, now)


def test_every_purpose_in_force_is_listed(bundle: PolicyBundle) -> None:
    listed = {row[0] for row in sheet(purposes(bundle, NOW), "purposes")}

    assert listed == {document.purpose for document in bundle.documents}


def test_without_a_policy_the_page_says_that_nothing_is_measured() -> None:
    page = purposes(None, NOW)

    assert page.sheets[0].rows == ()
    assert "nothing is measured" in page.sheets[0].empty


def test_a_purpose_is_told_in_the_words_the_public_reads(bundle: PolicyBundle) -> None:
    document = next(document for document in bundle.documents if document.purpose == "zones")

    assert zones(bundle).lead == document.statement


def test_a_metric_in_the_cohort_lane_says_who_never_sees_a_store(bundle: PolicyBundle) -> None:
    visits = next(row for row in sheet(zones(bundle), "metrics") if row[0] == "zone visits")

    assert visits[2] == "HQ, only as a sum over 5 stores or more"
    assert visits[3] == "4 counts"


def test_a_price_stands_beside_its_epsilon(bundle: PolicyBundle) -> None:
    dwell = next(row for row in sheet(zones(bundle), "metrics") if row[0] == "dwell")

    assert dwell[4:6] == ["1/50", "0.90"]


def test_a_metric_that_a_pack_turned_off_stays_readable(bundle: PolicyBundle) -> None:
    changed = under(pack(rule("off", metrics=("dwell",))), bundle=bundle)

    dwell = next(row for row in sheet(zones(changed), "metrics") if row[0] == "dwell")

    assert dwell[1] == "turned off by a pack"


def test_an_overdue_review_needs_a_person(bundle: PolicyBundle) -> None:
    facts = {fact.title: fact for fact in zones(bundle, LATE).facts}

    assert facts["Review by"].needs_person
    assert not {fact.title: fact for fact in zones(bundle).facts}["Review by"].needs_person
    assert any(cell.kind == "alarm" for row in purposes(bundle, LATE).sheets[0].rows for cell in row)


def test_what_no_policy_can_permit_stands_on_each_page(bundle: PolicyBundle) -> None:
    assert sheet(zones(bundle), "never") == sheet(purposes(bundle, NOW), "never")


def test_what_holds_names_the_article_behind_it(bundle: PolicyBundle) -> None:
    changed = under(pack(rule("off", metrics=("dwell",))), bundle=bundle)

    because = [row[2] for row in sheet(zones(changed), "rules") if "dwell" in " ".join(row)]

    assert any("Art. 1" in words for words in because)


def test_a_purpose_that_only_learns_says_that_nothing_is_counted() -> None:
    bundle = load_bundle(optional=("learning",))
    document = next(one for one in bundle.documents if one.purpose == "learning")
    [metrics] = [one for one in purpose(bundle, document, NOW).sheets if one.key == "metrics"]

    assert (metrics.rows, metrics.empty) == ((), "Nothing is counted for it: a model is trained.")
