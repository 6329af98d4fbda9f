"""TLS for the SuperLink and a key for each SuperNode, made where the engine runs on one machine.

Where the parts stand on their own hosts these files come from whoever runs the hosts.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from edge_node.storage.files import write_private

VALID_FOR = timedelta(days=7)
"""How long the engine's certificates hold: a run lasts hours."""


@dataclass(frozen=True, slots=True)
class EngineKeys:
    """Where the SuperLink's certificate, its key and the authority that signed it lie."""

    authority: Path
    certificate: Path
    key: Path


def make_engine_keys(folder: Path, now: datetime) -> EngineKeys:
    """Write a fresh authority, and a certificate for loopback; the authority's key is forgotten."""
    keys = EngineKeys(folder / "authority.pem", folder / "superlink.pem", folder / "superlink.key")
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer, subject = _name("Shoal learning authority"), _name("Shoal learning link")
    authority = (
        _unsigned(issuer, issuer, root.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(root, hashes.SHA256())
    )
    names = x509.SubjectAlternativeName(
        [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    )
    certificate = (
        _unsigned(subject, issuer, own.public_key(), now)
        .add_extension(names, critical=False)
        .sign(root, hashes.SHA256())
    )
    write_private(keys.authority, authority.public_bytes(serialization.Encoding.PEM))
    write_private(keys.certificate, certificate.public_bytes(serialization.Encoding.PEM))
    write_private(keys.key, _private(own, serialization.PrivateFormat.PKCS8))
    return keys


def make_node_key(path: Path) -> str:
    """Write a SuperNode's private key (P-384) and return its public half as an OpenSSH line."""
    key = ec.generate_private_key(ec.SECP384R1())
    write_private(path, _private(key, serialization.PrivateFormat.OpenSSH))
    public = key.public_key()
    return public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()


def _private(key: ec.EllipticCurvePrivateKey, form: serialization.PrivateFormat) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _unsigned(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALID_FOR)
    )
