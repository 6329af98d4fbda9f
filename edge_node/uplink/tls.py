"""TLS as a store speaks it to an aggregator: whoever answers is known by its key, or is not spoken to.

A certificate's names, dates and issuers say nothing here: the key was vouched for by the root key that the
pairing code pins. The handshake proves that the other side holds it; not a byte is sent before.
Source: shared/wire/PROTOCOL.md §19.
"""

import ssl
from collections.abc import Collection
from typing import Any

from typing_extensions import override

from privacy.certificates import key_of_der
from privacy.errors import KeyFormatError


class KeyedContext(ssl.SSLContext):
    """TLS 1.3 with a peer of a known key; without keys, with anybody, noting which key it showed.

    ``shown`` is the key of the last handshake. What is sent over an unkeyed context must be no secret.
    """

    keys: Collection[str] | None
    shown: str

    def __new__(cls, _keys: Collection[str] | None) -> "KeyedContext":
        """Return a client's context."""
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def __init__(self, keys: Collection[str] | None) -> None:
        self.check_hostname = False
        self.verify_mode = ssl.CERT_NONE
        self.minimum_version = ssl.TLSVersion.TLSv1_3
        self.keys = keys
        self.shown = ""

    @override
    def wrap_socket(self, *args: Any, **options: Any) -> ssl.SSLSocket:
        """Return the socket after the handshake. Raises: ssl.SSLError for another key than those known."""
        wrapped = super().wrap_socket(*args, **options)
        try:
            self.shown = key_of_der(wrapped.getpeercert(binary_form=True) or b"")
        except KeyFormatError as error:
            wrapped.close()
            raise ssl.SSLError(str(error)) from error
        if self.keys is not None and self.shown not in self.keys:
            wrapped.close()
            raise ssl.SSLError(f"expected a TLS key that was vouched for, got {self.shown[:16]}…")
        return wrapped

    @override
    def wrap_bio(self, *args: Any, **options: Any) -> ssl.SSLObject:
        """Refuse TLS inside TLS: the key that is shown could not be seen. Raises: ssl.SSLError always."""
        raise ssl.SSLError("expected a direct connection or an http proxy, got a proxy that speaks TLS")
