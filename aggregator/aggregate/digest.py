"""The name of a set of reports: what two parties compare to know that they sum the same ones.

Source: shared/wire/PROTOCOL.md §15.2.
"""

import hashlib
from collections.abc import Iterable


def batch_digest(report_ids: Iterable[bytes]) -> bytes:
    """Return SHA-256 over the ids, each once, sorted and concatenated: 32 bytes."""
    return hashlib.sha256(b"".join(sorted(set(report_ids)))).digest()
