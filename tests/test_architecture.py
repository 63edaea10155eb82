"""Ranks and roads: who may import whom (imports inside functions included), no cycles, and the measures of files and functions."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "monitor"
RIM = ("store", "config")
RANKS = {
    "model": 0,
    "errors": 0,
    "core": 1,
    "vocabulary": 1,
    "present": 1,
    "net": 1,
    **dict.fromkeys(RIM, 1),
    **dict.fromkeys(("sources", "render", "notify", "export"), 2),
    "pipeline": 3,
    "assemble": 4,
    "service": 5,
    "cli": 6,
    "__main__": 7,
    "__init__": 7,
}
CORE_RANKS = {"text": 0, "extract": 1, "screen": 1, "diff": 1, "meaning": 2, "history": 2, "compare": 3}
"""Inside core: words and sentences; then reading, screening and aligning; then what a change means and a policy over time; the façade."""
THIRD_PARTY = {
    "apprise", "bs4", "diff_match_patch", "filelock", "jinja2", "pypdfium2", "ruamel", "selectolax",
    "sqlite_utils", "tqdm", "waybackpy", "yaml",
}  # fmt: skip
PURE = {
    "logging", "os", "socket", "subprocess", "requests", "sqlite3", "time", "urllib.request", "http.client", "threading", "tempfile",
}  # fmt: skip


def modules() -> dict[str, Path]:
    """Dotted name → file."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imports(name: str, *, typing_too: bool = True) -> Iterator[str]:
    """Everything that a module imports, wherever in the file, with relative names made absolute."""
    package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
    skipped = () if typing_too else tuple(_typing_only(tree(name)))
    for node in ast.walk(tree(name)):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base


def _typing_only(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from ast.walk(node)


def room(name: str) -> str:
    """The part of the house that a module belongs to."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def test_every_module_has_a_rank() -> None:
    assert {room(name) for name in MODULES} <= RANKS.keys()


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name: str) -> None:
    here = room(name)
    for other in imports(name):
        if not other.startswith("monitor"):
            continue
        there = room(other)
        allowed = there == here or RANKS[there] < RANKS[here]
        assert allowed, f"{name} ({here}) imports {other} ({there})"


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("monitor.core.")])
def test_imports_inside_the_core_go_down(name: str) -> None:
    here = name.split(".")[2]
    for other in imports(name):
        if other.startswith("monitor.core."):
            there = other.split(".")[2]
            assert there == here or CORE_RANKS[there] < CORE_RANKS[here], f"{name} ({here}) imports {other} ({there})"


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) == "core"])
def test_the_core_is_pure(name: str) -> None:
    assert not PURE & set(imports(name))


def test_only_one_place_names_concrete_sources_and_channels() -> None:
    concrete = {"live", "wayback", "memento", "warc", "folder", "email", "apprise", "webhook"}
    for name in MODULES:
        if room(name) == "pipeline":
            named = {other for other in imports(name) if room(other) in {"sources", "notify"} and other.split(".")[-1] in concrete}
            assert not named, f"{name} imports {named}"


@pytest.mark.parametrize("library", sorted(THIRD_PARTY))
def test_a_library_is_imported_in_one_file_of_a_room(library: str) -> None:
    """So that it can be replaced there. Rooms of the rim don't import each other: Jinja2 renders pages in one, mails in another."""
    users = [name for name in MODULES if any(other.split(".")[0] == library for other in imports(name, typing_too=False))]
    assert len(users) == len({room(name) for name in users}) <= 2, f"{library}: {users}"


def test_only_the_service_schedules() -> None:
    users = {room(name) for name in MODULES if any(other.split(".")[0] == "apscheduler" for other in imports(name))}
    assert users == {"service"}


def test_no_cycles() -> None:
    """Modules that import each other, annotations aside."""
    graph = {name: {o for o in imports(name, typing_too=False) if o in MODULES and o != name} for name in MODULES}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for other in sorted(graph[name]):
                walk(other, (*trail, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_no_vague_names() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "common", "misc", "data", "info"}
    assert not [name for name in MODULES if name.split(".")[-1] in vague]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_opens_with_one_sentence(name: str) -> None:
    doc = ast.get_docstring(tree(name))
    if MODULES[name].read_text(encoding="utf-8").strip():
        assert doc, name
        assert doc.splitlines()[0].endswith((".", ":", "?")), doc.splitlines()[0]


def test_files_and_functions_stay_short() -> None:
    lines = [len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES.values()]
    functions = [
        (node.end_lineno or 0) - node.lineno + 1
        for name in MODULES
        for node in ast.walk(tree(name))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    functions.sort()
    assert statistics.median(lines) <= 130
    assert statistics.median(functions) <= 9
    assert functions[int(len(functions) * 0.9)] <= 27
