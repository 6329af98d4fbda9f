"""A certificate is known by its key, however it is written and whenever it was signed."""

import hashlib
import ssl
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from privacy.certificates import key_of_der, key_of_pem
from privacy.errors import KeyFormatError
from tests.support.certificates import certificate


def test_the_key_of_a_certificate_is_the_digest_of_its_public_key_info(tmp_path: Path) -> None:
    chain, secret = certificate(tmp_path)
    public = load_pem_private_key(secret.read_bytes(), None).public_key()
    expected = hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    pem = chain.read_bytes()

    assert key_of_pem(pem) == expected.hexdigest()
    assert key_of_der(ssl.PEM_cert_to_DER_cert(pem.decode())) == expected.hexdigest()


def test_the_first_of_a_chain_counts(tmp_path: Path) -> None:
    first, second = (certificate(tmp_path, name)[0].read_bytes() for name in ("a-", "b-"))

    assert key_of_pem(first + second) == key_of_pem(first) != key_of_pem(second)


@pytest.mark.parametrize("read", [key_of_der, key_of_pem], ids=["DER", "PEM"])
@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\n", bytes(64)])
def test_what_is_no_certificate_is_refused(read: object, content: bytes) -> None:
    with pytest.raises(KeyFormatError, match="expected a certificate"):
        read(content)  # type: ignore[operator]  # one of the two
