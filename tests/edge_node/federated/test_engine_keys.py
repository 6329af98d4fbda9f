"""The engine's certificate is good for loopback under its own authority, and node keys are private."""

import ssl
import stat
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from edge_node.federated.engine_keys import make_engine_keys, make_node_key

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def test_certificate_is_signed_by_its_authority(tmp_path: Path) -> None:
    keys = make_engine_keys(tmp_path, NOW)

    authority = x509.load_pem_x509_certificate(keys.authority.read_bytes())
    certificate = x509.load_pem_x509_certificate(keys.certificate.read_bytes())
    certificate.verify_directly_issued_by(authority)
    assert ssl.create_default_context(cafile=str(keys.authority)).get_ca_certs()


def test_keys_are_their_owners_only(tmp_path: Path) -> None:
    keys = make_engine_keys(tmp_path, NOW)
    make_node_key(tmp_path / "node.key")

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (keys.key, tmp_path / "node.key")}

    assert modes == {0o600}


def test_node_key_is_p384_and_its_public_half_is_returned(tmp_path: Path) -> None:
    line = make_node_key(tmp_path / "node.key")

    private = serialization.load_ssh_private_key((tmp_path / "node.key").read_bytes(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    public = private.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    assert line == public.decode()
