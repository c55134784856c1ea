"""The reference of the API, read from its OpenAPI description."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value in address, query or header; or a field of a body."""

    name: str
    place: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A body to send or to get, as JSON; ``name`` is empty where there is only one."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that the API does."""

    identity: str
    method: str
    path: str
    summary: str
    description: str
    public: bool
    parameters: tuple[Parameter, ...]
    requests: tuple[Example, ...]
    answers: tuple[Example, ...]
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A part of the API."""

    name: str
    description: str
    operations: tuple[Operation, ...]

    @property
    def slug(self) -> str:
        """Its name as an address says it."""
        return self.name.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The whole API, part by part."""

    title: str
    description: str
    groups: tuple["Group", ...]

    def group(self, slug: str) -> Group | None:
        """The part of that address."""
        return next((group for group in self.groups if group.slug == slug), None)


def read_reference(document: Document) -> Reference:
    """The reference that a description holds."""
    groups: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            groups.setdefault(said["tags"][0], []).append(_operation(document, path, method, said))
    return Reference(
        title=document["info"]["title"],
        description=document["info"]["description"],
        groups=tuple(
            Group(
                name=tag["name"],
                description=tag["description"],
                operations=tuple(groups.get(tag["name"], ())),
            )
            for tag in document["tags"]
        ),
    )


def _operation(document: Document, path: str, method: str, said: Document) -> Operation:
    content: Document = next(iter(said.get("requestBody", {}).get("content", {}).values()), {})
    return Operation(
        identity=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said["summary"],
        description=said.get("description", ""),
        public="security" not in said,
        parameters=(
            *(_parameter(each) for each in said.get("parameters", ())),
            *_fields(document, content.get("schema", {})),
        ),
        requests=tuple(_examples(content)),
        answers=tuple(_answers(said)),
        statuses=tuple((status, each["description"]) for status, each in said["responses"].items()),
    )


def _parameter(said: Document) -> Parameter:
    return Parameter(
        name=said["name"],
        place=said["in"],
        kind=_kind(said["schema"]),
        required=said.get("required", False),
        description=said.get("description", ""),
    )


def _fields(document: Document, schema: Document) -> Iterator[Parameter]:
    whole = _resolved(document, schema)
    for name, field in whole.get("properties", {}).items():
        yield Parameter(
            name=name,
            place="body",
            kind=_kind(_resolved(document, field)),
            required=name in whole.get("required", ()),
            description=field.get("description", ""),
        )


def _resolved(document: Document, schema: Document) -> Document:
    if "$ref" not in schema:
        return schema
    found: Document = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found


def _kind(schema: Document) -> str:
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "object"))


def _examples(content: Document) -> Iterator[Example]:
    if "example" in content:
        yield Example(name="", text=_pretty(content["example"]))
    for name, said in content.get("examples", {}).items():
        yield Example(name=name, text=_pretty(said["value"]))


def _answers(said: Document) -> Iterator[Example]:
    for status, response in said["responses"].items():
        if status.startswith("2"):
            yield from _examples(response.get("content", {}).get("application/json", {}))


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
