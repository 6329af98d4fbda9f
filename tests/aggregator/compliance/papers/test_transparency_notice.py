from dataclasses import replace

from aggregator.compliance.papers.facts import Facts
from aggregator.compliance.papers.transparency_notice import NOT_DONE, transparency_notice
from tests.support.packs import SHIPPED, with_documents
from tests.support.papers import FACTS


def signs(facts: Facts) -> set[str]:
    table = transparency_notice(facts).sections[1].table
    assert table is not None
    return {row[2] for row in table.rows}


def test_what_is_not_done_is_said_in_full() -> None:
    assert transparency_notice(FACTS).sections[2].sentences == NOT_DONE


def test_a_sign_without_a_text_is_said_to_be_one() -> None:
    named = with_documents(SHIPPED, notice_reference="notice-en-1")
    unsigned = with_documents(SHIPPED, notice_required=False)

    assert signs(FACTS) == {"required, no text named"}
    assert signs(replace(FACTS, bundle=named)) == {"notice-en-1"}
    assert signs(replace(FACTS, bundle=unsigned)) == {"not required"}
