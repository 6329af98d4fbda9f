from dataclasses import replace
from typing import get_args

import pytest

from aggregator.compliance.papers.paper import Key, changes
from aggregator.compliance.papers.shelf import PAPERS
from policies.amend import amend
from tests.support.papers import BUNDLE, FACTS


def test_every_paper_can_be_made_and_knows_its_key() -> None:
    assert {key: make(FACTS).key for key, make in PAPERS.items()} == {key: key for key in get_args(Key)}


@pytest.mark.parametrize("key", ["record", "assessment"])
def test_a_paper_follows_the_policy(key: Key) -> None:
    later = replace(FACTS, bundle=amend(BUNDLE, {"documents.zones.title": "Which parts people like"}))

    found = changes(PAPERS[key](FACTS), PAPERS[key](later))

    assert any("Which parts people like" in change.after for change in found)


def test_the_same_configuration_makes_the_same_papers() -> None:
    assert [make(FACTS) for make in PAPERS.values()] == [make(FACTS) for make in PAPERS.values()]
