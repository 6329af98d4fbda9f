"""The policy of a chain that learns on one machine: the demo's, with the document and terms for learning.

Two things are adapted, which a chain decides itself: that no assessment is needed of invented people, and the
hours, where the shipped ones would keep the run waiting for the night.
"""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from edge_node.demo.chain import chain
from edge_node.demo.policy import demo_policies
from edge_node.federated.code_hash import code_hash
from edge_node.federated.errors import LearnError
from policies.hours import contains, minutes_of
from policies.loader import SHIPPED
from policies.schema import PolicyDocument
from shared.config import load_toml
from shared.schemas.training_plan import TrainingPlan

PURPOSE = "learning"
"""The purpose whose windows are learnt from; its document ships in policies/optional."""

TASK = "intent"

ASSESSMENT = "none needed: stores and people are invented"

LASTS = timedelta(hours=1)
"""Longer than a run takes: so long the hours must go on."""

INVENTED = 6
"""Stores after which time zones repeat. Source: edge_node/demo/chain.py."""

_NO_ASSESSMENT = re.compile(r'^dpia_reference = ""', re.MULTILINE)
_HOURS = re.compile(r"^training_hours = \[.*\]", re.MULTILINE)
_ALL_DAY = "training_hours = [{ begins_at = 00:00:00, ends_at = 00:00:00 }]"


def run_policies(folder: Path, plan: TrainingPlan, now: datetime) -> Path:
    """Write the documents into the folder and return where they lie.

    Raises: LearnError when the shipped document no longer has the lines that are adapted.
    """
    target = demo_policies(folder)
    shipped = SHIPPED / "optional" / f"{PURPOSE}.toml"
    text, assessed = _NO_ASSESSMENT.subn(f'dpia_reference = "{ASSESSMENT}"', shipped.read_text("utf-8"))
    is_night = _covers(load_toml(shipped, PolicyDocument), now)
    text, timed = (text, 1) if is_night else _HOURS.subn(_ALL_DAY, text)
    if (assessed, timed) != (1, 1):
        raise LearnError(f"expected one dpia_reference and one training_hours in {shipped.name}")
    (target / "documents" / shipped.name).write_text(text, encoding="utf-8")
    chain_file = target / "chain.toml"
    chain_file.write_text(f"{chain_file.read_text('utf-8')}\n{terms_table(plan)}", encoding="utf-8")
    return target


def terms_table(plan: TrainingPlan) -> str:
    """Return [learning] as a chain.toml takes it: the plan, and the hash of the code installed here."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in plan.model_dump(mode="json").items()]
    head = f'[learning]\ntask = "{TASK}"\npurpose = "{PURPOSE}"\ncode_hash = "{code_hash()}"\n'
    return "\n".join([head, "[learning.plan]", *lines, ""])


def _covers(document: PolicyDocument, now: datetime) -> bool:
    """Return whether every invented store may train now and until the run is over."""
    minutes = minutes_of(document.training_hours)
    zones = {store.timezone for store in chain(INVENTED)}
    moments = (now, now + LASTS)
    return all(contains(minutes, at.astimezone(ZoneInfo(zone)).time()) for zone in zones for at in moments)
