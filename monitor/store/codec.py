"""Model values to JSON data and back, driven by the annotations of the dataclasses.

Fields with their default value are omitted. Unknown fields are ignored, so an older program can read a newer one's data. A field whose
metadata states what it was `formerly` called is also read under that name, so that old stores open.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Coder = Callable[[Any], Any]


def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with a Z, and with microseconds if there are any, so that no precision is lost.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def sortable(moment: datetime) -> str:
    """Like `iso`, but always with six decimals, so that the texts sort like the times."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def to_json(value: Any) -> Any:
    """A model value (a dataclass of monitor.model) as data that json.dumps accepts."""
    hint: Any = type(value)
    return _encoder(hint)(value)


def from_json(kind: type[T], data: Any) -> T:
    """The value of that type that `to_json` turned into this data.

    Raises:
        ValueError: the data does not have that shape; the message says what is missing or wrong.
    """
    hint: Any = kind
    try:
        value: T = _decoder(hint)(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not a {kind.__name__}: {type(error).__name__} {error}") from error
    return value


def dumps(value: Any) -> str:
    """A model value as one line of ASCII JSON."""
    return json.dumps(to_json(value), separators=(",", ":"))


def loads(kind: type[T], text: str | bytes) -> T:
    """The value of that type that `dumps` wrote.

    Raises:
        ValueError: the text is not JSON, or does not have that shape.
    """
    return from_json(kind, json.loads(text))


def _same(value: Any) -> Any:
    return value


@cache
def _encoder(hint: Any) -> Coder:
    """The function that turns values of this annotation into data."""
    if is_dataclass(hint):
        return _dataclass_encoder(hint)
    if hint is datetime:
        return iso
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda value: value.value
    if hint in (str, int, bool, float, NoneType):
        return _same
    return _generic_encoder(get_origin(hint), get_args(hint), hint)


def _generic_encoder(origin: Any, args: tuple[Any, ...], hint: Any) -> Coder:
    if origin in (Union, UnionType):
        inner = _encoder(_non_none(args, hint))
        # Returning `_same` itself lets the outer coder skip the call: a changelog has thousands of strings.
        return _same if inner is _same else lambda value: None if value is None else inner(value)
    if origin is tuple and args[-1] is not Ellipsis:
        coders = [_encoder(arg) for arg in args]
        return list if all(coder is _same for coder in coders) else lambda value: [c(v) for c, v in zip(coders, value, strict=True)]
    if origin in (tuple, Sequence):
        inner = _encoder(args[0])
        return list if inner is _same else lambda value: [inner(item) for item in value]
    if origin is Mapping and args == (str, str):
        return dict
    raise TypeError(f"no JSON form for {hint!r}")


def _dataclass_encoder(kind: Any) -> Coder:
    plan = [(f.name, _encoder(hint), _default(f)) for f, hint in _hinted_fields(kind)]

    def encode(value: Any) -> dict[str, Any]:
        data = {}
        for name, coder, default in plan:
            item = getattr(value, name)
            # Shorter lines, and an old ledger's lines stay what a new program would write.
            if default is MISSING or item != default:
                data[name] = coder(item)
        return data

    return encode


@cache
def _decoder(hint: Any) -> Coder:
    """The function that turns data into values of this annotation."""
    if is_dataclass(hint):
        return _dataclass_decoder(hint)
    if hint is datetime:
        return _moment
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if hint in (str, int, bool, float, NoneType):
        return _plain(hint)
    return _generic_decoder(get_origin(hint), get_args(hint), hint)


def _generic_decoder(origin: Any, args: tuple[Any, ...], hint: Any) -> Coder:
    if origin in (Union, UnionType):
        inner = _decoder(_non_none(args, hint))
        return lambda data: None if data is None else inner(data)
    if origin is tuple and args[-1] is not Ellipsis:
        coders = [_decoder(arg) for arg in args]
        return lambda data: tuple(c(v) for c, v in zip(coders, data, strict=True))
    if origin in (tuple, Sequence):
        inner = _decoder(args[0])
        return lambda data: tuple(map(inner, _plain(list)(data)))
    if origin is Mapping and args == (str, str):
        return _texts
    raise TypeError(f"no JSON form for {hint!r}")


def _dataclass_decoder(kind: Any) -> Coder:
    coders = {f.name: (f.name, _decoder(hint)) for f, hint in _hinted_fields(kind)}
    coders |= {f.metadata["formerly"]: coders[f.name] for f, _ in _hinted_fields(kind) if "formerly" in f.metadata}

    def decode(data: Any) -> Any:
        known = [(coders[name], item) for name, item in data.items() if name in coders]
        return kind(**{name: coder(item) for (name, coder), item in known})

    return decode


def _hinted_fields(kind: Any) -> list[tuple[Field[Any], Any]]:
    hints = get_type_hints(kind)
    return [(f, hints[f.name]) for f in fields(kind)]


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _non_none(args: tuple[Any, ...], hint: Any) -> Any:
    candidates = [arg for arg in args if arg is not NoneType]
    if len(candidates) != 1:
        raise TypeError(f"no JSON form for {hint!r}")
    return candidates[0]


def _plain(kind: type) -> Coder:
    def check(data: Any) -> Any:
        # `type() is`, because True is an int; and JSON writes the float 1.0 as 1 in other languages.
        if type(data) is not kind and not (kind is float and type(data) is int):
            raise TypeError(f"{data!r:.60} where {kind.__name__} is expected")
        return data

    return check


def _texts(data: Any) -> dict[str, str]:
    check = _plain(str)
    return {check(name): check(value) for name, value in data.items()}


def _moment(data: Any) -> datetime:
    moment = datetime.fromisoformat(data)
    if moment.tzinfo is None:
        raise ValueError(f"{data!r} has no time zone")
    return moment.astimezone(UTC)
