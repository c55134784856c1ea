"""Building blocks of a plan file: clauses that refuse unknown keys, and values with source and dates."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PlainSerializer,
    RootModel,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from rules.money import format_yuan, parse_yuan

NOT_STATED = "NS"
"""A value that no handbook states: the policy schedule supplies it, or a person decides."""

T = TypeVar("T")


def nearest(word: str, known: list[str]) -> str:
    """A hint such as ``did you mean 'copay'?``, or what would have been allowed."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(sorted(known))}"


class Clause(BaseModel):
    """A block of a plan file; unknown keys are refused with the nearest known one."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    other_spellings: ClassVar[Mapping[str, str]] = {}
    """Keys that are read as another one."""

    @model_validator(mode="wrap")
    @classmethod
    def _refuse_unknown_keys(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(data, dict):
            return handler(data)
        written = {cls.other_spellings.get(key, key): value for key, value in data.items()}
        names = {field.alias or name for name, field in cls.model_fields.items()}
        unknown = [key for key in written if key not in names and key not in cls.model_fields]
        if not unknown:
            return handler(written)
        problems = [_unknown_key(key, written.pop(key), sorted(names)) for key in unknown]
        try:
            handler(written)
        except ValidationError as other:
            problems += [_again(detail) for detail in other.errors(include_url=False)]
        raise ValidationError.from_exception_data(cls.__name__, problems)


def _unknown_key(key: object, value: object, known: list[str]) -> InitErrorDetails:
    context = {"key": str(key), "hint": nearest(str(key), known)}
    problem = PydanticCustomError("unknown_key", "unknown key '{key}': {hint}", context)
    return InitErrorDetails(type=problem, loc=(str(key),), input=value)


def _again(detail: ErrorDetails) -> InitErrorDetails:
    """A problem found by a validation that is itself part of another one."""
    context = {**detail.get("ctx", {}), "message": detail["msg"]}
    problem = PydanticCustomError(detail["type"], "{message}", context)
    return InitErrorDetails(type=problem, loc=detail["loc"], input=detail["input"])


def _fen(value: object) -> object:
    if isinstance(value, str):
        fen = parse_yuan(value)
        if fen < 0:
            raise ValueError(f"{value!r} is below nothing: write an amount of 0.00 or more")
        return fen
    raise ValueError(f'{value!r} is not an amount: write yuan in quotes, such as "1240.00"')


def _rate(value: object) -> object:
    try:
        rate = Decimal(value) if isinstance(value, str | Decimal) else None
    except InvalidOperation:
        rate = None
    if rate is None or not 0 <= rate <= 1:
        raise ValueError(f'{value!r} is not a rate: write a share from 0 to 1 in quotes, such as "0.50"')
    return rate


def _words_of_source(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Fen = Annotated[int, BeforeValidator(_fen), PlainSerializer(format_yuan, return_type=str)]
Rate = Annotated[Decimal, BeforeValidator(_rate), PlainSerializer(str, return_type=str)]
Sources = Annotated[tuple[str, ...], BeforeValidator(_words_of_source), Field(min_length=1)]
CountOfDays = Annotated[int, Field(ge=0)]


class Words(Clause):
    """A name in the two languages that letters and screens speak."""

    zh: str
    en: str


class DateRange(Clause):
    """First and last day, both inclusive; an open end is ``null``."""

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        _check_order(self.since, self.until)
        return self

    def contains(self, day: date) -> bool:
        """Whether the day lies in the range."""
        return self.since <= day and (self.until is None or day <= self.until)


def _check_order(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise ValueError(f"the range ends on {until}, before it begins on {since}: swap or correct the dates")


class Stated(Clause, Generic[T]):
    """One value, where it is stated, and on which days it holds; ``value: NS`` is kept as ``None``.

    ``schedule`` names the key of the policy schedule that supplies the value, or overrides it.
    """

    value: T | None
    source: Sources
    schedule: str | None = None
    note: str | None = None
    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")

    @model_validator(mode="before")
    @classmethod
    def _read_not_stated(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "value" not in data:
            return data
        if data["value"] is None:
            raise ValueError("value is empty: write the value, or NS where no source states it")
        if isinstance(data["value"], str) and data["value"].upper() == NOT_STATED != data["value"]:
            raise ValueError(f"value is {data['value']!r}: write NS in capitals where no source states it")
        return {**data, "value": None} if data["value"] == NOT_STATED else data

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        _check_order(self.since, self.until)
        return self

    @model_serializer(mode="wrap")
    def _write_not_stated(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        if self.value is None:
            written["value"] = NOT_STATED
        return written

    def contains(self, day: date) -> bool:
        """Whether the value holds on the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Dated(RootModel[tuple[Stated[T], ...]], Generic[T]):
    """A value through time: one statement, or several whose days follow on without gap or overlap."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _accept_a_single_statement(cls, data: Any) -> Any:
        return (data,) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _days_follow_one_another(self) -> Self:
        for earlier, later in pairwise(self.root):
            if earlier.until is None or later.since is None:
                raise ValueError("several values need dates: 'to' on the earlier one, 'from' on the later")
            if later.since != earlier.until + timedelta(days=1):
                raise ValueError(
                    f"the value that ends on {earlier.until} is followed by one from {later.since}: "
                    "each must begin the day after the one before it ends"
                )
        return self

    def on(self, day: date) -> Stated[T] | None:
        """The statement that holds on the day; ``None`` where the file says nothing for it."""
        return next((stated for stated in self.root if stated.contains(day)), None)

    def changes(self) -> Iterator[date]:
        """Days on which the value begins or ends."""
        for stated in self.root:
            if stated.since:
                yield stated.since
            if stated.until:
                yield stated.until + timedelta(days=1)
