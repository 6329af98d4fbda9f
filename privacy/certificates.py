"""The key in a TLS certificate, under the name by which it is pinned.

A certificate is renewed, signed anew and dated; what it proves possession of is its key: that is pinned.
Source: RFC 7469 §2.4 (SubjectPublicKeyInfo); shared/wire/PROTOCOL.md §19.
"""

import hashlib

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from privacy.errors import KeyFormatError


def key_of_der(certificate: bytes) -> str:
    """Return SHA-256 over the certificate's SubjectPublicKeyInfo, in hex. Raises: KeyFormatError."""
    try:
        return _digest(x509.load_der_x509_certificate(certificate))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFormatError("expected a certificate in DER, got something else") from error


def key_of_pem(chain: bytes) -> str:
    """Return the same of a PEM file's first certificate, the one that is shown. Raises: KeyFormatError."""
    try:
        return _digest(x509.load_pem_x509_certificate(chain))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyFormatError("expected a certificate in PEM, got something else") from error


def _digest(certificate: x509.Certificate) -> str:
    info = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(info).hexdigest()
