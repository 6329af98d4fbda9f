"""The page says in plain words what the facts are, in every state, and escapes what people typed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from edge_node.consent.attestations import Act
from edge_node.consent.notice import Sign
from edge_node.consent.pauses import Pause, length_of
from edge_node.console.access import Session
from edge_node.console.contribution import Contribution, GivenRound, ModelUsed, Price
from edge_node.console.facts import Facts
from edge_node.console.happening import Happening
from edge_node.console.health import CameraHealth, Health
from edge_node.console.rendering import LENGTHS, closed_page, page_of, rows_of_now
from edge_node.console.sendings import Sending, Sendings
from edge_node.console.wording import languages
from policies.engine import deny

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
LOOKS = CameraHealth("door", None, sees=True, attested_until=AT.date())
HEALTH = Health(is_at_work=True, cameras=(LOOKS,), pause=None)
GIVEN = Contribution("on", purposes=("Where people stop",), hours=("22:00 to 06:00",))
FACTS = Facts(
    "Altona",
    is_simulated=False,
    at=AT,
    health=HEALTH,
    learning=GIVEN,
    sent=Sendings(),
    now=Happening(is_answered=True),
)
PRESSED = Pause(pressed=Act(by="floor lead", at=AT), reason="<b>asked</b>")


def page(language: str = "en", *, fault: str = "", **changes: Any) -> str:
    session = Session("cookie", "form-token", language)
    return page_of(replace(FACTS, **changes), session, fault=fault)


def learning(**changes: Any) -> str:
    return page(learning=replace(GIVEN, **changes))


@pytest.mark.parametrize(
    ("health", "title", "detail"),
    [
        (HEALTH, "Measuring", "1 of 1 cameras look at the shop."),
        (replace(HEALTH, is_at_work=False), "No node answers", "shoal edge run"),
        (replace(HEALTH, cameras=()), "Nothing is measured", "No camera may look now."),
        (
            replace(HEALTH, cameras=(replace(LOOKS, sees=False),)),
            "No picture comes",
            "power, cable and address",
        ),
        (
            replace(HEALTH, pause=PRESSED),
            "Paused: nothing is measured",
            "Until somebody resumes. Pressed by floor lead",
        ),
        (
            replace(HEALTH, pause=PRESSED.model_copy(update={"until": AT + timedelta(hours=2)})),
            "Paused: nothing is measured",
            "Until 2026-06-15 14:00.",
        ),
    ],
    ids=["measuring", "no node", "no camera", "no picture", "paused", "paused until"],
)
def test_whether_it_runs_is_said_first(health: Health, title: str, detail: str) -> None:
    text = page(health=health)

    assert f"<strong>{title}</strong>" in text
    assert detail in text


def test_what_is_off_is_drawn_as_off() -> None:
    still = '<div class="state is-still">'
    unsigned = replace(GIVEN, obstacle=deny("not_attested", "no sign"))
    by_day = replace(GIVEN, refusal=deny("training_hours", "not at this hour"))

    drawn = [page(), page(learning=by_day), page(learning=unsigned), page(health=Health(is_at_work=False))]

    assert [text.count(still) for text in drawn] == [0, 0, 1, 1]


def test_a_closed_camera_says_why_and_by_which_article() -> None:
    closed = CameraHealth("door", deny("not_attested", "nobody looked"), sees=False, attested_until=None)

    text = page(health=replace(HEALTH, cameras=(closed,)))

    assert "the sign is not attested" in text
    assert "nobody looked" in text
    assert "GDPR Art. 13(1)" in text
    assert "nobody attests that it hangs" in text


def test_what_people_typed_is_escaped() -> None:
    text = page(store="<script>", health=replace(HEALTH, pause=PRESSED), fault="<i>no</i>")

    assert "<script>" not in text
    assert "&lt;b&gt;asked" in text
    assert "&lt;i&gt;no" in text


@pytest.mark.parametrize("language", languages())
def test_no_page_holds_anything_inline(language: str) -> None:
    text = page(language)

    assert "style=" not in text
    assert "onclick" not in text
    assert (
        text.count("<script") == text.count('<script type="module" src="/static/console.js"></script>') == 1
    )


def test_cameras_without_a_sign_are_ticked_when_one_is_attested() -> None:
    unsigned = replace(LOOKS, name="till", attested_until=None)
    sign = Sign("notice-en-1", "en", "Cameras measure here", ("Muster Retail GmbH is responsible.",))

    text = page(health=replace(HEALTH, cameras=(LOOKS, unsigned), signs=(sign,)))

    assert 'name="camera" value="till" checked>' in text
    assert 'name="camera" value="door">' in text
    assert 'min="2026-06-15" max="2027-06-16" value="2026-12-14"' in text
    assert "<p>Muster Retail GmbH is responsible.</p>" in text


def test_a_store_whose_registers_cannot_be_read_attests_nothing() -> None:
    sign = Sign("notice-en-1", "en", "Cameras measure here", ())

    assert "/signs/" not in page(health=replace(HEALTH, signs=(sign,), problem="damaged"))


def test_learning_that_is_on_says_for_what_and_when() -> None:
    text = learning()

    assert "<strong>Learning is on</strong>For: Where people stop. It trains 22:00–06:00" in text
    assert "A round that is asked for now is answered, if enough privacy is left to spend." in text
    assert 'action="/learning/off"' in text
    assert 'action="/learning/on"' not in text


def test_a_policy_that_lets_train_all_day_says_so() -> None:
    assert "It trains 00:00–24:00" in learning(hours=("00:00 to 00:00",))


def test_before_it_is_switched_off_the_page_tells_what_goes() -> None:
    text = learning(windows=1234, window_hours=72.0, labels={"reach": 1234})

    assert "The 1\N{NARROW NO-BREAK SPACE}234 pieces held now are not used" in text
    assert "each is destroyed within 72 hours" in text
    assert "is used no more and forgotten" in text


@pytest.mark.parametrize(
    ("until", "said"),
    [(None, "until somebody switches it on again."), (AT + timedelta(days=1), "until 2026-06-16 12:00.")],
    ids=["open", "until"],
)
def test_learning_that_is_off_says_who_and_until_when(until: datetime | None, said: str) -> None:
    text = learning(state="off", stopped=PRESSED.model_copy(update={"until": until}))

    assert "<strong>Learning is off</strong>Switched off by floor lead at 2026-06-15 12:00, " + said in text
    assert 'action="/learning/on"' in text


def test_what_forbids_it_is_said_though_the_switch_is_on() -> None:
    by_day = learning(refusal=deny("training_hours", "not at this hour"))
    unsigned = learning(obstacle=deny("not_attested", "no sign"))

    assert "No round is answered now: these are not the hours in which it may train." in by_day
    assert "Nothing is kept to learn from: the sign is not attested." in unsigned


def test_a_switch_that_cannot_be_read_is_off_and_has_no_button() -> None:
    text = page(learning=Contribution("unreadable", problem="pauses.json is damaged"))

    assert "<strong>Learning is off</strong>What this store wants cannot be read" in text
    assert "pauses.json is damaged" in text
    assert 'action="/learning/' not in text


def test_a_policy_that_trains_nothing_is_said() -> None:
    assert "Learning is not asked for" in learning(state="not_asked", purposes=())


def test_price_is_rounded_up_and_bears_the_unit_of_privacy() -> None:
    text = learning(price=Price(0.4501, 1.2, 73.0))

    assert "ε 0.46 of at most 1.20" in text
    assert "between M·ρ and M²·ρ" in text


def test_rounds_say_what_left_and_what_is_forgotten() -> None:
    rounds = (GivenRound(2, AT, 20_400), GivenRound(1, AT, None))

    text = learning(rounds=rounds, rounds_in_all=2)

    assert "20\N{NARROW NO-BREAK SPACE}400 bytes, encrypted" in text
    assert "no longer known" in text


def test_a_round_that_was_charged_and_not_answered_left_nothing() -> None:
    assert "nothing, or it is still being trained" in learning(
        rounds=(GivenRound(2, AT, None),), rounds_in_all=1
    )


@pytest.mark.parametrize(
    ("made_by", "said"), [("round", "Version 7, of round 5"), ("rollback", "Version 7, gone back to round 5")]
)
def test_the_model_in_use_is_named(made_by: str, said: str) -> None:
    assert said in learning(model=ModelUsed(7, 5, made_by, AT))


@pytest.mark.parametrize(
    ("has_own_head", "said"),
    [(True, "ten numbers, learnt here"), (False, "Not fitted to this store"), (None, "is not known")],
)
def test_whether_it_is_fitted_to_the_store_is_said(has_own_head: bool | None, said: str) -> None:
    assert said in page(now=Happening(is_answered=True, has_own_head=has_own_head))


def test_a_zone_with_too_few_people_has_nobody_to_say_it_of() -> None:
    said = Happening(is_answered=True, zones={"till": {}, "aisle": {"reach": "many", "queue": "a crowd"}})

    rows = rows_of_now(said, "en").rows

    assert rows[0].nobody == "fewer than three people, so nothing is said of them"
    assert rows[1].words == ("–", "–", "many", "–", "–")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Happening(), "No node answers, so nothing is known of now."),
        (
            Happening(is_answered=True, refused="quiet_hours", reason="22:10"),
            "Nothing is said: these are quiet hours.",
        ),
        (Happening(is_answered=True), "The store has no zones."),
    ],
    ids=["no node", "refused", "no zones"],
)
def test_where_nothing_is_said_it_is_said_why(said: Happening, message: str) -> None:
    rows = rows_of_now(said, "en")

    assert (rows.message, rows.rows) == (message, ())
    assert message in page(now=said)


def test_who_pressed_before_and_how_it_ended_is_told() -> None:
    resumed = PRESSED.model_copy(update={"resumed": Act(by="till 2", at=AT + timedelta(minutes=5))})
    over = PRESSED.model_copy(update={"until": AT})

    text = page(health=replace(HEALTH, pauses=(PRESSED, over, resumed)))

    assert ">runs</td>" in text
    assert ">2026-06-15 12:00, as was asked</td>" in text
    assert ">2026-06-15 12:05, by till 2</td>" in text


@pytest.mark.parametrize(
    ("sending", "cells"),
    [
        (
            Sending("footfall", "hour", AT, "leader", "accepted", AT + timedelta(hours=1)),
            ["people who come in and go out (by the hour)", "2026-06-15 12:00", "head office", "taken"],
        ),
        (Sending("dwell", "day", AT, "helper", "expired", AT), ["compliance office", "too late"]),
        (Sending("odd", "", None, "leader", "batch_closed", AT), ["odd", "–", "refused (batch_closed)"]),
    ],
    ids=["taken", "too late", "refused"],
)
def test_what_left_is_told_in_the_words_of_the_public_page(sending: Sending, cells: list[str]) -> None:
    text = page(sent=Sendings(outcomes={sending.outcome: 1}, newest=(sending,)))

    assert all(f">{cell}</t" in text for cell in cells)


def test_what_waits_and_what_was_given_up_is_counted() -> None:
    sent = Sendings(waiting=3, outcomes={"accepted": 1200, "expired": 1, "batch_closed": 1})

    text = page(sent=sent)

    assert "1\N{NARROW NO-BREAK SPACE}200 envelopes taken, 2 given up, 3 on their way." in text
    assert "Answers are kept for 35 days." in text


def test_a_store_from_which_nothing_left_says_so() -> None:
    assert "No sum has left this store in the last 35 days. 0 on their way." in page()


def test_every_length_on_offer_is_one_that_can_be_pressed() -> None:
    assert all(length_of(length) for length in LENGTHS if length)


def test_a_home_that_cannot_be_read_is_a_page_of_its_own() -> None:
    nothing = {"health": Health(is_at_work=False), "learning": Contribution("unreadable")}

    text = page(store="", problem="no paired node", **nothing)

    assert "take everything as off" in text
    assert "no paired node" in text


@pytest.mark.parametrize("language", languages())
def test_a_closed_page_says_nothing_of_the_store(language: str) -> None:
    assert "Altona" not in closed_page(language)
