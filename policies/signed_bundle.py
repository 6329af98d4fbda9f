"""A bundle as the office puts it in force: with who drafted it, who approved it, who may do either.

Source: shared/wire/PROTOCOL.md §2.3, §11.
"""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field, ValidationError, model_validator

from policies.approval import Approval, Signer
from policies.canonical import canonical
from policies.errors import SignatureError
from policies.schema import PolicyBundle
from policies.signing import holds, sign
from policies.tasks import tasks
from shared.config import describe
from shared.schemas.keys import HexSignature
from shared.schemas.layout import Wire

MOST_SIGNERS = 64
"""People on one list, and statements under one bundle."""


class Publication(Wire):
    """What the office signs, in one piece."""

    bundle: PolicyBundle
    authorship: Approval | None = None
    """The author's own signature under the draft; a loosening needs it."""
    approvals: Annotated[tuple[Approval, ...], Field(max_length=MOST_SIGNERS)] = ()
    """Of those who approved it, each once."""
    signers: Annotated[tuple[Signer, ...], Field(max_length=MOST_SIGNERS)] = ()
    """Whom the office lets draft and approve; each has a name and a key of their own."""
    published_at: AwareDatetime
    """When the office signed."""

    @model_validator(mode="after")
    def _are_several_people(self) -> Self:
        if len({signer.name for signer in self.signers}) < len(self.signers):
            raise ValueError("two signers have the same name; each needs one of their own")
        if len({signer.public_key for signer in self.signers}) < len(self.signers):
            raise ValueError("two signers have the same key; one person is one signer")
        return self


class SignedBundle(Publication):
    """A publication under the office's root key."""

    signature: HexSignature
    """Over the canonical spelling of the rest; context ``shoal/1 policy``."""

    @property
    def text(self) -> str:
        """As it is stored and sent: JSON that an older release can read while nothing new is said in it."""
        return canonical(self).decode()

    @property
    def unsigned(self) -> Publication:
        """The part that is signed."""
        return Publication(**{name: getattr(self, name) for name in Publication.model_fields})


def sign_bundle(publication: Publication, root_secret: bytes) -> SignedBundle:
    """Return the publication under the office's signature. Raises: SignatureError for what is no key."""
    signature = sign(root_secret, "shoal/1 policy", canonical(publication))
    parts = {name: getattr(publication, name) for name in Publication.model_fields}
    return SignedBundle(**parts, signature=signature)


def is_signed(signed: SignedBundle, root_public_key: bytes) -> bool:
    """True when the root key signed all of it."""
    return holds(root_public_key, "shoal/1 policy", canonical(signed.unsigned), signed.signature)


def verify_bundle(text: bytes | str, root_public_key: bytes) -> PolicyBundle:
    """Return the bundle of a signed bundle's JSON, once the office's signature and its consistency hold.

    This is for what was adopted before; whether it may be adopted says policies.history.
    Raises: SignatureError when this key did not sign it; DocumentError when it contradicts itself.
    """
    try:
        signed = SignedBundle.model_validate_json(text)
    except ValidationError as error:
        raise SignatureError(f"expected a signed policy bundle: {describe(error)}") from error
    if not is_signed(signed, root_public_key):
        raise SignatureError("the policy bundle is not signed by the pinned compliance key")
    tasks(signed.bundle)
    return signed.bundle
