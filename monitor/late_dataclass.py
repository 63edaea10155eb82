"""`dataclass` whose methods are made when they are first needed: that of the standard library took half of the time of a short command.

It compiles seven methods for each class, used or not. A command loads a hundred classes and makes objects of a dozen. Here a class gets its
slots at once, and each method from the standard library with its first use.

`fields`, `replace`, `asdict`, `is_dataclass`, `match`, copying and pickling work as ever. Annotations have to be text, so a module
needs `from __future__ import annotations`. What nobody here needs is left out: ordering, arguments by keyword only, `InitVar`.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    # Type checkers know what the standard library makes of a class.
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True) -> Any:
        """What `dataclasses.dataclass` makes of a class, method by method.

        Raises:
            TypeError: an annotation is not text, or the class has slots already.
        """
        return _Late(frozen, slots, eq).made_of if cls is None else _Late(frozen, slots, eq).made_of(cls)


class _Late:
    """What is known of a class until its methods are made."""

    def __init__(self, frozen: bool, slots: bool, eq: bool) -> None:
        self._frozen, self._slots, self._eq = frozen, slots, eq
        self.cls: type = object
        self._own: dict[str, Any] = {}
        """By name the default of each field of the class itself, or what `field` returned, or MISSING."""

    def made_of(self, cls: type) -> type:
        """The class with slots, if it is to have them, and with what stands for its methods."""
        self._own = {name: cls.__dict__.get(name, dataclasses.MISSING) for name in _fields_in(cls)}
        space = dict(cls.__dict__) if self._slots else {}
        if self._slots:
            if "__slots__" in space:
                raise TypeError(f"{cls.__name__} already specifies __slots__")
            held = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
            space["__slots__"] = tuple(name for name in self._own if name not in held)
            for name in (*self._own, "__dict__", "__weakref__"):
                space.pop(name, None)
        space |= self._missing(cls)
        if self._slots:
            # Slots can't be given to a class that is there already.
            self.cls = type(cls)(cls.__name__, cls.__bases__, space)
            self.cls.__qualname__ = cls.__qualname__
        else:
            self.cls = cls
            self._set_defaults()
            for name, value in space.items():
                setattr(cls, name, value)
        return self.cls

    def _set_defaults(self) -> None:
        """A class without slots keeps its defaults as attributes; what `field` returned is none."""
        for name, given in self._own.items():
            if isinstance(given, dataclasses.Field):
                if given.default is dataclasses.MISSING:
                    delattr(self.cls, name)
                else:
                    setattr(self.cls, name, given.default)

    def _missing(self, cls: type) -> dict[str, Any]:
        """What the class does not define itself, or what stands for it."""
        made: dict[str, Any] = {
            "__dataclass_fields__": self._late("__dataclass_fields__"),
            "__dataclass_params__": self._late("__dataclass_params__", frozen=self._frozen, eq=self._eq),
            "__match_args__": self._late("__match_args__"),
            "__init__": self._constructor(cls),
            "__repr__": self._late("__repr__", repr=True),
        }
        if self._eq:
            made["__eq__"] = self._late("__eq__", eq=True)
        if self._frozen:
            made["__setattr__"], made["__delattr__"] = self._refusal("assign to", "__setattr__"), self._refusal("delete", "__delattr__")
        if self._frozen and self._slots:
            made["__getstate__"], made["__setstate__"] = _values, _set_values
        made = {name: value for name, value in made.items() if name not in cls.__dict__}
        # Python gives a class that defines equality None for a hash.
        if self._eq and cls.__dict__.get("__hash__") is None:
            made["__hash__"] = self._late("__hash__", unsafe_hash=True) if self._frozen else None
        return made

    def _late(self, name: str, **options: bool) -> _LateAttribute:
        return _LateAttribute(self, name, lambda: self._taken(name, options))

    def _constructor(self, cls: type) -> _LateAttribute:
        """That of the standard library, taken where a base has fields, is made four times as slowly, and a comparison needs fifty."""
        if any(hasattr(base, "__dataclass_fields__") for base in cls.__bases__):
            return self._late("__init__", init=True, frozen=self._frozen)
        return _LateAttribute(self, "__init__", lambda: _constructor_of(self.cls, self._own, self._frozen))

    def _refusal(self, verb: str, name: str) -> _LateAttribute:
        """A frozen class's own: that of the standard library would name the wrong class."""

        def make() -> Any:
            cls, fields = self.cls, {field.name for field in dataclasses.fields(self.cls)}

            def refuse(self: object, attribute: str, *value: object) -> None:
                if type(self) is cls or attribute in fields:
                    raise dataclasses.FrozenInstanceError(f"cannot {verb} field {attribute!r}")
                getattr(super(cls, self), name)(attribute, *value)

            return refuse

        return _LateAttribute(self, name, make)

    def _taken(self, name: str, options: Mapping[str, bool]) -> Any:
        """An attribute as the standard library makes it for a class of the same fields."""
        cls, fields = self.cls, dict[str, Any]()
        for base in cls.__mro__[-1:0:-1]:
            fields |= getattr(base, "__dataclass_fields__", {})
        texts = {name: field.type for name, field in fields.items()} | {name: _texts_of(cls)[name] for name in self._own}
        space = {field: given for field, given in (fields | self._own).items() if given is not dataclasses.MISSING}
        space |= {"__module__": cls.__module__, "__qualname__": cls.__qualname__, "__doc__": cls.__name__, "__annotations__": texts}
        if hasattr(cls, "__post_init__"):
            space["__post_init__"] = None  # the constructor calls that of its object
        made: Any = dataclasses.dataclass(**{"init": False, "repr": False, "eq": False, **options})(type(cls.__name__, (), space))
        return made.__dict__[name]


class _LateAttribute:
    """Stands for an attribute of a class until somebody asks for it."""

    def __init__(self, late: _Late, name: str, make: Callable[[], Any]) -> None:
        self._late, self._name, self._make = late, name, make

    def __get__(self, instance: object, owner: type) -> Any:
        made = self._make()
        setattr(self._late.cls, self._name, made)
        return made.__get__(instance, owner) if hasattr(made, "__get__") else made


def _constructor_of(cls: type, fields: Mapping[str, Any], frozen: bool) -> Any:
    """The constructor of a class with these fields.

    Args:
        cls: the class.
        fields: by name the default, or what `field` returned, or MISSING.
        frozen: whether the class refuses to set attributes.
    """
    missing, given, lines, parameters = dataclasses.MISSING, dict[str, Any](), list[str](), ["self"]
    for name, default in fields.items():
        field = default if isinstance(default, dataclasses.Field) else dataclasses.field(default=default)
        held, made = f"_of_{name}", field.default_factory is not missing
        given[held] = field.default_factory if made else field.default
        if field.init:
            parameters.append(f"{name}=_missing" if made else name if field.default is missing else f"{name}={held}")
        elif given[held] is missing:
            continue  # set by __post_init__
        anew = f"{held}()" if made else held
        value = anew if not field.init else f"{anew} if {name} is _missing else {name}" if made else name
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    lines += ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    body = "".join(f"  {line}\n" for line in lines or ["pass"])
    source = f"def make(_set, _missing, {', '.join(given)}):\n def __init__({', '.join(parameters)}):\n{body} return __init__"
    space: dict[str, Any] = {}
    exec(source, sys.modules[cls.__module__].__dict__, space)  # noqa: S102 - names of fields, as in the standard library
    found: Any = space["make"](object.__setattr__, missing, **given)
    texts = _texts_of(cls)
    taken = (parameter.partition("=")[0] for parameter in parameters[1:])
    found.__annotations__ = {name: texts[name] for name in taken} | {"return": None}
    found.__qualname__ = f"{cls.__qualname__}.__init__"
    return found


def _fields_in(cls: type) -> Iterator[str]:
    """The fields that a class adds to those of its bases."""
    for name, text in _texts_of(cls).items():
        if not isinstance(text, str):
            raise TypeError(f"{cls.__module__} needs `from __future__ import annotations`: the type of {cls.__name__}.{name} is not text")
        if not text.startswith("ClassVar"):
            yield name


def _texts_of(cls: type) -> dict[str, Any]:
    """The annotations of a class itself, without those of its bases."""
    return inspect.get_annotations(cls)


def _slots_of(cls: type) -> tuple[str, ...]:
    named = cls.__dict__.get("__slots__", ())
    return (named,) if isinstance(named, str) else tuple(named)


def _values(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_values(self: Any, state: Sequence[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
