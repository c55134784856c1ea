"""Texts that are kept beside the tests: what a person read once and found right.

``python -m tests.rules.kept`` writes them anew after a change that was meant; read the difference before you
commit it.
"""

from collections.abc import Callable, Mapping
from difflib import unified_diff
from pathlib import Path

FOLDER = Path(__file__).parent / "kept"


def differs(name: str, text: str) -> str:
    """The lines that are not as they were kept, none where the text is."""
    kept = (FOLDER / name).read_text("utf-8")
    return "\n".join(unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", n=2, lineterm=""))


def main() -> None:
    """Write every kept text anew."""
    from tests.rules.adjudication.traces import TRACES
    from tests.rules.catalogue.portraits import PORTRAITS
    from tests.rules.preauthorization.assessments import ASSESSMENTS

    made: Mapping[str, Callable[[], str]] = {**TRACES, **PORTRAITS, **ASSESSMENTS}
    for name, text in made.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text(), "utf-8")


if __name__ == "__main__":
    main()
