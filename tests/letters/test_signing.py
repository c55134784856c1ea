"""A signed letter is its rendering and a signature behind it; whoever changes a byte of it is seen."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from embedded.authority import renew_seal
from letters.kinds import LetterCode
from letters.pdf import render
from letters.samples import samples
from letters.signing import Seal, SealError, Verdict, examine, read_roots
from rules.vocabulary import Language
from settings import Settings
from tests.letters.reading import pdf_text


def home(folder: Path) -> Settings:
    """Settings of a home with a seal of its own."""
    folder.mkdir()
    made = Settings(home=folder, secret_key="s" * 32)
    renew_seal(made)
    return made


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The house that signs."""
    return home(tmp_path_factory.mktemp("seals") / "ours")


@pytest.fixture(scope="module")
def rendering() -> bytes:
    """A guarantee letter before it is signed."""
    return render(samples(Language.CHINESE)[LetterCode.GUARANTEE])


@pytest.fixture(scope="module")
def signed(ours: Settings, rendering: bytes) -> bytes:
    """The same letter, signed."""
    return Seal.read(ours.seal_file).sign(rendering, datetime.now(UTC))


def verdict(file: bytes, settings: Settings) -> Verdict:
    """What the file says of itself to who trusts that house."""
    return examine(file, read_roots(settings.seal_roots)).verdict


def test_a_signed_letter_begins_with_its_rendering_and_shows_the_same(
    ours: Settings, rendering: bytes, signed: bytes
) -> None:
    found = examine(signed, read_roots(ours.seal_roots))

    assert (found.verdict, found.signer) == (Verdict.SIGNED, "Common Name: Lipei letters")
    assert signed.startswith(rendering)
    assert pdf_text(signed) == pdf_text(rendering)


def test_signing_leaves_the_claim_to_both_standards_alone(rendering: bytes, signed: bytes) -> None:
    behind = signed[len(rendering) :]

    assert b"pdfaid" in rendering
    assert b"/Type /Metadata" not in behind
    assert b"/ETSI.CAdES.detached" in behind


def test_the_key_is_for_its_owner_alone(ours: Settings) -> None:
    private = [ours.seal_file, ours.home / "authority.pem"]

    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}


@pytest.mark.parametrize("lost", [1, 200, 2000, 16_000])
def test_a_letter_that_was_cut_off_behind_its_signature_was_altered(
    ours: Settings, signed: bytes, lost: int
) -> None:
    assert verdict(signed[:-lost], ours) is Verdict.ALTERED


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_changed_byte_is_seen(ours: Settings, rendering: bytes, signed: bytes, share: float) -> None:
    place = int(len(rendering) * share) + 40
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]

    assert verdict(changed, ours) in {Verdict.ALTERED, Verdict.NO_PDF}


def test_what_is_added_behind_the_signature_is_seen(ours: Settings, signed: bytes) -> None:
    assert verdict(signed + b"\n% one line more\n", ours) is Verdict.ALTERED


def test_a_letter_by_another_house_is_strange(ours: Settings, rendering: bytes, tmp_path: Path) -> None:
    theirs = home(tmp_path / "theirs")

    assert verdict(Seal.read(theirs.seal_file).sign(rendering, datetime.now(UTC)), ours) is Verdict.STRANGE


def test_a_rendering_is_unsigned_and_other_files_are_no_letter(ours: Settings, rendering: bytes) -> None:
    assert verdict(rendering, ours) is Verdict.UNSIGNED
    for other in (b"", b"%PDF-1.7\n", b"\x89PNG\r\n", rendering[:5000]):
        assert verdict(other, ours) is Verdict.NO_PDF


def test_a_letter_stays_genuine_after_the_seal_was_renewed_and_an_ended_one_signs_nothing(
    ours: Settings, rendering: bytes
) -> None:
    before = Seal.read(ours.seal_file)
    old = before.sign(rendering, datetime.now(UTC))
    ends_at = renew_seal(ours)

    assert verdict(old, ours) is Verdict.SIGNED
    assert Seal.read(ours.seal_file).made(old)
    with pytest.raises(SealError, match="renew-seal"):
        before.sign(rendering, ends_at + timedelta(days=1))


@pytest.mark.parametrize("content", ["", "not PEM"])
def test_a_seal_that_cannot_be_read_says_which_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "seal.pem"
    with pytest.raises(SealError, match="lipei up"):
        Seal.read(path)
    path.write_text(content)

    with pytest.raises(SealError, match=r"seal\.pem holds no private key"):
        Seal.read(path)


def test_a_key_with_somebody_elses_certificate_is_refused(ours: Settings, tmp_path: Path) -> None:
    theirs = home(tmp_path / "theirs")
    key = ours.seal_file.read_bytes().split(b"-----BEGIN CERTIFICATE-----")[0]
    (tmp_path / "mixed.pem").write_bytes(key + theirs.seal_roots.read_bytes())

    with pytest.raises(SealError, match="does not belong"):
        Seal.read(tmp_path / "mixed.pem")
