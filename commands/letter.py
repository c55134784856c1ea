"""`lipei letter`: is a file one of ours, does a letter still render as it did, how would one look."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.bounced import bounced
from commands.outcome import Exit, Home, Json, errors_as_sentences, fail, print_json, say

if TYPE_CHECKING:
    from sqlmodel import Session

    from letters.kinds import Letter
    from letters.signing import Examined
    from rules.any_case import AnyCase
    from rules.preauthorization.case import Guarantee
    from rules.vocabulary import GuaranteeVersionKind
    from settings import Settings
    from stores.papers.verified_letters import VerifiedLetter

app = typer.Typer(help="Letters: verify, render again, preview, take in bounces.", no_args_is_help=True)
app.command()(bounced)


class Verified(IntEnum):
    """Exit codes of `verify` beyond the usual ones."""

    HOLDS = 0
    NO_LONGER_HOLDS = 4
    ALTERED = 5
    NOT_OURS = 6


@app.callback()
def letter() -> None:
    """Letters: verify a file, render again, preview, take in bounces."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The PDF that somebody holds.", show_default=False)],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Say whether a PDF is a letter of ours, unchanged, and whether it still holds.

    Exit codes: 0 genuine and holds, or final; 4 genuine, but replaced, used, cancelled, expired or a declined
    change; 5 altered since it was signed; 6 not signed by us, or not on record here; 2 no such file; 3 the
    database does not answer.
    """
    with errors_as_sentences():
        from letters.signing import SealError, examine, read_roots
        from settings import load

        settings = load(home)
        try:
            content = file.read_bytes()
            found = examine(content, read_roots(settings.seal_roots))
        except (OSError, SealError) as wrong:
            fail(f"{wrong}.", Exit.BAD_INPUT)
        judged = _judge(settings, content, found)
    if as_json:
        print_json(judged.plain())
    else:
        typer.echo(judged.sentence)
    raise typer.Exit(judged.code)


@dataclass(frozen=True, slots=True)
class Judged:
    """What `verify` answers; ``letter`` is there where the file is on record."""

    code: Verified
    sentence: str
    signature: str
    letter: "VerifiedLetter | None" = None

    def plain(self) -> dict[str, object]:
        """For machines."""
        known = self.letter
        return {
            "result": self.code.name,
            "signature": self.signature,
            "number": known.number if known else None,
            "standing": known.standing if known else None,
            "replaced_by": known.newest if known else None,
            "valid_until": known.valid_until if known else None,
        }


def _judge(settings: "Settings", content: bytes, found: "Examined") -> Judged:
    from letters.signing import Verdict

    if found.verdict is Verdict.ALTERED:
        return Judged(Verified.ALTERED, "Altered: the file was changed after it was signed.", found.verdict)
    if found.verdict is Verdict.STRANGE:
        sentence = f"Not ours: the file is whole, and signed by {found.signer}, whom our roots do not know."
        return Judged(Verified.NOT_OURS, sentence, found.verdict)
    if found.verdict is not Verdict.SIGNED:
        sentence = "Not ours: the file carries no signature, and every letter that we send carries one."
        return Judged(Verified.NOT_OURS, sentence, found.verdict)
    with _reading(settings) as session:
        from hashlib import sha256

        from stores.papers.verified_letters import of_file

        letter = of_file(session, sha256(content).hexdigest(), datetime.now(UTC))
    if letter is None:
        sentence = "Signed by us, but no letter on record here has this file: ask who runs this system."
        return Judged(Verified.NOT_OURS, sentence, found.verdict)
    return _standing(letter, found)


def _standing(letter: "VerifiedLetter", found: "Examined") -> Judged:
    from stores.papers.verified_letters import Standing

    signed = f"signed {found.signed_at:%Y-%m-%d %H:%M} UTC" if found.signed_at else "signed"
    last = f"; {letter.newest} is its last version" if letter.newest else ""
    stands = f"; {letter.newest} stands" if letter.newest else ""
    words = {
        Standing.VALID: f"Genuine: {letter.number}, {signed}; valid until {letter.valid_until}.",
        Standing.HELD: f"Genuine: {letter.number}, {signed}; holds for care begun by {letter.valid_until}.",
        Standing.GENUINE: f"Genuine: {letter.number}, {signed}.",
        Standing.REPLACED: f"Genuine, but replaced by {letter.newest or 'a later version'}: {letter.number}.",
        Standing.FINAL: f"Genuine, and final: {letter.number}; its bill was settled, {signed}.",
        Standing.USED: f"Genuine, but used: the treatment of {letter.number} was billed{last}.",
        Standing.DECLINED: f"Genuine, and no promise: {letter.number} declined a change{stands}.",
        Standing.CANCELLED: f"Genuine, but cancelled: {letter.number}{last}.",
        Standing.EXPIRED: f"Genuine, but expired: {letter.number} held until {letter.valid_until}{last}.",
    }
    holds = letter.standing in (Standing.VALID, Standing.HELD, Standing.GENUINE, Standing.FINAL)
    code = Verified.HOLDS if holds else Verified.NO_LONGER_HOLDS
    return Judged(code, words[letter.standing], found.verdict, letter)


@app.command()
def render(
    number: Annotated[str, typer.Argument(help="Number of the letter.", metavar="NUMBER")],
    compare: Annotated[bool, typer.Option("--compare", help="Compare with the file that was sent.")] = False,
    out: Annotated[Path | None, typer.Option(help="Where to write the PDF, unsigned.")] = None,
    home: Home = None,
) -> None:
    """Render a letter again from its stored content and template version; exit code 1 where it differs."""
    from hashlib import sha256

    with errors_as_sentences():
        from commands.retention import blobs_of
        from letters.pdf import render as render_pdf
        from letters.stored import from_json
        from settings import load
        from stores.papers import letters

        settings = load(home)
        with _reading(settings) as session:
            row = letters.find(session, number)
        if row is None:
            fail(f"There is no letter {number}.", Exit.BAD_INPUT)
        rendered = render_pdf(from_json(row.code, row.content))
        if out:
            out.write_bytes(rendered)
        if not compare:
            return
        if row.object_key is None:
            fail(f"{number} was not rendered yet: there is nothing to compare with.")
        sent = blobs_of(settings).get(row.object_key)
    version = f"template version {row.template_version}, {len(rendered)} bytes"
    if not (sent.startswith(rendered) and sha256(rendered).hexdigest() == row.sha256):
        fail(f"{number} differs from what was sent ({version}).")
    typer.echo(
        f"{number} is the same, byte for byte ({version}, then {len(sent) - len(rendered)} of signature)."
    )


@app.command()
def preview(
    code: Annotated[str, typer.Argument(help="Code of the letter, such as LT-EOB.", show_default=False)],
    case: Annotated[str, typer.Option("--case", help="Number of the case.", show_default=False)],
    out: Annotated[Path | None, typer.Option(help="The PDF. [default: CODE.CASE.pdf here]")] = None,
    home: Home = None,
) -> None:
    """Show how a letter of a case would look now, by today's templates. Nothing is kept, signed or sent."""
    with errors_as_sentences():
        from jinja2 import TemplateError
        from temporalio.service import RPCError

        from activities.letter_contents import UnknownLetterError
        from letters.pdf import render as render_pdf
        from settings import load
        from stores.cover.parties import PartyMissingError
        from workflows.client import Cases, connect

        settings = load(home)

        async def look() -> "AnyCase":
            return await Cases(await connect(settings)).look(case)

        try:
            state = asyncio.run(look())
        except (RPCError, KeyError, ValueError) as unknown:
            fail(f"The case {case} cannot be looked at: {unknown}.", Exit.BAD_INPUT)
        try:
            pdf = render_pdf(_drafted(settings, state, code))
        except (UnknownLetterError, PartyMissingError, TemplateError, ValueError, AttributeError) as wrong:
            fail(f"{code} cannot be written for {case} as it stands: {wrong}.", Exit.BAD_INPUT)
    path = out or Path(f"{code}.{case}.pdf")
    path.write_bytes(pdf)
    say(f"{path}: a preview, neither kept nor signed.")


_TO_HOSPITAL = frozenset(
    {"LT-GOP", "LT-GOP-AMD", "LT-GOP-AMD-NO", "LT-GOP-CXL", "LT-GOP-EXP", "LT-GOP-FIN", "LT-QRY", "LT-REM"}
)


def _drafted(settings: "Settings", state: "AnyCase", code: str) -> "Letter":
    """The letter as it would be written now."""
    from activities.letter_contents import draft, gather
    from activities.orders import LetterOrder
    from rules.cases import LetterItem, Side
    from rules.preauthorization.case import PreAuthorizationCase
    from workflows.pre_authorization import NUMBERED

    now = datetime.now(UTC) + timedelta(seconds=state.clock_offset_seconds)
    guarantee = getattr(state, "guarantee", None)
    number = f"{code}-{state.case_number}-PREVIEW"
    if guarantee is not None and code in {"LT-GOP", "LT-GOP-AMD", "LT-GOP-FIN"}:
        shown = guarantee.current if code == "LT-GOP-FIN" else guarantee.promise
        number = guarantee.number_of(shown)
    if isinstance(state, PreAuthorizationCase) and state.guarantee and code in NUMBERED:
        told = _with_version(state.guarantee, NUMBERED[code], now)
        state = replace(state, guarantee=told)
        if told.root:
            number = told.number_of(next(v for v in reversed(told.versions) if v.change is NUMBERED[code]))
    item = LetterItem(
        code=code,
        ordinal=1 + sum(1 for each in state.letters if each.code == code),
        to=Side.HOSPITAL if code in _TO_HOSPITAL else Side.GUARDIAN,
        ordered_at=now,
        send_after=now,
        number=number,
    )
    with _reading(settings) as session:
        order = LetterOrder(case=state, letter=item, number=number, as_of=now)
        return draft(gather(session, order, secret=settings.secret_key, public_url=settings.public_url))


def _with_version(guarantee: "Guarantee", kind: "GuaranteeVersionKind", now: datetime) -> "Guarantee":
    """The guarantee with the version of that kind that it has, or would get now; an approval has none."""
    if not guarantee.root or any(version.change is kind for version in guarantee.versions):
        return guarantee
    ordinal = guarantee.next_ordinal
    said = replace(guarantee.current, ordinal=ordinal, change=kind, issued_at=now, answered=None)
    return replace(guarantee, versions=(*guarantee.versions, said))


@contextmanager
def _reading(settings: "Settings") -> "Iterator[Session]":
    """A session that reads; ends with a sentence where the database does not answer."""
    from sqlalchemy.exc import OperationalError

    from stores import database

    engine = database.connect(settings.database_web_url, pool_size=1)
    try:
        with database.transaction(engine) as session:
            yield session
    except OperationalError:
        fail("The database does not answer: run `lipei up`, then try again.", Exit.NOT_RUNNING)
    finally:
        engine.dispose()
