"""Late classes behave as those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import pytest

import monitor
from monitor.late_dataclass import dataclass

T = TypeVar("T")
OPTIONS = [
    {"frozen": frozen, "slots": slots, "eq": eq} for frozen in (False, True) for slots in (False, True) for eq in (True, False)
]  # fmt: skip


def _bodies(decorate: Callable[..., Any], options: dict[str, bool]) -> list[type]:
    """The same classes, made by one decorator or the other."""

    @decorate(**options)
    class Plain:
        first: int
        second: str = "two"

    @decorate(**options)
    class WithFields:
        """A sentence."""

        first: int
        hidden: bytes = dataclasses.field(repr=False)
        names: list[str] = dataclasses.field(default_factory=list)
        aside: str = dataclasses.field(default="", compare=False)
        kind: ClassVar[str] = "k"

    @decorate(**options)
    class Counting:
        first: int
        total: int = dataclasses.field(default=7, init=False)
        made: dict[str, int] = dataclasses.field(default_factory=dict, init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "total", self.first + 1)

        def __repr__(self) -> str:
            return "mine"

    @decorate(**options)
    class Derived(Plain):
        third: tuple[int, ...] = ()

    @decorate(**options)
    class Empty:
        pass

    @decorate(**options)
    class Boxed(Generic[T]):
        value: T

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Boxed)

        def __hash__(self) -> int:
            return 5

    return [Plain, WithFields, Counting, Derived, Empty, Boxed]


def _objects(classes: list[type]) -> list[Any]:
    plain, fields, counting, derived, empty, boxed = classes
    return [plain(1), fields(1, b"x"), counting(3), derived(1, "b", (2,)), empty(), boxed("v")]


def _described(cls: type) -> Any:
    parameters = [(one.name, one.kind, one.annotation) for one in inspect.signature(cls).parameters.values()]
    fields = [(one.name, one.type, one.init, one.repr, one.compare, one.default) for one in dataclasses.fields(cls)]
    return parameters, fields, cls.__match_args__, cls.__dict__.get("__slots__"), issubclass(cls, Hashable), cls.__qualname__  # type: ignore[attr-defined]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_late_classes_are_described_like_others(options: dict[str, bool]) -> None:
    for late, other in zip(_bodies(dataclass, options), _bodies(dataclasses.dataclass, options), strict=True):
        assert dataclasses.is_dataclass(late)
        assert _described(late) == _described(other), late


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_their_objects_do_what_others_do(options: dict[str, bool]) -> None:
    late, other = _objects(_bodies(dataclass, options)), _objects(_bodies(dataclasses.dataclass, options))
    again = _objects([type(one) for one in late])
    others_again = _objects([type(one) for one in other])
    for mine, mine_again, theirs, theirs_again in zip(late, again, other, others_again, strict=True):
        assert (mine == mine_again) == (theirs == theirs_again)
        assert mine != theirs or "Boxed" in repr(mine)
        assert dataclasses.asdict(mine) == dataclasses.asdict(theirs)
        assert repr(mine).split(" object at ")[0] == repr(theirs).split(" object at ")[0]
        assert _outcome(lambda one: hash(one) == hash(_same(one)), mine) == _outcome(lambda one: hash(one) == hash(_same(one)), theirs)
        for action in (_set_a_field, _set_anything, _delete_a_field):
            assert _outcome(action, mine) == _outcome(action, theirs), action


def _same(one: Any) -> Any:
    return copy.copy(one)


def _set_a_field(one: Any) -> None:
    setattr(one, next(iter(dataclasses.fields(one))).name if dataclasses.fields(one) else "none", 2)


def _set_anything(one: Any) -> None:
    one.unknown = 2


def _delete_a_field(one: Any) -> None:
    delattr(one, next(iter(dataclasses.fields(one))).name if dataclasses.fields(one) else "none")


def _outcome(action: Callable[[Any], object], one: Any) -> Any:
    """What an action returns, or that it is refused; the standard library refuses with a TypeError where it means another one."""
    try:
        return action(one)
    except (AttributeError, TypeError):
        return "refused"


def test_replace_match_and_default_factories() -> None:
    plain, fields, counting, derived, *_ = _bodies(dataclass, {"frozen": True, "slots": True})
    assert dataclasses.replace(plain(1), second="b") == plain(1, "b")
    assert fields(1, b"").names is not fields(1, b"").names
    assert counting(3).total == 4
    assert derived(1).second == "two"
    match plain(1, "b"):
        case plain(first, second):
            assert (first, second) == (1, "b")
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'first'"):
        plain()
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'first'"):
        plain(1).first = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'first'"):
        del plain(1).first


@dataclass(frozen=True, slots=True)
class Sent:
    """Pickled below, so it stands where it can be found by name."""

    name: str
    numbers: tuple[int, ...] = ()


@dataclass(slots=True)
class Moved:
    """The same, not frozen."""

    name: str


@pytest.mark.parametrize("one", [Sent("a", (1,)), Moved("b")])
def test_objects_are_sent_to_other_processes_and_copied(one: Any) -> None:
    for made in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert made == one
        assert made is not one


def test_without_brackets() -> None:
    @dataclass
    class Bare:
        first: int = 3

    assert Bare().first == 3
    assert Bare(4) != Bare()


def test_what_is_not_supported_is_refused() -> None:
    with pytest.raises(TypeError, match="already specifies __slots__"):

        @dataclass(slots=True)
        class Slotted:
            __slots__ = ("a",)
            b: int

    def typed() -> type:
        return type("Typed", (), {"__annotations__": {"first": int}})

    with pytest.raises(TypeError, match="annotations"):
        dataclass(typed())


def test_a_mutable_default_is_refused_when_the_fields_are_asked_for() -> None:
    @dataclass
    class Shared:
        names: list[str] = []  # noqa: RUF012 - the mistake

    with pytest.raises(ValueError, match="mutable default"):
        dataclasses.fields(Shared)  # type: ignore[arg-type]


def _classes() -> list[type]:
    """Every class with fields of the program."""
    root = Path(monitor.__file__).parent
    found = []
    for path in sorted(root.rglob("*.py")):
        name = ".".join(("monitor", *path.relative_to(root).with_suffix("").parts))
        if name.endswith(("__main__", "__init__")):
            continue
        module = importlib.import_module(name)
        found += [
            one for one in vars(module).values() if inspect.isclass(one) and one.__module__ == name and "__dataclass_fields__" in vars(one)
        ]
    return found


def test_every_class_of_the_program_is_sound() -> None:
    """A mistake in a class shows with its first object only, so what makes each is made here."""
    classes = _classes()
    assert len(classes) > 300
    for cls in classes:
        fields = [one for one in dataclasses.fields(cls) if one.init]
        parameters = inspect.signature(cls).parameters
        assert [one.name for one in fields] == list(parameters), cls
        for one in fields:
            required = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
            assert (parameters[one.name].default is inspect.Parameter.empty) == required, (cls, one.name)
            if one.default is not dataclasses.MISSING:
                assert parameters[one.name].default is one.default, (cls, one.name)


def test_nothing_is_made_before_it_is_needed() -> None:
    code = """
import monitor.model
classes = [one for one in vars(monitor.model).values() if isinstance(one, type)]
print(sum(type(one.__dict__.get("__init__")).__name__ == "_LateAttribute" for one in classes))
"""
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(printed) >= 30
