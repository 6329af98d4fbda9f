"""The policy of a chain that learns on one machine: the demo's, with hours and terms for learning."""

import json
import re
from pathlib import Path

from edge_node.demo.policy import demo_policies
from edge_node.federated.code_hash import code_hash
from edge_node.federated.errors import LearnError
from shared.schemas.training_plan import TrainingPlan

PURPOSE = "zones"
"""The purpose whose windows are learnt from here: it has a notice, and the demo attests it."""

TASK = "intent"

KEPT_HOURS = 24
"""How long a window may live: a night's training follows, and then it goes."""

_REVIEW = re.compile(r"^(review_by = .+)$", re.MULTILINE)
_RELEASES = re.compile(r"^(release_months = .+)$", re.MULTILINE)
_ALL_DAY = r"\1\ntraining_hours = [{ begins_at = 00:00:00, ends_at = 00:00:00 }]"


def run_policies(folder: Path, plan: TrainingPlan) -> Path:
    """Write the documents into the folder and return where they lie.

    Raises: LearnError when the shipped document no longer has the lines that the hours are put behind.
    """
    target = demo_policies(folder)
    document = target / "documents" / f"{PURPOSE}.toml"
    text, hours = _REVIEW.subn(_ALL_DAY, document.read_text(encoding="utf-8"))
    text, lives = _RELEASES.subn(rf"\1\nwindow_hours = {KEPT_HOURS}", text)
    if (hours, lives) != (1, 1):
        raise LearnError(f"expected one review_by and one release_months in {document.name}")
    document.write_text(text, encoding="utf-8")
    chain = target / "chain.toml"
    chain.write_text(f"{chain.read_text(encoding='utf-8')}\n{_terms(plan)}", encoding="utf-8")
    return target


def _terms(plan: TrainingPlan) -> str:
    lines = [f"{name} = {json.dumps(value)}" for name, value in plan.model_dump(mode="json").items()]
    head = f'[learning]\ntask = "{TASK}"\npurpose = "{PURPOSE}"\ncode_hash = "{code_hash()}"\n'
    return "\n".join([head, "[learning.plan]", *lines, ""])
