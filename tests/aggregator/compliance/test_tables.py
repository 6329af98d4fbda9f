from sqlalchemy import inspect

from aggregator.compliance.tables import DraftRow
from aggregator.hub import Hub


def test_a_made_database_has_a_place_for_drafts(helper_hub: Hub) -> None:
    columns = {column["name"] for column in inspect(helper_hub.engine).get_columns("policy_drafts")}

    assert columns == set(DraftRow.model_fields)
