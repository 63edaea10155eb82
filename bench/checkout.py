"""The Python files of a checkout or of an earlier revision, parsed: modules, imports, lines. What bench/structure.py measures."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tarfile
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from bench import ROOT

# "# noqa" and the like are for tools, not for readers.
_DIRECTIVE = re.compile(r"#\s*(noqa|type:|fmt:|pragma:|pylint:|ruff:|!)")


class Lines(NamedTuple):
    """How many lines a file has of each kind."""

    total: int
    code: int
    """Neither blank nor comment nor docstring."""
    comments: int
    """Lines with a comment for readers."""


class Checkout:
    """Files of one revision, path → text."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    @classmethod
    def of_folder(cls, root: Path = ROOT) -> Checkout:
        """The package and its tests as they lie in a folder.

        Raises:
            FileNotFoundError: there is no package `monitor` in it.
        """
        if not (root / "monitor").is_dir():
            raise FileNotFoundError(f"{root} has no package `monitor`")
        found = [path for part in ("monitor", "tests") for path in sorted((root / part).rglob("*")) if _kept(path.as_posix())]
        return cls({path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found if path.is_file()})

    @classmethod
    def of_revision(cls, revision: str, root: Path = ROOT) -> Checkout:
        """The same of a Git revision, without touching the working tree.

        Raises:
            ValueError: Git does not know the revision.
        """
        command = ["git", "-C", str(root), "archive", revision, "monitor", "tests"]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            raise ValueError(f"cannot read revision {revision}: {done.stderr.decode(errors='replace').strip()}")
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            members = [member for member in archive if member.isfile() and _kept(member.name)]
            return cls({member.name: archive.extractfile(member).read().decode("utf-8") for member in members})  # type: ignore[union-attr]

    @cached_property
    def modules(self) -> dict[str, str]:
        """Dotted name → path, of the package."""
        return {_dotted(path): path for path in sorted(self.files) if path.startswith("monitor/") and path.endswith(".py")}

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """Dotted name → syntax tree."""
        return {name: ast.parse(self.files[path]) for name, path in self.modules.items()}

    @cached_property
    def imports(self) -> dict[str, frozenset[str]]:
        """Dotted name → the modules of the package that it imports, wherever in the file, but not those for annotations alone."""
        return {name: frozenset(self._imported(name)) - {name} for name in self.modules}

    def _imported(self, name: str) -> Iterator[str]:
        parts = name.split(".") if self.modules[name].endswith("__init__.py") else name.split(".")[:-1]
        for node in _running(self.trees[name]):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names if alias.name in self.modules)
            elif isinstance(node, ast.ImportFrom):
                above = parts[: len(parts) - node.level + 1] if node.level else []
                base = ".".join([*above, *filter(None, [node.module])])
                for alias in node.names:
                    yield from [found for found in (f"{base}.{alias.name}", base) if found in self.modules][:1]

    def lines(self, path: str) -> Lines:
        """The lines of one file by kind."""
        return lines_of(self.files[path])

    def functions(self) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        """Every function and method with the name of its module."""
        for name, tree in self.trees.items():
            yield from ((name, node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _kept(path: str) -> bool:
    """Python files, and the data files of the package: rule tables, word lists, weights."""
    return path.endswith(".py") or ("/vocabulary/" in path and path.endswith((".yaml", ".toml", ".json")))


def _dotted(path: str) -> str:
    parts = path.removesuffix(".py").split("/")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _running(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node but those under `if TYPE_CHECKING:`."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            waiting.extend(ast.iter_child_nodes(node))


@cache
def lines_of(text: str) -> Lines:
    """Counts the lines of a Python source by kind; a code line with a comment behind it counts as both."""
    comments, code = set[int](), set[int]()
    quiet = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            comments |= set() if _DIRECTIVE.match(token.string) else {token.start[0]}
        elif token.type not in quiet:
            code |= set(range(token.start[0], token.end[0] + 1))
    return Lines(len(text.splitlines()), len(code - _docstring_lines(text)), len(comments))


def _docstring_lines(text: str) -> set[int]:
    """Lines of strings that stand alone as a statement: docstrings, and those under a constant."""
    alone = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    return {line for node in alone if isinstance(node.value.value, str) for line in range(node.lineno, (node.end_lineno or 0) + 1)}  # type: ignore[attr-defined]


Graph = Mapping[str, Iterable[str]]


def components(graph: Graph) -> list[list[str]]:
    """Strongly connected components, in an order in which each comes after those it leads to (Tarjan)."""
    index, low, stack, found = dict[str, int](), dict[str, int](), list[str](), list[list[str]]()

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            found.append(sorted(stack[at:]))
            del stack[at:]

    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def longest_chain(graph: Graph) -> int:
    """Nodes on the longest path; a cycle counts as one step of as many nodes as it has."""
    depth: dict[str, int] = {}
    for group in components(graph):
        below = max((depth[other] for node in group for other in graph.get(node, ()) if other not in group), default=0)
        depth |= dict.fromkeys(group, below + len(group))
    return max(depth.values(), default=0)


def reachable(graph: Graph, starts: Sequence[str]) -> set[str]:
    """The starts and every node that they lead to."""
    seen, waiting = set[str](), list(starts)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(graph.get(node, ()))
    return seen
