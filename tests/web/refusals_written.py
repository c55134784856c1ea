"""Every sentence with which the code refuses something, as it is written: what pages say in Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from settings import CHECKOUT

SPOKEN = (
    "rules/advances",
    "rules/claims",
    "rules/direct_billing",
    "rules/payments",
    "rules/preauthorization",
)
"""Rules that answer people; each sentence in them is one that somebody reads."""
WORKFLOWS = ("case_engine.py", "case_shell.py", "every_case.py", "taking_back.py")
PROCESSES = ("advances", "claims", "direct_billing", "preauthorization", "reimbursing", "requests")
SAYS = {"FieldError", "HTTPException", "ProblemError", "Ruling", "RefusedError", "Mistake", "Wrong"}
BODIES = ("web/api/bodies", "web/forms")
READ = {
    "rules/catalogue/calendars.py": "ValueError",
    "rules/calendar_edition.py": "ValueError",
    "rules/working_hours.py": "ValueError",
    "rules/webhook_url.py": "WebhookUrlError",
    "stores/papers/webhooks.py": "EndpointError",
}
"""What pages let people hand in or name, and with what its reader refuses it."""
_SENTENCE = re.compile(r"[A-Z{].* .*\.", re.S)
_PLACE = re.compile(r"\{[^{}]*\}")


def shape(sentence: str) -> str:
    """A sentence without the names of its values."""
    return _PLACE.sub("{}", sentence)


def written() -> dict[str, str]:
    """Each sentence, its values in braces, with the place where it is written first."""
    found: dict[str, str] = {}
    for path, sentence in [*_sentences(), *_told(), *_read()]:
        found.setdefault(sentence, str(path.relative_to(CHECKOUT)))
    return found


def _sentences() -> Iterator[tuple[Path, str]]:
    files = [path for folder in SPOKEN for path in sorted((CHECKOUT / folder).rglob("*.py"))]
    files += [CHECKOUT / "rules" / "permissions.py"]
    files += [CHECKOUT / "workflows" / name for name in WORKFLOWS]
    files += [path for name in PROCESSES for path in sorted((CHECKOUT / "workflows" / name).rglob("*.py"))]
    for path in files:
        source = _Source(path)
        yield from ((path, said) for node, said in source.texts() if _SENTENCE.fullmatch(said))


def _told() -> Iterator[tuple[Path, str]]:
    for path in sorted((CHECKOUT / "web").rglob("*.py")):
        source = _Source(path)
        names = SAYS | ({"ValueError"} if path.relative_to(CHECKOUT).as_posix().startswith(BODIES) else set())
        for call in ast.walk(source.tree):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            for argument in _arguments(call):
                said = source.text(argument)
                whole = name in names and said and " " in said
                part = name in ("not_found", "unavailable") and said and not said.startswith("{")
                if said and (whole or part):
                    yield path, said


def _read() -> Iterator[tuple[Path, str]]:
    for name, error in READ.items():
        source = _Source(CHECKOUT / name)
        for call in ast.walk(source.tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == error:
                yield from ((CHECKOUT / name, said) for each in call.args if (said := source.text(each)))


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    for argument in call.args:
        yield from argument.values if isinstance(argument, ast.Dict) else (argument,)


class _Source:
    def __init__(self, path: Path) -> None:
        self.tree = ast.parse(path.read_text("utf-8"))
        self._known = {
            target.id: node.value.value
            for node in self.tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name) and isinstance(node.value.value, str)
        }

    def texts(self) -> Iterator[tuple[ast.AST, str]]:
        silent = set[ast.AST]()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Expr):
                silent.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "both":
                silent.update(node.args)
            if isinstance(node, ast.JoinedStr):
                silent.update(node.values)
        for node in ast.walk(self.tree):
            said = None if node in silent else self.text(node)
            if said:
                yield node, said

    def text(self, node: ast.AST) -> str | None:
        """The text of a literal, its values in braces; a constant of the module stands for its words."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.Name):
            return self._known.get(node.id)
        if isinstance(node, ast.JoinedStr):
            return "".join(self._part(part) for part in node.values)
        return None

    def _part(self, part: ast.expr) -> str:
        if isinstance(part, ast.Constant):
            return str(part.value)
        assert isinstance(part, ast.FormattedValue)
        return self.text(part.value) or f"{{{_name(part.value)}}}"


def _name(value: ast.expr) -> str:
    names = [node.attr for node in ast.walk(value) if isinstance(node, ast.Attribute)]
    names += [node.id for node in ast.walk(value) if isinstance(node, ast.Name)]
    return next((name for name in names if name not in _DRESS), "value")


_DRESS = {"format_yuan", "join", "sorted", "len", "shanghai_time", "shanghai_date", "str", "lower", "ord"}
