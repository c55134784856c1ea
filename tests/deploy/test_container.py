"""The image: wheels as locked, every room, nothing else of the checkout, no root."""

import re

from settings import CHECKOUT
from tests.deploy.files import DEPLOY, told
from tests.test_rooms import OURS

LINES = (DEPLOY / "Containerfile").read_text("utf-8")
COPIED = {source for line in re.findall(r"^COPY (.+) \S+$", LINES, re.MULTILINE) for source in line.split()}


def test_every_room_is_in_the_image_and_nothing_is_copied_whole() -> None:
    rooms = {name if (CHECKOUT / name).is_dir() else f"{name}.py" for name in OURS}

    assert rooms | {"plans", "pyproject.toml", "requirements.lock"} <= COPIED
    assert all((CHECKOUT / source).exists() for source in COPIED)
    assert "." not in COPIED


def test_only_locked_wheels_are_installed() -> None:
    installs = re.findall(r"pip install (.+?)(?: \\)?$", LINES, re.MULTILINE)

    assert installs
    assert all(line.startswith("--only-binary :all: --constraint requirements.lock") for line in installs)


def test_the_linter_of_container_files_has_nothing_to_say(hadolint: str) -> None:
    assert told(hadolint, str(DEPLOY / "Containerfile")) == ""
