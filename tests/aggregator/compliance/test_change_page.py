from aggregator.compliance.change_page import change_page, edits
from aggregator.compliance.model import Desk
from policies.amend import amend
from policies.loader import load_bundle
from tests.support.vector_world import NOW

BUNDLE = load_bundle()


def form(part: str) -> Desk:
    page = change_page(BUNDLE, part, ["mara", "omid"], NOW)
    assert page is not None
    return page


def test_a_purpose_can_be_changed_field_by_field() -> None:
    names = {entry.name for group in form("zones").form for entry in group.entries}

    assert "documents.zones.retention.track_minutes" in names
    assert "documents.zones.metrics.dwell.lane" in names
    assert not any(".footfall." in name or "bound" in name for name in names)


def test_fields_are_grouped_and_named_in_words() -> None:
    groups = {group.title: [entry.label for entry in group.entries] for group in form("zones").form}

    assert list(groups) == ["Why", "In words", "What is counted", "How long it is kept"]
    assert "track minutes" in groups["How long it is kept"]
    assert "dwell, rho, day" in groups["What is counted"]


def test_the_chain_has_a_form_of_its_own() -> None:
    assert {entry.name for entry in form("chain").form[1].entries} >= {
        "chain.budget.total",
        "chain.not_after",
    }


def test_authors_are_those_on_the_list() -> None:
    assert form("zones").form[0].entries[0].choices == ("mara", "omid")


def test_a_part_that_is_none_has_no_form() -> None:
    assert change_page(BUNDLE, "mood", [], NOW) is None


def test_only_what_differs_is_an_edit() -> None:
    sent = {entry.name: entry.text for group in form("zones").form for entry in group.entries}
    changed = sent | {"documents.zones.retention.track_minutes": "120", "token": "x"}

    assert edits(BUNDLE, sent) == {}
    assert edits(BUNDLE, changed) == {"documents.zones.retention.track_minutes": "120"}
    assert amend(BUNDLE, edits(BUNDLE, changed)) != BUNDLE
