"""The list of accounts, as an administrator meets it."""

import re

import pytest

from aggregator.accounts.list_routes import handed_over
from aggregator.accounts.passwords import weakness
from aggregator.hub import Hub
from tests.support.audited import noted
from tests.support.vector_world import fixed_random
from tests.support.visitor import Visitor

_PASSWORD = re.compile(r'role="status">.*?<code>([a-z2-7-]+)</code>', re.DOTALL)


def test_list_has_its_data_beside_it(ida: Visitor) -> None:
    page, twin, table = (ida.get(path) for path in ("/accounts", "/accounts.json", "/accounts.csv"))

    assert [one["name"] for one in twin.json()["accounts"]] == ["ida", "mara"]
    assert "mara" in page.text
    assert table.text.splitlines()[1].startswith("ida,admin,all,,True,")


def test_account_added_here_signs_in_with_the_password_shown_and_chooses_its_own(ida: Visitor) -> None:
    ida.post("/accounts", "/accounts/groups", name="north", sites="site-edge-1, site-edge-2")
    shown = ida.post("/accounts", "/accounts", name="ole", role="store_manager", group=["north"])
    found = _PASSWORD.search(shown.text)
    assert found is not None
    ida.post("/accounts", "/logout")

    ole = Visitor(ida.client, ida.clock, "ole")
    ole.sign_in(found.group(1))
    own = "a lighthouse of my own"
    done = ole.post("/login/password", "/login/password", password=own, again=own)

    assert done.status_code == 303
    assert ole.get("/account.json").json()["sites"] == ["site-edge-1", "site-edge-2"]


def test_account_reset_here_sets_up_its_app_anew(ida: Visitor) -> None:
    shown = ida.post("/accounts", "/accounts/reset", name="mara")
    found = _PASSWORD.search(shown.text)
    assert found is not None
    ida.post("/accounts", "/logout")

    onward = ida.post("/login", "/login", name="mara", password=found.group(1)).headers["location"]

    assert onward == "/login/enrol"


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("/assign", {"name": "mara", "role": "approver", "group": ["all"]}, "mara is now approver"),
        ("/disable", {"name": "mara"}, "mara can no longer sign in"),
        ("/enable", {"name": "mara"}, "mara can sign in again"),
        ("/groups", {"name": "north", "sites": "a b"}, "The store group north is a, b"),
    ],
    ids=["assign", "disable", "enable", "group"],
)
def test_each_change_says_what_it_did(
    ida: Visitor, path: str, fields: dict[str, str | list[str]], words: str
) -> None:
    found = ida.post("/accounts", f"/accounts{path}", **fields)

    assert found.status_code == 200
    assert words in found.text


@pytest.mark.parametrize(
    ("path", "fields", "words"),
    [
        ("", {"name": "mara", "role": "admin", "group": ["all"]}, "already"),
        ("", {"name": "new", "role": "admin"}, "at least one store group"),
        ("/assign", {"name": "ida", "role": "approver", "group": ["all"]}, "last administrator"),
        ("/disable", {"name": "ida"}, "last administrator"),
        ("/reset", {"name": "nobody"}, "Expected an account"),
        ("/groups", {"name": "all", "sites": "a"}, "every store"),
    ],
    ids=["taken", "no group", "last admin", "last admin disabled", "unknown", "all stores"],
)
def test_what_cannot_be_is_refused_in_words(
    ida: Visitor, path: str, fields: dict[str, str | list[str]], words: str
) -> None:
    found = ida.post("/accounts", f"/accounts{path}", **fields)

    assert found.status_code == 422
    assert words in found.text


def test_changes_are_noted_with_who_made_them(ida: Visitor, leader_hub: Hub) -> None:
    ida.post("/accounts", "/accounts/disable", name="mara")

    last = noted(leader_hub, "account")[-1]

    assert (last.subject, last.detail) == ("mara", {"step": "disabled", "by": "ida"})


def test_analyst_neither_sees_nor_changes_the_list(mara: Visitor) -> None:
    mara.sign_in()

    assert mara.get("/accounts").status_code == 403
    assert mara.post("/account", "/accounts/disable", name="ida").status_code == 403


def test_password_to_hand_over_is_a_good_one() -> None:
    made = [handed_over("mara", fixed_random(str(at))) for at in range(50)]

    assert len(set(made)) == 50
    assert {weakness(one, "mara") for one in made} == {""}
