"""Signs letters (PAdES) and reads signatures back; what was signed stands at the file's beginning."""

import io
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Seal"
_ROOM_FOR_SIGNATURE = 16384
"""Hex digits for the signature with its chain; not given, every file would be signed twice to measure."""
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class SealError(Exception):
    """The seal cannot be used; the message says which file is wrong and what to do."""


class Verdict(StrEnum):
    """What a file's signature says of it."""

    SIGNED = "SIGNED"
    """By us, and whole."""
    ALTERED = "ALTERED"
    """Signed once, and changed since."""
    STRANGE = "STRANGE"
    """Whole, and signed by somebody whom our roots do not vouch for."""
    UNSIGNED = "UNSIGNED"
    NO_PDF = "NO_PDF"


class _Signer(Signer):
    """Signs with a key that is held open: reading it for each file would take longer than signing."""

    def __init__(self, key: Key, chain: list[asn1.Certificate]) -> None:
        above = SimpleCertificateStore()
        above.register_multiple(chain[1:])
        super().__init__(signing_cert=chain[0], cert_registry=above)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The bare signature of the signed attributes."""
        assert digest_algorithm == "sha256"
        assert not dry_run
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class _Appending(IncrementalPdfFileWriter):
    """Adds the signature and nothing else.

    pyHanko would write the metadata anew, in a form that PDF/A forbids: both standards were asserted before.
    """

    def _update_meta(self) -> None:
        return


class Seal:
    """The certificate and key that letters are signed with. Safe to share between threads."""

    def __init__(self, key: Key, chain: list[x509.Certificate]) -> None:
        """``chain`` begins with the certificate of ``key``; SealError where they do not belong together."""
        if key.public_key() != chain[0].public_key():
            raise SealError("the seal's key does not belong to its first certificate: put that one first")
        self._certificate = chain[0]
        self._chain = chain
        self._signer = _Signer(key, [_plain(each) for each in chain])

    @classmethod
    def read(cls, path: Path) -> "Seal":
        """The seal in a PEM file: private key, its certificate, then the chain above; raises SealError."""
        content = _content(path)
        try:
            key = serialization.load_pem_private_key(content, None)
            chain = x509.load_pem_x509_certificates(content)
        except (ValueError, TypeError) as error:
            raise SealError(f"{path} holds no private key with its certificate in PEM: {error}") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise SealError(f"{path} holds a key that is neither RSA nor elliptic: letters need one of these")
        return cls(key, chain)

    def sign(self, pdf: bytes, now: datetime) -> bytes:
        """The file and behind it a signature that allows no change; SealError once the certificate ended."""
        ends_at = self._certificate.not_valid_after_utc
        if now > ends_at:
            raise SealError(f"the seal's certificate ended on {ends_at:%Y-%m-%d}: `lipei keys renew-seal`")
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        signed = io.BytesIO()
        PdfSigner(metadata, signer=self._signer).sign_pdf(
            _Appending(io.BytesIO(pdf)), output=signed, bytes_reserved=_ROOM_FOR_SIGNATURE
        )
        return signed.getvalue()

    def made(self, pdf: bytes) -> bool:
        """Whether the file carries a whole signature by this seal, or by another of the same authority."""
        return examine(pdf, self._chain).verdict is Verdict.SIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a file's own signature says; who signed and when are empty where nobody did.

    ``signed_at`` is the signer's own clock.
    """

    verdict: Verdict
    signer: str = ""
    signed_at: datetime | None = None


def read_roots(path: Path) -> list[x509.Certificate]:
    """The certificates that a letter's signature must lead to; raises SealError."""
    try:
        return x509.load_pem_x509_certificates(_content(path))
    except ValueError as error:
        raise SealError(f"{path} holds no certificate in PEM: {error}") from error


_SIGNED_ONCE = b"/SigFlags 3"
"""What our signing writes ahead of the signature: it stays in a file that was cut off within or behind it."""


def examine(pdf: bytes, roots: list[x509.Certificate]) -> Examined:
    """Judge a file by its signature alone; whatever the file holds, nothing is fetched and nothing raised."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        signatures = reader.embedded_regular_signatures
    except (PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError):
        return Examined(verdict=Verdict.ALTERED if _SIGNED_ONCE in pdf else Verdict.NO_PDF)
    if not signatures:
        return Examined(verdict=Verdict.ALTERED if _SIGNED_ONCE in pdf else Verdict.UNSIGNED)
    return _judge(signatures[-1], roots)


def _judge(signature: Any, roots: list[x509.Certificate]) -> Examined:
    try:
        signed_at = signature.self_reported_timestamp
        # A letter stays genuine after its certificate ended: the chain is judged as of the signing.
        context = ValidationContext(
            trust_roots=[_plain(root) for root in roots], allow_fetching=False, moment=signed_at
        )
        status = validate_pdf_signature(signature, context)
        who = {"signer": status.signing_cert.subject.human_friendly, "signed_at": signed_at}
    except (SignatureValidationError, SigningError, PdfError, ValueError, TypeError, KeyError, IndexError):
        return Examined(verdict=Verdict.ALTERED)
    whole = (
        status.intact
        and status.valid
        and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level is ModificationLevel.NONE
    )
    if not whole:
        return Examined(verdict=Verdict.ALTERED, **who)
    return Examined(verdict=Verdict.SIGNED if status.trusted else Verdict.STRANGE, **who)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as refused:
        raise SealError(
            f"{path} cannot be read ({refused.strerror}): run `lipei up` or `lipei prepare`, which make it, "
            "or name another one with LIPEI_SEAL_FILE and LIPEI_SEAL_ROOTS"
        ) from refused


def _plain(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
