"""Postgres refuses to run as root, so there it runs as an operating system user of its own."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from embedded.errors import StackError

USER = "lipei-postgres"


def is_needed() -> bool:
    """Say whether this is root."""
    return os.geteuid() == 0


def give(path: Path) -> None:
    """Hand a file or folder to the user that Postgres runs as."""
    if is_needed():
        user = _user()
        os.chown(path, user.pw_uid, user.pw_gid)


def command_as_user(command: Sequence[str], data: Path) -> list[str]:
    """Return the command as it must be run so that Postgres does not see itself as root.

    A checkout below a closed folder, such as /root, would be out of that user's reach. Postgres then keeps
    the one capability that lets it pass; the permissions of folders that are not ours are never changed.
    """
    if not is_needed():
        return list(command)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise StackError(
            "Postgres refuses to run as root, and `setpriv` (package util-linux), which would run it as"
            f" {USER}, is missing: install it, or run Lipei as another user."
        )
    user = _user()
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    if _is_closed(Path(command[0])) or _is_closed(data):
        identity += ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
    else:
        identity += ["--inh-caps=-all"]
    return [setpriv, *identity, "--", *command]


def _is_closed(path: Path) -> bool:
    return any(not folder.stat().st_mode & 0o001 for folder in path.parents if folder.exists())


def _user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        return _make_user()


def _make_user() -> pwd.struct_passwd:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise StackError(_refusal("`useradd` is missing"))
    options = ["--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    made = subprocess.run([useradd, *options, USER], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise StackError(_refusal(made.stderr.strip()))
    return pwd.getpwnam(USER)


def _refusal(why: str) -> str:
    return (
        f"Postgres refuses to run as root, and its own user {USER} could not be made ({why}):"
        " make that user, or run Lipei as another user than root."
    )
