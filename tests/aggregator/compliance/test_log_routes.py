from pathlib import Path

from aggregator.audit.trust import Keys
from aggregator.audit.verify import verify_file
from aggregator.hub import Hub
from tests.support.hub_world import serving, with_pages
from tests.support.people import add, token


def test_what_is_taken_away_verifies_with_the_public_key_alone(helper_hub: Hub, tmp_path: Path) -> None:
    add(helper_hub, "anna", "compliance_officer")
    with serving(with_pages(helper_hub)) as party:
        party.client.headers["cookie"] = f"shoal-helper-session={token(helper_hub, 'anna')}"
        whole = party.client.get("/compliance/log/audit.bundle")
        one = party.client.get("/compliance/log/0/proof.json")
        none = party.client.get("/compliance/log/999999/proof.json")

    for name, answer in (("audit.bundle", whole), ("entry.json", one)):
        (tmp_path / name).write_bytes(answer.content)
        report = verify_file(tmp_path / name, Keys(helper_hub.root.public_key))
        assert (report.broken, report.checked > 0) == ("", True), name
    assert 'filename="audit.bundle"' in whole.headers["content-disposition"]
    assert none.status_code == 404


def test_who_may_read_the_log_may_not_take_all_of_it_away(helper_hub: Hub) -> None:
    add(helper_hub, "otto", "approver")

    with serving(with_pages(helper_hub)) as party:
        party.client.headers["cookie"] = f"shoal-helper-session={token(helper_hub, 'otto')}"
        statuses = [
            party.client.get(f"/compliance/log/{what}").status_code
            for what in ("0/proof.json", "audit.bundle")
        ]

    assert statuses == [200, 403]
