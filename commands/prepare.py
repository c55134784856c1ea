"""`lipei prepare`: the services that the settings name, made ready for this release."""

from typing import TYPE_CHECKING

from commands.outcome import Home, Json, errors_as_sentences, print_json, say

if TYPE_CHECKING:
    from settings import Settings


def prepare(home: Home = None, as_json: Json = False) -> None:
    """Make outside services ready for this release: run it before the first start and at each upgrade.

    Tables, plans and calendar in Postgres, namespace in Temporal, bucket in the object store, key file, seal.
    Safe to repeat. `lipei up` does the same for the stack on this machine.
    """
    with errors_as_sentences():
        from commands.database import make_database_ready
        from embedded.objects import ensure_bucket
        from embedded.temporal_namespace import make_namespace
        from settings import load

        settings = load(home)
        published = make_database_ready(settings)
        say(f"Tables are up to date; new: {', '.join(published) or 'nothing'}")
        key_made = _ensure_key_file(settings)
        say(f"Key file {settings.key_file} {'made: back it up now' if key_made else 'is there'}")
        sealed = _ensure_seal(settings)
        say(f"Seal {settings.seal_file} {'made: back it up now' if sealed else 'is there'}")
        make_namespace(settings)
        say(f"Temporal namespace {settings.temporal_namespace} is ready at {settings.temporal_address}")
        ensure_bucket(settings)
        say(f"Bucket {settings.s3_bucket} is ready at {settings.s3_endpoint}")
    if as_json:
        print_json({"published": published, "key_made": key_made, "seal_made": sealed})


def _ensure_seal(settings: "Settings") -> bool:
    """Make the seal of letters where there is none; whether one was made."""
    from embedded.authority import ensure_seal
    from embedded.stack import unwritable

    try:
        return ensure_seal(settings)
    except OSError as refused:
        raise unwritable(settings.seal_file.parent, refused) from None


def _ensure_key_file(settings: "Settings") -> bool:
    """Make the first key; whether one was made. StackError where cases need a key that is lost."""
    from commands.database import has_cases
    from embedded.credentials import ensure_keys
    from embedded.errors import StackError
    from embedded.stack import unwritable

    if settings.key_file.exists():
        return False
    if has_cases(settings):
        raise StackError(
            f"The key file {settings.key_file} is missing, and cases were encrypted with it: restore it from"
            " the backup, or name it with LIPEI_KEY_FILE."
        )
    try:
        ensure_keys(settings.key_file)
    except OSError as refused:
        raise unwritable(settings.key_file.parent, refused) from None
    return True
