"""One's own account, as its owner meets it."""

import pytest

from aggregator.hub import Hub
from tests.support import people
from tests.support.audited import noted
from tests.support.people import PASSWORD
from tests.support.visitor import Visitor

NEW = "a second lighthouse"


def test_account_says_what_it_may_do_and_where_it_is_signed_in(mara: Visitor) -> None:
    mara.sign_in()

    page, twin = mara.get("/account").text, mara.get("/account.json").json()

    assert (twin["name"], twin["role"], twin["groups"], twin["sites"]) == (
        "mara",
        "hq_analyst",
        ["all"],
        None,
    )
    assert twin["rights"] == [
        "own_account", "read_insights", "export_insights", "read_policies", "read_models", "roll_back_models",
    ]  # fmt: skip
    assert [one["is_this"] for one in twin["sessions"]] == [True]
    assert twin["recovery_codes_left"] == 10
    assert "read insights, export insights" in page


def test_another_password_ends_every_session(mara: Visitor, leader_hub: Hub) -> None:
    mara.sign_in()
    people.token(leader_hub, "mara")

    done = mara.post("/account", "/account/password", current=PASSWORD, new=NEW, again=NEW)

    assert done.headers["location"] == "/login"
    assert mara.client.get("/account.json").status_code == 401
    assert mara.sign_in(NEW).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "again", "status", "words"),
    [
        ("wrong", NEW, NEW, 401, "present password is not right"),
        (PASSWORD, NEW, "another", 422, "two new passwords differ"),
        (PASSWORD, "short", "short", 422, "12 to 256 characters"),
        (PASSWORD, PASSWORD, PASSWORD, 422, "another one than before"),
    ],
    ids=["not the present one", "mistyped", "weak", "the same"],
)
def test_password_is_not_changed(
    mara: Visitor, current: str, new: str, again: str, status: int, words: str
) -> None:
    mara.sign_in()

    found = mara.post("/account", "/account/password", current=current, new=new, again=again)

    assert found.status_code == status
    assert words in found.text


def test_fresh_recovery_codes_take_the_password(mara: Visitor) -> None:
    first = mara.sign_in().text

    refused = mara.post("/account", "/account/recovery", current="wrong")
    made = mara.post("/account", "/account/recovery", current=PASSWORD)

    assert refused.status_code == 401
    assert made.text.count("<li><code>") == 10
    assert not set(made.text.split("<code>")[1:]) & set(first.split("<code>")[1:])


def test_signing_out_everywhere_ends_the_others_too(mara: Visitor, leader_hub: Hub) -> None:
    mara.sign_in()
    other = {"cookie": f"shoal-leader-session={people.token(leader_hub, 'mara')}"}

    mara.post("/account", "/account/sign-out-everywhere")

    mara.client.cookies.clear()
    assert mara.client.get("/account.json", headers=other).status_code == 401
    assert [one.detail["step"] for one in noted(leader_hub, "login")][-1] == "signed out everywhere"


def test_wrong_passwords_are_limited_here_too(mara: Visitor) -> None:
    mara.sign_in()
    for _ in range(5):
        mara.post("/account", "/account/recovery", current="wrong")

    found = mara.post("/account", "/account/recovery", current=PASSWORD)

    assert "Too many tries" in found.text


def test_form_without_its_token_changes_nothing(mara: Visitor) -> None:
    mara.sign_in()

    found = mara.client.post("/account/sign-out-everywhere", data={"token": "0" * 64})

    assert found.status_code == 400
    assert mara.client.get("/account.json").status_code == 200
