"""A form as the template draws it: fields with their values, choices and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from web.forms.entry import BLANK_ROWS, MORE_ROWS, Sent
from web.forms.shape import Kind, Shape

Choice = tuple[str, str]
"""A value and the words for it; empty words: those of the enum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the page knows beside the body. Paths of rows have ``*`` for the number.

    ``choices`` turn a text into a list to choose from; ``hidden`` values are sent along unseen; ``fixed``
    lists have exactly these rows, each with its caption; ``left_out`` is what this person does not enter;
    ``read`` is what a machine read, by field.
    """

    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    begin: Mapping[str, Any] = field(default_factory=dict)
    blank_rows: Mapping[str, int] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A field on the page. ``id`` is safe in HTML; ``wrong`` is what has to be corrected."""

    path: str
    id: str
    name: str
    kind: str
    required: bool
    value: str = ""
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    words: str = ""
    wrong: str = ""
    parts: tuple["Drawn", ...] = ()
    rows: tuple[tuple["Drawn", ...], ...] = ()
    captions: tuple[str, ...] = ()
    growing: bool = False
    inside: str = ""
    read: bool = False
    """Read by machine, and nobody has changed it."""

    @property
    def begun(self) -> bool:
        """Whether something was entered in it or in a part of it, or is wrong there."""
        inner = (*self.parts, *(each for row in self.rows for each in row))
        return bool(self.value or self.values or self.wrong) or any(each.begun for each in inner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A line of the summary of what is wrong."""

    target: str
    name: str
    text: str


def draw(
    shapes: Sequence[Shape], plan: Plan, sent: Sent, wrong: Mapping[str, str], *, more: str = ""
) -> tuple[Drawn, ...]:
    """The fields of a form with what was entered; ``more`` is the list that gets more rows."""
    return _Drawer(plan, sent, wrong, more).fields(shapes, "", "")


def every(fields: Sequence[Drawn]) -> list[Drawn]:
    """All fields, those of groups and rows too."""
    found = []
    for each in fields:
        found.append(each)
        found += every(each.parts)
        for row in each.rows:
            found += every(row)
    return found


def faults(fields: Sequence[Drawn], wrong: Mapping[str, str]) -> tuple[Fault, ...]:
    """What is wrong, each with the field that it is about; faults of no field come last."""
    by_path = {each.path: each for each in every(fields)}
    told = []
    for path, text in wrong.items():
        near = by_path.get(path) or by_path.get(path.rpartition(".")[0])
        told.append(Fault(target=near.id if near else "", name=near.name if near else "", text=text))
    return tuple(sorted(told, key=lambda fault: not fault.target))


class _Drawer:
    def __init__(self, plan: Plan, sent: Sent, wrong: Mapping[str, str], more: str) -> None:
        self._plan, self._sent, self._wrong, self._more = plan, sent, wrong, more

    def fields(
        self, shapes: Sequence[Shape], inside: str, starred: str, *, in_row: bool = False
    ) -> tuple[Drawn, ...]:
        return tuple(
            self._field(shape, f"{inside}{shape.name}", f"{starred}{shape.name}", in_row=in_row)
            for shape in shapes
            if f"{starred}{shape.name}" not in self._plan.left_out
        )

    def _field(self, shape: Shape, path: str, starred: str, *, in_row: bool) -> Drawn:
        kind: str = shape.kind
        choices: tuple[Choice, ...] = tuple((option, "") for option in shape.options)
        if starred in self._plan.choices:
            choices = tuple(self._plan.choices[starred])
            kind = Kind.TICKS if shape.kind in (Kind.TICKS, Kind.LIST) else Kind.SELECT
        if starred in self._plan.hidden or path in self._plan.hidden:
            kind = "hidden"
        more: dict[str, Any] = {}
        if kind == Kind.GROUP:
            more["parts"] = self.fields(shape.parts, f"{path}.", f"{starred}.")
        elif kind in (Kind.ROWS, Kind.LIST):
            more = self._rows(shape, path, starred)
        elif kind == Kind.UPLOADS:
            kept = self._sent.fields.get(path, ())
            more["captions"] = tuple(self._sent.files.get(each, each[:8]) for each in kept)
        hidden = self._plan.hidden.get(path, self._plan.hidden.get(starred, ""))
        begun = "" if in_row or self._sent.fields else _usual(shape)
        if kind == Kind.SELECT and shape.required and len(choices) == 1 and not in_row:
            begun = choices[0][0]
        value = self._sent.one(path) or hidden or begun
        return Drawn(
            path=path,
            id="f-" + path.replace(".", "-"),
            name=shape.name,
            kind=kind,
            required=shape.required and not in_row,
            value=_local(value) if shape.kind is Kind.MOMENT else value,
            values=tuple(self._sent.fields.get(path, ())),
            choices=choices,
            words=shape.words,
            wrong=self._wrong.get(path, ""),
            inside=starred.rpartition(".")[0],
            read=bool(value) and self._plan.read.get(path) == value,
            **more,
        )

    def _rows(self, shape: Shape, path: str, starred: str) -> dict[str, Any]:
        captions = tuple(self._plan.fixed.get(path, ()))
        count = self._sent.under(path)
        if captions:
            count = len(captions)
        else:
            count = max(count, self._plan.blank_rows.get(starred, BLANK_ROWS))
            count = min(count + (MORE_ROWS if self._more == path else 0), shape.most)
        rows = tuple(self._row(shape, path, starred, number) for number in range(count))
        return {"rows": rows, "captions": captions, "growing": not captions and count < shape.most}

    def _row(self, shape: Shape, path: str, starred: str, number: int) -> tuple[Drawn, ...]:
        if shape.kind is Kind.LIST:
            return (self._item(shape.parts[0], path, number),)
        return self.fields(shape.parts, f"{path}.{number}.", f"{starred}.*.", in_row=True)

    def _item(self, part: Shape, path: str, number: int) -> Drawn:
        place = f"{path}.{number}"
        return Drawn(
            path=place,
            id="f-" + place.replace(".", "-"),
            name=part.name,
            kind=part.kind,
            required=False,
            value=self._sent.one(place),
            wrong=self._wrong.get(place, ""),
        )


def _usual(shape: Shape) -> str:
    """What the field holds before anybody wrote in it."""
    if shape.usual is None or isinstance(shape.usual, list | dict):
        return ""
    if isinstance(shape.usual, bool):
        return str(shape.usual).lower() if shape.kind is Kind.YES_NO else ""
    if shape.kind is Kind.MONEY:
        return f"{int(shape.usual) // 100}.{int(shape.usual) % 100:02}"
    return str(shape.usual)


def _local(moment: str) -> str:
    return moment[:16]
