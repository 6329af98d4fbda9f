from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from aggregator.accounts.sessions import form_token
from aggregator.adoption.signers import listed
from aggregator.hub import Hub
from tests.support.drafting import held, in_force, name_people
from tests.support.hub_world import Party, serving, with_pages
from tests.support.people import add, token
from tests.support.policy_world import AUTHOR, DPIA, SECOND, THIRD, secret

LONGER = {"documents.zones.retention.track_minutes": "120"}


@dataclass
class Browser:
    """One person's browser: a session, and a key of their own."""

    party: Party
    name: str
    session: str

    def post(self, path: str, **fields: str) -> httpx.Response:
        return self.party.client.post(
            f"/compliance/{path}",
            data={"token": form_token(self.session), **fields},
            headers=self.cookie,
        )

    def get(self, path: str) -> httpx.Response:
        return self.party.client.get(f"/compliance/{path}", headers=self.cookie)

    @property
    def cookie(self) -> dict[str, str]:
        return {"cookie": f"shoal-helper-session={self.session}"}

    def sign(self, draft_id: int, signer: str) -> httpx.Response:
        words = self.get(f"drafts/{draft_id}/words?signer={signer}").json()
        key = Ed25519PrivateKey.from_private_bytes(secret(signer))
        signature = key.sign(bytes.fromhex(words["to_sign"])).hex()
        return self.post(f"drafts/{draft_id}/sign", signer=signer, at=words["at"], signature=signature)

    def propose(self, **fields: str) -> httpx.Response:
        return self.post(
            "drafts", **({"author": AUTHOR, "reason": "stays are longer", "dpia": DPIA} | fields)
        )


@pytest.fixture
def office(helper_hub: Hub) -> Iterator[Party]:
    name_people(helper_hub)
    for name, role in (("anna", "compliance_officer"), ("otto", "approver"), ("hq", "hq_analyst")):
        add(helper_hub, name, role)
    with serving(with_pages(helper_hub)) as party:
        yield party


@pytest.fixture
def officer(office: Party) -> Browser:
    return Browser(office, "anna", token(office.hub, "anna"))


@pytest.fixture
def approver(office: Party) -> Browser:
    return Browser(office, "otto", token(office.hub, "otto"))


def test_a_change_goes_from_form_to_force(officer: Browser, approver: Browser) -> None:
    made = officer.propose(**LONGER)
    officer.sign(1, AUTHOR)
    approver.sign(1, SECOND)
    approver.sign(1, THIRD)
    published = officer.post("drafts/1/publish")

    assert made.headers["location"] == published.headers["location"] == "/compliance/drafts/1"
    assert in_force(officer.party.hub).documents[-1].retention.track_minutes == 120


def test_one_signature_is_not_enough(officer: Browser, approver: Browser) -> None:
    officer.propose(**LONGER)
    officer.sign(1, AUTHOR)
    approver.sign(1, SECOND)

    refused = officer.post("drafts/1/publish")

    assert refused.status_code == 409
    assert "approv" in refused.text
    assert in_force(officer.party.hub).chain.version == 1


def test_the_draft_shows_what_it_would_do_before_anyone_signs(officer: Browser) -> None:
    officer.propose(**LONGER)

    page = officer.get("drafts/1").text

    assert "documents.zones.retention.track_minutes" in page
    assert "Sign as its author" in page
    assert "kept longer" in page


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "nothing differs"),
        ({"documents.zones.retention.track_minutes": "soon"}, "should be a valid integer"),
        (LONGER | {"dpia": ""}, "impact assessment"),
        (LONGER | {"author": "nobody"}, "expected an author on the list"),
    ],
    ids=["nothing", "no number", "no assessment", "a stranger"],
)
def test_a_change_that_cannot_be_drafted_is_refused_in_words(
    officer: Browser, fields: dict[str, str], says: str
) -> None:
    refused = officer.propose(**fields)

    assert refused.status_code == 409
    assert says in refused.text


def test_an_approver_drafts_nothing_and_an_analyst_signs_nothing(approver: Browser, office: Party) -> None:
    analyst = Browser(office, "hq", token(office.hub, "hq"))

    assert approver.propose(**LONGER).status_code == 403
    assert analyst.post("signers", name="hq", public_key="00" * 32).status_code == 403


def test_a_form_of_another_session_changes_nothing(officer: Browser) -> None:
    forged = officer.party.client.post(
        "/compliance/drafts",
        data={"token": "0" * 64, "author": AUTHOR, "reason": "x", **LONGER},
        headers=officer.cookie,
    )

    assert forged.status_code == 400
    assert officer.get("drafts.json").json()["sheets"][0]["rows"] == []


@pytest.mark.parametrize("at", ["", "today"], ids=["nothing", "no moment"])
def test_a_signature_that_is_none_is_refused(officer: Browser, at: str) -> None:
    officer.propose(**LONGER)

    refused = officer.post("drafts/1/sign", signer=AUTHOR, at=at, signature="00")

    assert refused.status_code == 409
    assert "expected a signature made in this browser" in refused.text


def test_a_signature_of_the_wrong_length_is_refused(officer: Browser) -> None:
    officer.propose(**LONGER)

    refused = officer.post("drafts/1/sign", signer=AUTHOR, at="2026-06-15T12:00:00+00:00", signature="00")

    assert refused.status_code == 409


def test_words_are_given_for_drafts_that_exist(officer: Browser) -> None:
    assert officer.get("drafts/9/words?signer=mara").status_code == 404


def test_a_withdrawn_draft_takes_nothing_more(officer: Browser) -> None:
    officer.propose(**LONGER)
    officer.post("drafts/1/withdraw")

    assert officer.post("drafts/1/withdraw").status_code == 409
    assert officer.sign(1, AUTHOR).status_code == 409
    assert held(officer.party.hub, 1).state == "withdrawn"


def test_a_key_made_in_the_browser_goes_on_the_list(officer: Browser) -> None:
    joined = officer.post("signers", name="anna", public_key="ab" * 32)

    assert joined.headers["location"] == "/compliance/signers"
    assert "anna" in officer.get("signers").text
    assert officer.post("signers", name="anna", public_key="cd" * 32).status_code == 409


def test_nobody_gets_on_the_list_under_another_name(officer: Browser) -> None:
    refused = officer.post("signers", name="otto", public_key="ab" * 32)

    assert refused.status_code == 409
    assert "expected your own name on the list, anna" in refused.text
    assert "otto" not in [signer["name"] for signer in listed(officer.party.hub)]
