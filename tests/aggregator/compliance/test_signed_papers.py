from aggregator.compliance.papers.paper import Paper
from aggregator.compliance.signed_papers import last_signed, sign_paper
from aggregator.compliance.sources import logged
from aggregator.database import reading
from aggregator.hub import Hub
from tests.support.vector_world import NOW


def paper(title: str) -> Paper:
    return Paper(key="budget", title=title, article="GDPR Art. 25(1)", sections=())


def test_the_newest_signed_one_is_compared_with(helper_hub: Hub) -> None:
    for title in ("old", "new"):
        sign_paper(helper_hub, paper(title), by="anna")

    with reading(helper_hub.engine) as session:
        found = last_signed(session)

    assert list(found) == ["budget"]
    assert (found["budget"].paper.title, found["budget"].by, found["budget"].at) == ("new", "anna", NOW)


def test_signing_stands_in_the_log_with_the_fingerprint(helper_hub: Hub) -> None:
    sign_paper(helper_hub, paper("one"), by="anna")

    with reading(helper_hub.engine) as session:
        entry = logged(session, kind="policy_step", before=None)[0]

    assert entry.subject == "paper budget"
    assert paper("one").fingerprint in entry.detail
