"""Who may import whom (imports inside functions included), no cycles, and the sizes of files and functions."""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "monitor"
RIM = ("store", "config")
RANKS = {
    "model": 0,
    "errors": 0,
    "timestamps": 0,
    "decompression": 0,
    "core": 1,
    "vocabulary": 1,
    "catalog": 1,
    "net": 1,
    **dict.fromkeys(RIM, 1),
    **dict.fromkeys(("present", "portfolio", "plugins", "opinions"), 2),
    **dict.fromkeys(("sources", "render", "notify", "export", "workers"), 3),
    "pipeline": 4,
    "assemble": 5,
    "corpus": 5,
    "dataset": 6,
    "service": 6,
    "web": 6,
    "assistants": 7,
    "cli": 8,
    "__main__": 9,
    "__init__": 9,
}
CORE_RANKS = {
    "text": 0,
    "arrange": 1,
    "extract": 1,
    "screen": 1,
    "diff": 1,
    "discover": 2,
    "meaning": 2,
    "history": 2,
    "visibility": 2,
    "compare": 3,
}
"""Inside core: words; then reading, screening, aligning, arranging; then what a change means and a policy over time; the façade."""
THIRD_PARTY = {
    "apprise", "bs4", "diff_match_patch", "filelock", "jinja2", "protego", "pypdfium2", "ruamel", "selectolax",
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


@cache
def nodes(name: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(name)))


@cache
def imports(name: str, *, typing_too: bool = True) -> tuple[str, ...]:
    """Everything that a module imports, wherever in the file, with relative names made absolute."""
    return tuple(_imports(name, typing_too=typing_too))


def _imports(name: str, *, typing_too: bool) -> Iterator[str]:
    package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
    skipped = set() if typing_too else set(_typing_only(nodes(name)))
    for node in nodes(name):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base


def _typing_only(found: Iterable[ast.AST]) -> Iterator[ast.AST]:
    for node in found:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            yield from ast.walk(node)


def package_of(name: str) -> str:
    """The package, or the module, directly in monitor that a module belongs to."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def test_every_module_has_a_rank() -> None:
    assert {package_of(name) for name in MODULES} <= RANKS.keys()


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name: str) -> None:
    here = package_of(name)
    for other in imports(name):
        if not other.startswith("monitor"):
            continue
        there = package_of(other)
        allowed = there == here or RANKS[there] < RANKS[here]
        assert allowed, f"{name} ({here}) imports {other} ({there})"


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("monitor.core.")])
def test_imports_inside_the_core_go_down(name: str) -> None:
    here = name.split(".")[2]
    for other in imports(name):
        if other.startswith("monitor.core."):
            there = other.split(".")[2]
            assert there == here or CORE_RANKS[there] < CORE_RANKS[here], f"{name} ({here}) imports {other} ({there})"


@pytest.mark.parametrize("name", [name for name in MODULES if package_of(name) == "core"])
def test_the_core_is_pure(name: str) -> None:
    assert not PURE & set(imports(name))


def test_only_one_place_names_concrete_sources_and_channels() -> None:
    concrete = {"live", "wayback", "memento", "warc", "folder", "email", "apprise", "webhook"}
    for name in MODULES:
        if package_of(name) == "pipeline":
            named = {other for other in imports(name) if package_of(other) in {"sources", "notify"} and other.split(".")[-1] in concrete}
            assert not named, f"{name} imports {named}"


@pytest.mark.parametrize("library", sorted(THIRD_PARTY))
def test_a_library_is_imported_in_one_file_of_a_room(library: str) -> None:
    """So that it can be replaced there. Rooms of the rim don't import each other: Jinja2 renders pages in one, mails in another."""
    users = [name for name in MODULES if any(other.split(".")[0] == library for other in imports(name, typing_too=False))]
    assert len(users) == len({package_of(name) for name in users}) <= 2, f"{library}: {users}"


def test_only_the_service_schedules() -> None:
    users = {package_of(name) for name in MODULES if any(other.split(".")[0] == "apscheduler" for other in imports(name))}
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
        for node in nodes(name)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    functions.sort()
    assert statistics.median(lines) <= 130
    assert statistics.median(functions) <= 9
    assert functions[int(len(functions) * 0.9)] <= 27


# --- names, tests and comments ----------------------------------------------------------------------------------------

TESTS = PACKAGE.parent / "tests"
TWICE: set[str] = set()
"""Public class names that may be used more than once. Keep it empty: a name that means two things is explained in every second line."""
UNTESTED: set[str] = set()
"""Modules of more than 80 lines without a test file of their own. Keep it empty."""
TESTS_PER_CODE = 1.2
"""Lines of test code per line of code, at least."""
COMMENTS_PER_HUNDRED = 3.4
"""Comments per hundred lines of code, at least. Raise it towards 4; a comment says why, with the example that made the line necessary."""


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Every statement, without a look into expressions, where most nodes are."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for child in getattr(node, part, ()):
            yield child
            yield from _statements(child)


@cache
def code_lines(path: Path) -> int:
    """Lines that are neither blank nor a comment nor part of a docstring."""
    source = path.read_text(encoding="utf-8")
    strings = {
        line
        for node in _statements(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    lines = enumerate(source.splitlines(), 1)
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") and number not in strings for number, line in lines)


def comments(path: Path) -> int:
    """Comments for a person: no instruction to a tool and no heading of a section."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    found = (token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT)
    return sum(not text.startswith(("noqa", "type:", "fmt:", "pragma:", "---")) for text in found)


def test_no_public_class_name_twice() -> None:
    names = Counter(node.name for name in MODULES for node in nodes(name) if isinstance(node, ast.ClassDef))
    assert {name for name, times in names.items() if times > 1 and not name.startswith("_")} <= TWICE


def test_the_core_has_few_packages() -> None:
    packages = {name.split(".")[2] for name in MODULES if name.startswith("monitor.core.")}
    assert len(packages) <= 12


def test_tests_mirror_the_modules() -> None:
    missing = set()
    for name, path in MODULES.items():
        own = TESTS / path.relative_to(PACKAGE).with_name(f"test_{path.name.strip('_')}")
        if path.name != "__init__.py" and len(path.read_text(encoding="utf-8").splitlines()) > 80 and not own.exists():
            missing.add(name.removeprefix("monitor."))
    assert missing == UNTESTED


@pytest.mark.slow
def test_there_is_more_test_code_than_code() -> None:
    code, tests = (sum(map(code_lines, folder.rglob("*.py"))) for folder in (PACKAGE, TESTS))
    assert tests >= TESTS_PER_CODE * code, f"{tests} lines of tests for {code} lines of code: {tests / code:.2f}"


def test_comments_say_why() -> None:
    code, said = (sum(measure(path) for path in MODULES.values()) for measure in (code_lines, comments))
    assert said >= COMMENTS_PER_HUNDRED * code / 100, f"{said} comments in {code} lines of code: {100 * said / code:.1f} per hundred"


def test_lines_and_comments_are_counted(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text('"""Doc.\n\nMore.\n"""\n\n# Why.\nx = 1  # noqa: S101\n"""Of x."""\ny = "# text"  # because\n# --- section ---\n')
    assert (code_lines(sample), comments(sample)) == (2, 2)
