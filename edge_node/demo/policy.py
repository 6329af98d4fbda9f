"""The demo's policy: the shipped one, with cohort batches that wait longer for back-dated days."""

import re
import shutil
from pathlib import Path

from edge_node.demo.children import ChildError
from policies.loader import SHIPPED

CLOSES_DAYS = 28
"""Days that a cohort batch takes shares in the demo; the schema's most."""

_SETTING = re.compile(r"^cohort_closes_days = \d+$", re.MULTILINE)


def demo_policies(folder: Path) -> Path:
    """Write the demo's policy documents into the folder and return where they lie.

    Raises: ChildError when the shipped documents no longer carry the one setting the demo changes.
    """
    target = folder / "policies"
    for part in ("documents", "packs"):
        shutil.copytree(SHIPPED / part, target / part)
    text, changes = _SETTING.subn(
        f"cohort_closes_days = {CLOSES_DAYS}  # the demo's days lie in the past",
        (SHIPPED / "chain.toml").read_text(encoding="utf-8"),
    )
    if changes != 1:
        raise ChildError("expected one cohort_closes_days in the shipped chain.toml")
    (target / "chain.toml").write_text(text, encoding="utf-8")
    return target
