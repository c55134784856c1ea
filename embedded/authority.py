"""The stack's own certificate authority: it vouches for the seal that letters are signed with."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from embedded.credentials import AUTHORITY_FILE, write_private
from embedded.errors import StackError
from settings import Settings, variable

AUTHORITY_YEARS = 20
SEAL_YEARS = 5
_BEFORE = timedelta(days=1)
"""Certificates begin a day early, for readers whose clock runs behind ours."""


def ensure_seal(settings: Settings) -> bool:
    """Make authority, seal and roots where there is no seal; whether they were made.

    A seal that the settings name elsewhere is nobody's to make: StackError where it is missing.
    """
    if settings.seal_file.exists():
        return False
    if not settings.is_embedded("seal_file"):
        raise StackError(
            f"The seal {settings.seal_file} is not there: put it there, or unset {variable('seal_file')}."
        )
    renew_seal(settings)
    return True


def renew_seal(settings: Settings) -> datetime:
    """Make a fresh seal by the authority, which is made where there is none; the instant when it ends."""
    authority = settings.home / AUTHORITY_FILE
    if not authority.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate("Lipei letter authority", key, None, AUTHORITY_YEARS)
        write_private(authority, _pem(key) + certificate.public_bytes(serialization.Encoding.PEM))
    issuer_key, issuer = _read(authority)
    write_private(settings.seal_roots, issuer.public_bytes(serialization.Encoding.PEM))
    key = ec.generate_private_key(ec.SECP256R1())
    seal = _certificate("Lipei letters", key, (issuer_key, issuer), SEAL_YEARS)
    chain = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (seal, issuer))
    write_private(settings.seal_file, _pem(key) + chain)
    return seal.not_valid_after_utc


def _read(path: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    content = path.read_bytes()
    key = serialization.load_pem_private_key(content, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key, x509.load_pem_x509_certificate(content)


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None,
    years: int,
) -> x509.Certificate:
    """A certificate by ``issuer``, or of an authority that vouches for itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signing_key, parent = issuer or (key, None)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent.subject if parent else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=parent is None, path_length=None), critical=True)
        .add_extension(_usage(authority=parent is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False
        )
    )
    return builder.sign(signing_key, hashes.SHA256())


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
