"""Signing in: every step, what each refuses, and that the refusals look alike."""

from dataclasses import dataclass, replace
from datetime import datetime

import pyotp
import pytest
from sqlmodel import select

from aggregator.accounts.directory import expect
from aggregator.accounts.errors import AccountError
from aggregator.accounts.limits import Wait
from aggregator.accounts.passwords import Passwords
from aggregator.accounts.sealed import Seal
from aggregator.accounts.sessions import who_is
from aggregator.accounts.sign_in import OVER, WRONG, Enrolled, Next, SignIn
from aggregator.accounts.tables import AccountRow, LoginTryRow, SessionRow, Stage
from aggregator.database import reading, writing
from aggregator.hub import Hub
from tests.support import people
from tests.support.clock import FakeClock
from tests.support.people import CHEAP, PASSWORD

HERE = "192.0.2.1"


@dataclass
class Door:
    """Somebody at the door of a home, with an app."""

    hub: Hub
    steps: SignIn
    secret: str = ""

    def first(self, name: str = "mara", password: str = PASSWORD) -> object:
        self.hub.clock.advance(2)
        return self.steps.password(name, password, HERE)

    def half(self) -> str:
        found = self.first()
        assert isinstance(found, Next)
        return found.token

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.hub.clock.now())

    def enrol(self) -> Enrolled:
        half = self.half()
        enrolment = self.steps.enrolment(half)
        assert enrolment is not None
        self.secret = enrolment.secret
        found = self.steps.enrol(half, self.code(), HERE)
        assert isinstance(found, Enrolled)
        self.hub.clock.advance(60)
        return found

    def row(self) -> AccountRow:
        with reading(self.hub.engine) as session:
            return expect(session, "mara")


@pytest.fixture
def door(leader_hub: Hub) -> Door:
    people.add(leader_hub, "mara", "hq_analyst")
    seal = Seal(leader_hub.home.pepper(), leader_hub.random)
    return Door(
        leader_hub, SignIn(leader_hub.engine, leader_hub.clock, leader_hub.random, CHEAP, seal, "Shoal HQ")
    )


def count(hub: Hub, table: type[LoginTryRow] | type[SessionRow]) -> int:
    with reading(hub.engine) as session:
        return len(session.exec(select(table)).all())


def test_first_sign_in_asks_to_set_up_an_app(door: Door) -> None:
    found = door.first()

    assert isinstance(found, Next)
    assert found.stage == "enrol"


def test_right_password_alone_is_nobody(door: Door) -> None:
    door.enrol()

    assert who_is(door.hub.engine, door.hub.clock, has_oidc=False)(door.half()) is None


def test_code_of_the_app_opens_a_session(door: Door) -> None:
    door.enrol()

    found = door.steps.code(door.half(), door.code(), HERE)

    assert isinstance(found, Next)
    assert found.stage == "full"
    who = who_is(door.hub.engine, door.hub.clock, has_oidc=False)(found.token)
    assert who is not None
    assert who.name == "mara"
    assert door.row().seen_at == door.hub.clock.now()


def test_name_is_taken_however_it_is_typed(door: Door) -> None:
    assert isinstance(door.first(" Mara "), Next)


@pytest.mark.parametrize(
    ("name", "password"),
    [("mara", "wrong"), ("nobody", PASSWORD), ("gone", PASSWORD), ("", "")],
    ids=["wrong password", "unknown name", "disabled account", "nothing"],
)
def test_whatever_is_wrong_the_answer_is_the_same(door: Door, name: str, password: str) -> None:
    people.add(door.hub, "gone", "hq_analyst")
    people.directory(door.hub).disable("gone")

    assert door.first(name, password) is WRONG
    assert count(door.hub, SessionRow) == 0


@pytest.mark.parametrize("name", ["mara", "nobody", "gone"])
def test_whatever_is_wrong_one_hash_is_computed(
    door: Door, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.add(door.hub, "gone", "hq_analyst")
    people.directory(door.hub).disable("gone")
    computed = []
    monkeypatch.setattr(
        Passwords, "is_right", lambda _self, kept, _password: computed.append(kept) is not None
    )

    assert door.first(name, "wrong") is WRONG
    assert len(computed) == 1


def test_code_is_good_once(door: Door) -> None:
    door.enrol()
    code = door.code()
    assert isinstance(door.steps.code(door.half(), code, HERE), Next)

    assert door.steps.code(door.half(), code, HERE) is WRONG


def test_code_of_the_enrolment_is_used_up_too(door: Door) -> None:
    half = door.half()
    enrolment = door.steps.enrolment(half)
    assert enrolment is not None
    code = pyotp.TOTP(enrolment.secret).at(door.hub.clock.now())
    door.steps.enrol(half, code, HERE)

    assert door.steps.code(door.half(), code, HERE) is WRONG


def test_recovery_code_stands_in_for_the_app_once(door: Door) -> None:
    codes = door.enrol().codes
    assert isinstance(door.steps.code(door.half(), codes[0], HERE), Next)

    assert door.steps.code(door.half(), codes[0], HERE) is WRONG


def test_half_a_session_is_good_for_one_code(door: Door) -> None:
    door.enrol()
    half = door.half()
    door.steps.code(half, door.code(), HERE)
    door.hub.clock.advance(60)

    assert door.steps.code(half, door.code(), HERE) is OVER


def test_half_a_session_lasts_ten_minutes(door: Door) -> None:
    door.enrol()
    half = door.half()
    door.hub.clock.advance(600)

    assert door.steps.code(half, door.code(), HERE) is OVER


def test_secret_is_the_same_until_it_is_confirmed_and_never_shown_again(door: Door) -> None:
    half = door.half()
    shown = [door.steps.enrolment(half) for _ in range(2)]
    wrong = door.steps.enrol(half, "000000", HERE)
    door.enrol()

    assert shown[0] == shown[1]
    assert wrong is WRONG
    assert door.steps.enrolment(door.half()) is None


def test_secret_lies_in_the_home_sealed(door: Door) -> None:
    door.enrol()

    assert door.secret.encode() not in door.row().totp
    assert pyotp.TOTP(door.secret).byte_secret() not in door.row().totp


def test_enrolling_needs_a_password_first(door: Door) -> None:
    door.enrol()

    assert door.steps.enrolment("") is None
    assert door.steps.enrol("nothing", "000000", HERE) is OVER
    assert door.steps.enrol(door.half(), "000000", HERE) is OVER


def test_sixth_wrong_password_in_a_minute_must_wait_the_right_one_too(door: Door) -> None:
    answers = [door.first(password="wrong") for _ in range(5)]

    assert answers == [WRONG] * 5
    assert isinstance(door.first(), Wait)


def test_limit_holds_for_unknown_names_alike(door: Door) -> None:
    answers = [door.first("nobody") for _ in range(6)]

    assert answers[:5] == [WRONG] * 5
    assert isinstance(answers[5], Wait)


def test_wrong_codes_are_limited_like_wrong_passwords(door: Door) -> None:
    door.enrol()
    half = door.half()
    answers = []
    for _ in range(6):
        door.hub.clock.advance(2)
        answers.append(door.steps.code(half, "000000", HERE))

    assert answers[:5] == [WRONG] * 5
    assert isinstance(answers[5], Wait)


def test_successes_leave_no_try_behind(door: Door) -> None:
    door.enrol()
    door.steps.code(door.half(), door.code(), HERE)

    assert count(door.hub, LoginTryRow) == 0


def test_password_handed_over_must_be_changed_before_anything_else(door: Door) -> None:
    people.directory(door.hub).reset("mara", "handed over in a letter", is_handed_over=True)
    found = door.first(password="handed over in a letter")
    assert isinstance(found, Next)
    enrolment = door.steps.enrolment(found.token)
    assert enrolment is not None
    door.secret = enrolment.secret
    enrolled = door.steps.enrol(found.token, door.code(), HERE)
    assert isinstance(enrolled, Enrolled)

    assert enrolled.next.stage == "password"
    with pytest.raises(AccountError, match="another one"):
        door.steps.own_password(enrolled.next.token, "handed over in a letter")
    done = door.steps.own_password(enrolled.next.token, "a third lighthouse")
    assert isinstance(done, Next)
    assert (done.stage, door.row().must_change) == ("full", False)


def test_own_password_is_asked_once(door: Door) -> None:
    assert door.steps.own_password(door.half(), "a third lighthouse") is OVER


def test_hash_of_other_parameters_is_renewed_at_the_sign_in(door: Door) -> None:
    with writing(door.hub.engine) as session:
        account = expect(session, "mara")
        account.password = Passwords().hash(PASSWORD)
        session.add(account)

    assert isinstance(door.first(), Next)

    assert not CHEAP.is_outdated(door.row().password)
    assert CHEAP.is_right(door.row().password, PASSWORD)


def test_account_changed_while_the_hash_was_computed_is_not_let_in(door: Door) -> None:
    class Slow(Passwords):
        def is_right(self, kept: str, password: str) -> bool:
            people.directory(door.hub).disable("mara")
            return CHEAP.is_right(kept, password)

        def is_outdated(self, kept: str) -> bool:
            return False

    steps = SignIn(
        door.hub.engine, door.hub.clock, door.hub.random, Slow(), door.steps.seal, door.steps.issuer
    )

    assert steps.password("mara", PASSWORD, HERE) is WRONG


class Jumping(FakeClock):
    """Jumps ten minutes ahead after so many looks at it: a half session runs out between two of them."""

    def __init__(self, at: datetime, looks: int) -> None:
        super().__init__(at)
        self.looks = looks

    def now(self) -> datetime:
        self.looks -= 1
        if self.looks == -1:
            self.advance(600)
        return super().now()


@pytest.mark.parametrize(("stage", "looks"), [("code", 2), ("enrol", 2), ("password", 1)])
def test_half_a_session_that_ends_while_it_is_judged_is_over(door: Door, stage: Stage, looks: int) -> None:
    if stage != "enrol":
        door.enrol()
    half = people.token(door.hub, "mara", stage)
    steps = replace(door.steps, clock=Jumping(door.hub.clock.now(), looks))

    judged = {
        "code": lambda: steps.code(half, "000000", HERE),
        "enrol": lambda: steps.enrol(half, "000000", HERE),
        "password": lambda: steps.own_password(half, "a third lighthouse"),
    }

    assert judged[stage]() is OVER
