"""A pack can only forbid, and every shipped one says on which article and that it is no advice."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from policies.loader import SHIPPED, load_bundle
from policies.pack import Pack, PackRule
from policies.tasks import tasks
from shared.config import load_toml
from tests.support.packs import pack, rule

CITES = {
    "eu": r"GDPR Art\. \d|EU AI Act Art\. \d",
    "uk": r"UK GDPR Art\. \d",
    "us-il": r"740 ILCS 14/\d",
    "us-tx": r"Tex\. Bus\. & Com\. Code § 503\.001",
    "us-ca": r"Cal\. Civ\. Code § 1798\.\d",
    "br": r"LGPD Art\. \d",
    "strict": r"GDPR Art\. \d",
}
FILES = sorted((SHIPPED / "packs").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_pack_says_that_it_is_no_legal_advice(path: Path) -> None:
    assert "legal advice" in load_toml(path, Pack).reason


@pytest.mark.parametrize("name", CITES)
def test_every_rule_of_a_jurisdiction_cites_its_law(name: str) -> None:
    rules = load_toml(SHIPPED / "packs" / f"{name}.toml", Pack).rules

    assert [r.article for r in rules if not re.match(CITES[name], r.article)] == []


def test_every_jurisdiction_has_its_pack() -> None:
    held = {path.stem for path in FILES if load_toml(path, Pack).jurisdiction}

    assert held == set(CITES)


def test_all_packs_together_still_measure_how_many_come_in() -> None:
    everything = load_bundle(packs=[path.stem for path in FILES])

    assert {task.metric for task in tasks(everything).values()} == {"footfall", "occupancy", "queue_length"}


@pytest.mark.parametrize(
    ("described", "words"),
    [
        (rule("off", metrics=("dwell", "queue_wait")), "dwell, queue wait: not measured"),
        (rule("cohort_only", metrics=("dwell",)), "dwell: only as sums over several stores"),
        (rule("needs_dpia", metrics=("flow",)), "flow: not without an impact assessment"),
        (rule("needs_consent", metrics=("flow",)), "flow: not without consent"),
        (rule("minimum_count", metrics=("flow",), at_least=5), "flow: values below 5 are not shown"),
        (rule("minimum_batch", at_least=9), "sums over at least 9 stores"),
        (rule("needs_notice"), "nothing is measured where no sign hangs"),
        (rule("cap", kept="track_minutes", at_most=9), "tracks in the vault: kept for at most 9 minutes"),
        (rule("training_hours", hours=()), "no model is trained"),
        (rule("training_needs_dpia"), "no model is trained without an impact assessment"),
    ],
    ids=lambda value: value.effect if not isinstance(value, str) else "",
)
def test_a_rule_is_said_in_words(described: PackRule, words: str) -> None:
    assert str(described) == words


def test_hours_are_said_in_words() -> None:
    path = '{"effect": "%s", "article": "Art. 1", "reason": "because a test says so", "hours": %s}'
    spans = '[{"begins_at": "22:00:00", "ends_at": "06:30:00"}]'
    made = [
        Pack.model_validate_json(
            '{"name": "n", "title": "night", "reason": "because of the night", "rules": [%s]}'
            % (path % (effect, spans))
        )
        for effect in ("quiet_hours", "training_hours")
    ]

    assert [str(one.rules[0]) for one in made] == [
        "nothing is measured 22:00–06:30",
        "models are trained 22:00–06:30 only",
    ]


def test_a_pack_without_a_rule_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        pack()


def test_no_rule_can_permit() -> None:
    with pytest.raises(ValidationError, match="does not match any"):
        rule("on", metrics=("dwell",))


def test_every_effect_is_documented() -> None:
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")
    kinds = get_args(get_args(PackRule)[0])
    effects = {get_args(kind.model_fields["effect"].annotation)[0] for kind in kinds}

    assert len(effects) == len(kinds) == 11
    assert [effect for effect in sorted(effects) if f"`{effect}`" not in readme] == []
