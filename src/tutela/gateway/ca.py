"""The establishment's own authority: what devices must trust so that a blocked HTTPS site can show our page.

One for each establishment, so that trusting one school trusts nobody else. Its key lies in the key folder; Squid gets
key and certificate in one file that only its user can read.
"""

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tutela.gateway.errors import GatewayError

VALID_DAYS = 825
"""Renewing it means visiting every device, so two years and a term; the status says how long it has to go."""
BACKDATED = dt.timedelta(hours=1)


def authority(keys: Path, slug: str, school: str, at: dt.datetime) -> bytes:
    """Key and certificate of an establishment's authority as PEM, made on first need. Raises `GatewayError`."""
    file = keys / f"authority-{slug}.pem"
    try:
        if not file.exists():
            keys.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(file, _make(school, at))
        pem = file.read_bytes()
    except OSError as error:
        raise GatewayError(f"the authority of {slug} in {file} cannot be used: {error.strerror}") from error
    if expires_at(pem) <= at:
        raise GatewayError(
            f"the authority of {slug} ended on {expires_at(pem):%d %B %Y}; move {file} away for a new one"
        )
    return pem


def certificate(pem: bytes) -> bytes:
    """The certificate alone, to be installed on devices."""
    return x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.PEM)


def expires_at(pem: bytes) -> dt.datetime:
    """When devices stop trusting it."""
    return x509.load_pem_x509_certificate(pem).not_valid_after_utc


def fingerprint(pem: bytes) -> str:
    """SHA-256 of the certificate, as devices show it: pairs of hex digits with colons between."""
    return x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex(":").upper()


def _make(school: str, at: dt.datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, school[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{school[:40]} web filter"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BACKDATED)
        .not_valid_after(at + dt.timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + made.public_bytes(serialization.Encoding.PEM)


def _write(file: Path, content: bytes) -> None:
    draft = file.with_name(f".{file.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o400)
    # the owner may write what it has just made although the file is read-only for later openers
    draft.chmod(0o600)
    draft.write_bytes(content)
    draft.chmod(0o400)
    draft.replace(file)
