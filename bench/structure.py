"""Measures how a checkout is built: `python -m bench structure [--compare REV] [--details] [--write FILE]`.

Reads the syntax trees of `monitor/` and `tests/` with the standard library alone. `--compare REV` puts a Git revision beside the working
tree; `--details` lists what was counted; `--write FILE` replaces the table between `<!-- structure -->` and `<!-- end -->` in a
Markdown file. Tokenisers, link patterns and language detectors are recognized by name and by what their
regular expressions match, so that those figures are estimates; `--details` shows what was counted.
"""

from __future__ import annotations

import argparse
import ast
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.checkout import Checkout, components, longest_chain, reachable
from bench.figures import between, replace_between

LONG = 80
"""Lines from which a module needs a test file of its own (CONTRIBUTING.md)."""
LINK = re.compile(r"\\\]\\\(")
"""In a regular expression: the `](` of a Markdown link."""
WORD = re.compile(r"\\w\+|\[\^\\W[^\]]*\]\+")
"""In a regular expression: a run of letters, as tokenisers match it."""
RATIO = "lines of test per line of code"
SPLITTERS = {"words", "tokens", "tokenize", "tokenise", "rows_of"}
DETECTOR = re.compile(r"^(language_of|(detect|guess)_language)$")


class Figure(NamedTuple):
    """One row of the table."""

    name: str
    value: float | int | str
    details: tuple[str, ...] = ()


def figures(checkout: Checkout) -> Iterator[Figure]:
    """Every figure of a checkout, in the table's order."""
    for measure in (_graph, _sizes, _repetitions, _verdict_path, _reading):
        yield from measure(checkout)


def _graph(checkout: Checkout) -> Iterator[Figure]:
    imports = checkout.imports
    yield Figure("modules", len(imports))
    flat = [name for name, path in checkout.modules.items() if re.fullmatch(r"monitor/core/(?!__init__)\w+\.py", path)]
    yield Figure("modules directly in core", len(flat), tuple(flat))
    rooms = core_rooms(checkout)
    arrows = [f"{room} → {other}" for room in sorted(rooms) for other in sorted(rooms[room])]
    yield Figure("core at a glance: rooms", len(rooms), tuple(sorted(rooms)))
    yield Figure("core at a glance: arrows between rooms", len(arrows), tuple(arrows))
    yield Figure("core at a glance: floors", longest_chain(rooms))
    cycles = [" ↔ ".join(group) for group in components(imports) if len(group) > 1]
    yield Figure("import cycles", len(cycles), tuple(cycles))
    yield Figure("longest import chain", longest_chain(imports))
    users: dict[str, set[str]] = defaultdict(set)
    for name, others in imports.items():
        for other in others:
            users[other].add(name)
    single = [f"{name} ← {min(users[name])}" for name in imports if len(users[name]) == 1]
    yield Figure("modules imported by exactly one other", len(single), tuple(single))


def core_rooms(checkout: Checkout) -> dict[str, set[str]]:
    """The packages and flat modules directly in core, each with the others that it imports."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for name, others in checkout.imports.items():
        here = name.split(".")[2:3]
        if name.startswith("monitor.core.") and here:
            there = {other.split(".")[2] for other in others if other.startswith("monitor.core.")}
            rooms[here[0]] |= there - {here[0]}
    return dict(rooms)


def _sizes(checkout: Checkout) -> Iterator[Figure]:
    lines = {name: len(checkout.files[path].splitlines()) for name, path in checkout.modules.items()}
    yield from _spread("file", {name: count for name, count in lines.items() if count})
    yield from _spread("function", {f"{name}:{f.name}:{f.lineno}": (f.end_lineno or 0) - f.lineno + 1 for name, f in checkout.functions()})


def _spread(what: str, sizes: Mapping[str, int]) -> Iterator[Figure]:
    ordered = sorted(sizes.values())
    yield Figure(f"lines of a {what}: median", f"{statistics.median(ordered):g}")
    yield Figure(f"lines of a {what}: 90th percentile", ordered[int(len(ordered) * 0.9)])
    longest = sorted(sizes, key=lambda name: -sizes[name])[:5]
    yield Figure(f"lines of a {what}: longest", ordered[-1], tuple(f"{name} {sizes[name]}" for name in longest))


def _repetitions(checkout: Checkout) -> Iterator[Figure]:
    classes: dict[str, list[str]] = defaultdict(list)
    for name, tree in checkout.trees.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                classes[node.name].append(name)
    twice = [f"{name}: {', '.join(where)}" for name, where in sorted(classes.items()) if len(where) > 1]
    yield Figure("public class names used twice", len(twice), tuple(twice))
    patterns = [(name, text) for name in checkout.modules for text in regular_expressions(checkout.trees[name])]
    splitting = [name for name, tree in checkout.trees.items() if _in_core(name) and _splits(tree)]
    yield Figure("tokenisers: files in core", len(splitting), tuple(splitting))
    links = [f"{name}: {text}" for name, text in patterns if LINK.search(text)]
    yield Figure("patterns for Markdown links", len(links), tuple(links))
    detectors = [f"{name}.{node.name}" for name, node in checkout.functions() if DETECTOR.match(node.name)]
    yield Figure("language detectors", len(detectors), tuple(detectors))
    spelled = [f"{name}.{node.name}" for name, node in checkout.functions() if {"derive", "render"} <= _called(node)]
    yield Figure("functions that call derive and render", len(spelled), tuple(spelled))


def _in_core(name: str) -> bool:
    return name.startswith("monitor.core.")


def regular_expressions(tree: ast.AST) -> Iterator[str]:
    """The literal text of every pattern that is given to a function of `re`."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."))
    for call in calls:
        literals = (part.value for part in ast.walk(call) if isinstance(part, ast.Constant) and isinstance(part.value, str))
        if text := "".join(literals):
            yield text


def _splits(tree: ast.Module) -> bool:
    """Whether a module cuts text into words: by a function named for it, or by a pattern for runs of letters that is named for it."""
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    patterns = (node for node in tree.body if isinstance(node, ast.Assign) and any(map(WORD.search, regular_expressions(node))))
    return bool(functions & SPLITTERS) or any(re.match(r"_?(WORD|TOKEN)\b", ast.unparse(node)) for node in patterns)


def _called(function: ast.AST) -> set[str]:
    """Names of what is called in a function, without the objects before the dot."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {call.attr if isinstance(call, ast.Attribute) else call.id for call in calls if isinstance(call, ast.Attribute | ast.Name)}


def _verdict_path(checkout: Checkout) -> Iterator[Figure]:
    """What a reader opens to explain a severity: the module that decides it, what it imports from core, and the data files of these."""
    deciders = [name for name, node in checkout.functions() if node.name in ("assess", "judge") and _in_core(name)]
    if not deciders:
        return
    core = {name: {other for other in others if _in_core(other)} for name, others in checkout.imports.items() if _in_core(name)}
    direct = {*deciders[:1], *core[deciders[0]]}
    files = sorted(direct) + sorted({data for name in direct for data in _data_files(checkout, name)})
    yield Figure("files to open to explain a severity: directly", len(files), tuple(files))
    every = reachable(core, deciders[:1])
    files = sorted(every) + sorted({data for name in every for data in _data_files(checkout, name)})
    yield Figure("files to open to explain a severity: all of core behind it", len(files), tuple(files))
    explains = any('"--explain"' in checkout.files[path] for name, path in checkout.modules.items() if name.startswith("monitor.cli"))
    yield Figure("a command that explains a verdict", "yes" if explains else "no")


def _data_files(checkout: Checkout, name: str) -> set[str]:
    """Data files of the vocabulary whose names the module spells out."""
    data = {path.rsplit("/", 1)[-1] for path in checkout.files if "/vocabulary/" in path and not path.endswith(".py")}
    return {node.value for node in ast.walk(checkout.trees[name]) if isinstance(node, ast.Constant) and node.value in data}


def _reading(checkout: Checkout) -> Iterator[Figure]:
    counted = [checkout.lines(path) for path in checkout.modules.values()]
    yield Figure("comments per 100 lines of code", 100 * sum(one.comments for one in counted) / max(1, sum(one.code for one in counted)))
    lone = list(without_test_file(checkout))
    yield Figure(f"modules over {LONG} lines without their test file", len(lone), tuple(lone))
    for room, (code, tests) in sorted(ratios(checkout).items()):
        yield Figure(f"{RATIO}: {room}", tests / code, (f"{tests} : {code}",))


def without_test_file(checkout: Checkout) -> Iterator[str]:
    """Modules of more than LONG lines that have no `test_<module>.py` in the folder of tests that mirrors theirs."""
    for name, path in checkout.modules.items():
        *folders, file = path.removeprefix("monitor/").split("/")
        stem = (folders or ["package"])[-1] if file == "__init__.py" else file.removesuffix(".py")
        spellings = {f"test_{stem}.py", f"test_{stem.strip('_')}.py"}
        places = {"/".join(["tests", *folders, spelling]) for spelling in spellings}
        if len(checkout.files[path].splitlines()) > LONG and not places & checkout.files.keys():
            yield name


def ratios(checkout: Checkout) -> dict[str, tuple[int, int]]:
    """Room → lines of code and lines of its tests; of core also each package. Tests beside the rooms count for the whole alone."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path in (path for path in checkout.files if path.endswith(".py")):
        top, *parts = path.split("/")
        rooms = {"all", *parts[:1][: len(parts) - 1], *(["core/" + parts[1]] if parts[0] == "core" and len(parts) > 2 else [])}
        for room in rooms:
            found[room][top == "tests"] += checkout.lines(path).code
    return {room: (code, tests) for room, (code, tests) in found.items() if code}


# --- output ---------------------------------------------------------------------------------------------------------


def table(columns: Mapping[str, Sequence[Figure]]) -> str:
    """A Markdown table: a row per figure, a column per checkout."""
    names = dict.fromkeys(figure.name for figures in columns.values() for figure in figures)
    rows = [name for name in names if not name.startswith(RATIO)] + sorted(name for name in names if name.startswith(RATIO))
    values = [{figure.name: figure.value for figure in figures} for figures in columns.values()]
    lines = [f"| measure | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
    lines += [f"| {name} | {' | '.join(_shown(one.get(name, '–')) for one in values)} |" for name in rows]
    return "\n".join(lines)


def _shown(value: float | str) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def main(argv: Sequence[str] | None = None, read: Callable[[str], Checkout] = Checkout.of_revision) -> int:
    """Prints the table; returns 2 if a revision or a file cannot be read."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m bench structure", description=__doc__, formatter_class=raw)
    parser.add_argument("--compare", metavar="REV", help="show this Git revision beside the working tree")
    parser.add_argument("--details", action="store_true", help="list what was counted")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between the markers in FILE")
    options = parser.parse_args(argv)
    try:
        if options.write:
            between(options.write, "structure")  # before anything is measured
        before = {options.compare: list(figures(read(options.compare)))} if options.compare else {}
        columns = {**before, "this checkout": list(figures(Checkout.of_folder()))}
        print(table(columns))
        if options.details:
            for figure in columns["this checkout"]:
                print("\n".join([f"\n{figure.name}: {_shown(figure.value)}", *(f"  {line}" for line in figure.details)]))
        if options.write:
            replace_between(options.write, "structure", table(columns))
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
