"""What a person names when a draft is looked at: a folder of documents, a draft file, or a signed policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from policies.draft_file import read_draft, read_held
from policies.loader import load_bundle
from policies.schema import PolicyBundle


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft, and what it says it follows."""

    bundle: PolicyBundle
    follows: PolicyBundle | None
    """None for a folder, which follows nothing, and for the draft of a first version."""


def read_proposal(draft: Path, packs: Sequence[str]) -> Proposal:
    """Return the draft in a folder of documents, the packs applied, or in a draft file as it is.

    Raises: DocumentError when neither is there.
    """
    if draft.is_dir():
        return Proposal(load_bundle(draft, packs=packs), None)
    read = read_draft(draft)
    return Proposal(read.bundle, read.follows)


def read_in_force(path: Path, packs: Sequence[str]) -> PolicyBundle:
    """Return what is or was in force: a folder, the packs applied, or a signed policy as it is.

    Raises: DocumentError when neither is there.
    """
    return load_bundle(path, packs=packs) if path.is_dir() else read_held(path)
