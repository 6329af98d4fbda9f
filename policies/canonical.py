"""The one spelling of a policy that is hashed and signed: what differs from the schema's defaults.

A field that a later release adds does not stand in it until somebody sets it. So the hashes and signatures of
every policy made before go on to hold, and two releases side by side name one policy by one hash.
Source: shared/wire/PROTOCOL.md §11.10.
"""

import json

from pydantic import BaseModel


def canonical(model: BaseModel) -> bytes:
    """Return UTF-8 JSON with sorted keys, no white space and no field that has its default."""
    told = model.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
