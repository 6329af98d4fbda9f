"""Drafts on their way between people: ``draft.json``, written whole, read strictly."""

from pathlib import Path

from pydantic import ValidationError

from policies.draft import Draft
from policies.errors import DocumentError
from policies.schema import PolicyBundle
from policies.signed_bundle import SignedBundle
from policies.writing import write_whole
from shared.config import describe


def read_draft(path: Path) -> Draft:
    """Return the draft in the file. Raises: DocumentError when it holds none."""
    text = _text_of(path)
    try:
        return Draft.model_validate_json(text)
    except ValidationError as error:
        raise DocumentError(
            f"expected a draft in {path}: {describe(error)}. Make one with: shoal policy sign"
        ) from error


def write_draft(path: Path, draft: Draft) -> None:
    """Write the draft, replacing what was there. Raises: DocumentError when it cannot be written."""
    try:
        write_whole(path, draft.model_dump_json(indent=1).encode())
    except OSError as error:
        raise DocumentError(f"cannot write {path}: {error.strerror}") from error


def read_held(path: Path) -> PolicyBundle:
    """Return the bundle of a signed policy's file; who signed it is for those who adopt to check.

    Raises: DocumentError when it holds none.
    """
    text = _text_of(path)
    try:
        return SignedBundle.model_validate_json(text).bundle
    except ValidationError as error:
        raise DocumentError(
            f"expected the signed policy in force in {path}: {describe(error)}. The helper keeps it as "
            "policy.json, and everybody gets it from GET /v1/policy"
        ) from error


def _text_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot read {path}: {error.strerror}") from error
