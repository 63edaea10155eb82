"""Finds the parts that installed packages offer, without importing them, and loads the one that is asked for.

Our own webhook and Parquet export are registered here like everybody else's parts, so that the contract is one that works.
"""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import Distribution, EntryPoint, distributions
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError
from monitor.plugins.contract import API, KINDS
from monitor.plugins.printing import printed_aside
from monitor.plugins.sayings import said

_GROUP = re.compile(r"policy_monitor\.v([0-9]{1,4})\.([a-z_]+)")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
OWN = "policy-monitor"
BUILT_IN = (
    EntryPoint("webhook", "monitor.notify.webhook:open_webhook", f"policy_monitor.v{API}.channels"),
    EntryPoint("parquet", "monitor.corpus.parquet:export_parquet", f"policy_monitor.v{API}.exporters"),
)
"""Ours. A table and not entry points of our own package, so that they are there when the program runs from its sources."""

TAKEN = {"exporters": frozenset({"warc", "json", "csv", "sqlite", "list", "audit"})}
"""Names of our own parts that are not in the registry: nobody could ask for another one of that name."""


class PluginFault(MonitorError):
    """A part is missing, was refused, or failed."""


@dataclass(frozen=True, slots=True)
class PluginPart:
    """One thing that a package offers."""

    kind: str
    name: str
    target: str
    """module:attribute"""
    package: str
    version: str
    fault: str | None = None
    """Why it is not used, one sentence; None if nothing is known against it before it is loaded."""

    @property
    def label(self) -> str:
        """The part as sentences name it."""
        return f"the {KINDS.get(self.kind, self.kind)} {self.name!r} of {self.package} {self.version}"

    @property
    def identity(self) -> str:
        """Equal as long as it can be expected to give the same results."""
        return f"{self.kind}:{self.name} {self.package} {self.version}"


class PluginRegistry:
    """The parts of some packages.

    Args:
        found: the parts, the program's own first; a name that is taken stays with the first that has it.
    """

    def __init__(self, found: Iterable[PluginPart]) -> None:
        self.parts: list[PluginPart] = []
        self._known: dict[tuple[str, str], PluginPart] = {}
        self._loaded: dict[tuple[str, str], Any] = {}
        for offered in found:
            part = offered
            holder = self._known.get((part.kind, part.name))
            # A refused part keeps no name from one that works.
            if part.fault is None and holder is not None and holder.fault is None:
                part = replace(part, fault=f"{part.label} is not used: {holder.package} already has that name; uninstall one of them")
            elif holder is None or (holder.fault is not None and part.fault is None):
                self._known[part.kind, part.name] = part
            self.parts.append(part)

    def part(self, kind: str, name: str) -> PluginPart:
        """The part of that kind and name.

        Raises:
            PluginFault: no package has it, or it was refused.
        """
        found = self._known.get((kind, name))
        if found is None:
            known = [its for one, its in self._known if one == kind]
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            says = f"no installed plug-in has the {KINDS[kind]} {name!r}; {hint}`policy-monitor plugins` lists what is installed"
            raise PluginFault(says)
        if found.fault is not None:
            raise PluginFault(found.fault)
        return found

    def load(self, kind: str, name: str) -> Any:
        """The object that a part's entry point names.

        Raises:
            PluginFault: see `part`; or it can't be imported.
        """
        part = self.part(kind, name)
        # Kept: a source of many policies is imported once.
        if (kind, name) not in self._loaded:
            self._loaded[kind, name] = imported(part)
        return self._loaded[kind, name]

    def names(self, kind: str) -> list[str]:
        """The names of one kind that are not refused."""
        return sorted(name for (its, name), part in self._known.items() if its == kind and part.fault is None)

    def identities(self, kind: str, names: Iterable[str]) -> tuple[str, ...]:
        """What the results of these parts depend on; of one that is missing, that it is."""
        known = (self._known.get((kind, name)) for name in names)
        return tuple(f"{kind}:{name} none" if part is None else part.identity for part, name in zip(known, names, strict=True))


def imported(part: PluginPart) -> Any:
    """Imports a part.

    Raises:
        PluginFault: it can't be, for whatever reason; or what is there can't be called.
    """
    try:
        with printed_aside():
            found = EntryPoint(part.name, part.target, "").load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit as well: a module that ends the program when it is imported must not
        says = f"{part.label} can't be loaded: {_reason(error)}; reinstall or uninstall {part.package}"
        raise PluginFault(says) from error
    if not callable(found):
        raise PluginFault(f"{part.label} can't be used: {part.target} can't be called; tell the makers of {part.package}")
    return found


def _reason(error: BaseException) -> str:
    # Of a missing module, the message is what helps; of anything else, type and place, since messages may contain what they must not.
    if isinstance(error, ImportError | AttributeError):
        return f"{type(error).__name__}: {said(next(iter(str(error).splitlines()), ''), most=200)}"
    return fault_of(error)


def fault_of(error: BaseException) -> str:
    """The type and the place of an error, never its text, which may contain a password, or what a stranger wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    # A class made with type() can have any name.
    name = said(type(error).__name__, most=80)
    return f"{name} at {said(Path(frames[-1].filename).name, most=80)}:{frames[-1].lineno}" if frames else name


def found_parts(packages: Iterable[Distribution]) -> Iterator[PluginPart]:
    """The parts that packages offer; of a package that is there twice, those of the first one, as Python imports it.

    A package whose files can't be read is no plug-in of ours, and left out.
    """
    seen = set()
    for package in packages:
        try:
            name, entries = package.metadata["Name"], package.entry_points
            # "Acme_Plugin" and "acme-plugin" are one package to pip.
            key = str(name).lower().replace("_", "-")
            fresh = key not in seen
            seen.add(key)
            ours = [_part(entry, str(name), package.version) for entry in entries if fresh and _GROUP.fullmatch(entry.group)]
        except Exception:  # noqa: S112 - half of an uninstalled package: no METADATA, or lines that are none
            continue
        yield from ours


def _part(entry: EntryPoint, package: str, version: str) -> PluginPart:
    match = _GROUP.fullmatch(entry.group)
    assert match is not None  # noqa: S101 - the caller chose it
    contract, kind = int(match[1]), match[2]
    # METADATA is a text file that anybody may write: shown in a terminal, and in an HTTP-like header of the ledger.
    part = PluginPart(kind, said(entry.name, most=60), entry.value, said(package, most=100), said(version, most=40))
    if contract != API:
        newer = "a newer policy-monitor" if contract > API else f"a newer {package}"
        says = f"{part.label} is for version {contract} of the plug-in contract, and this program has version {API}; install {newer}"
        return replace(part, fault=says)
    if kind not in KINDS:
        return replace(part, fault=f"{part.label} is of an unknown kind; the known kinds are {', '.join(KINDS)}")
    if not _NAME.fullmatch(entry.name):
        return replace(part, fault=f"{part.label} has no usable name: expected lower-case letters, digits, - and _")
    if entry.name in TAKEN.get(kind, ()):
        return replace(part, fault=f"{part.label} is not used: policy-monitor already has that name; ask {package} to change it")
    return part


@cache
def registry() -> PluginRegistry:
    """The parts of this program and of all installed packages; found once per process, and only where something asks for one."""
    own = next(iter(Distribution.discover(name=OWN)), None)
    version = own.version if own is not None else "0"
    ours = [PluginPart(str(entry.group).rpartition(".")[2], entry.name, entry.value, OWN, version) for entry in BUILT_IN]
    others = sorted(found_parts(distributions()), key=lambda part: (part.package.lower(), part.kind, part.name))
    return PluginRegistry([*ours, *others])
