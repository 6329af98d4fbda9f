"""Which role holds which right: this table, and nothing else. What is not written here is refused."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

Role = Literal["hq_analyst", "compliance_officer", "approver", "store_manager", "technician", "admin"]
"""What a person is to the chain; an account has one."""

Right = Literal[
    "own_account",
    "manage_accounts",
    "read_insights",
    "export_insights",
    "read_policies",
    "draft_policies",
    "approve_policies",
    "read_decisions",
    "read_audit",
    "export_audit",
    "read_retention",
    "read_papers",
    "read_stores",
    "read_models",
    "roll_back_models",
]
"""What may be done. Every address of the pages names one (`guard.needs`)."""

ROLES: Final[tuple[Role, ...]] = get_args(Role)
RIGHTS: Final[tuple[Right, ...]] = get_args(Right)

_EVERYBODY: Final[frozenset[Right]] = frozenset(("own_account", "read_policies"))

MATRIX: Final[Mapping[Role, frozenset[Right]]] = {
    "hq_analyst": _EVERYBODY | {"read_insights", "export_insights", "read_models", "roll_back_models"},
    "compliance_officer": _EVERYBODY
    | {
        "read_insights",
        "export_insights",
        "draft_policies",
        "approve_policies",
        "read_decisions",
        "read_audit",
        "export_audit",
        "read_retention",
        "read_papers",
        "read_stores",
        "read_models",
    },
    "approver": _EVERYBODY
    | {"approve_policies", "read_decisions", "read_audit", "read_retention", "read_papers", "read_stores"},
    "store_manager": _EVERYBODY | {"read_insights", "read_stores", "read_models"},
    "technician": _EVERYBODY | {"read_stores"},
    "admin": _EVERYBODY | {"manage_accounts", "read_stores"},
}
"""An administrator runs accounts and reads no number; an approver signs and drafts nothing. That nobody
approves their own draft is the signatures' rule, not this table's."""

NAMELESS: Final[frozenset[Right]] = frozenset(
    (
        "read_insights",
        "export_insights",
        "read_policies",
        "read_decisions",
        "read_audit",
        "export_audit",
        "read_retention",
        "read_papers",
        "read_stores",
        "read_models",
    )
)
"""What whoever sits at this machine may do while there is no account at all: read. A deed needs a name."""


def holds(role: Role | None, right: Right) -> bool:
    """Return whether the role holds the right; None is the nameless reader of a home without accounts."""
    return right in (NAMELESS if role is None else MATRIX[role])
