"""Small deliberate faults: every mutation of a Python module or of the rule table, as the text of the mutated file.

Python is mutated by its syntax tree, the rule table by the conditions, severities and guards of its rows. Each mutation changes one
place and leaves the rest of the file as it is, so that its line number is that of the original.
"""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml


class Mutant(NamedTuple):
    """One fault."""

    path: str
    """Of the file, from the checkout's root."""
    line: int
    what: str
    """The mutation in words or as "before → after"."""
    text: str
    """The whole mutated file."""


def mutants_of(path: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a file, in the order of its text; of YAML, rows with a `severity` or with conditions are mutated."""
    return python_mutants(path, text) if path.endswith(".py") else table_mutants(path, text)


# --- Python -----------------------------------------------------------------------------------------------------------

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
"""Comparisons move by one step at their limit, where a missing test shows; the others are negated."""


def python_mutants(path: str, text: str) -> Iterator[Mutant]:
    """Comparisons, boolean operators, negations, constants and returned values."""
    source = text.encode()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in _mutable(ast.parse(text)):
        for replacement in _replacements(node):
            begin, end = starts[node.lineno - 1] + node.col_offset, starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
            after = ast.unparse(replacement)
            shown = f"{_short(ast.unparse(node))} → {_short(after)}"
            inserted = after if isinstance(node, ast.Return) else f"({after})"
            yield Mutant(path, node.lineno, shown, (source[:begin] + inserted.encode() + source[end:]).decode())


def _mutable(tree: ast.AST) -> Iterator[Any]:
    """Nodes of running code, in the order of the text: without annotations, decorators, f-strings and strings that stand alone."""
    skipped = {"annotation", "returns", "decorator_list"}
    for name, value in ast.iter_fields(tree):
        for node in value if isinstance(value, list) else [value]:
            if name in skipped or not isinstance(node, ast.AST) or isinstance(node, ast.JoinedStr):
                continue
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            yield node
            yield from _mutable(node)


def _replacements(node: ast.AST) -> Iterator[ast.AST]:
    changed: Any = copy.deepcopy(node)
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _OPPOSITE:
            changed.ops = [_OPPOSITE[type(operator)]()]
            yield changed
        case ast.BoolOp(op=operator):
            changed.op = ast.Or() if isinstance(operator, ast.And) else ast.And()
            yield changed
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Return(value=None | ast.Constant()):
            return  # a constant is mutated as one; None for False would make no difference
        case ast.Return():
            yield ast.Return(ast.Constant(None))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:89]}…"


# --- the rule table ---------------------------------------------------------------------------------------------------

_OTHER = {"critical": "material", "material": "minor", "minor": "material", "weakens": "strengthens", "strengthens": "weakens"}


def table_mutants(path: str, text: str) -> Iterator[Mutant]:
    """Each condition dropped, each guard turned into a condition, each severity and direction exchanged, each `decides` turned."""
    table: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for row in table.value:
        fields = {key.value: value for key, value in row.value}
        rule = fields["id"].value
        for name in ("all", "any", "none"):
            if name in fields:
                yield from _without_one(path, text, f"{rule}: {name}", fields[name])
        for name in ("severity", "direction"):
            if name in fields and fields[name].value in _OTHER:
                other = _OTHER[fields[name].value]
                yield _replaced(path, text, fields[name], other, f"{rule}: {name} {fields[name].value} → {other}")
        if "decides" in fields:
            other = "false" if fields["decides"].value == "true" else "true"
            yield _replaced(path, text, fields["decides"], other, f"{rule}: decides → {other}")
        if "none" in fields and "all" not in fields and fields["none"].value:
            guard = fields["none"].value[0].value
            rest = [one.value for one in fields["none"].value[1:]]
            inserted = f"{json.dumps(rest)}\n  all: {json.dumps([guard])}"
            yield _replaced(path, text, fields["none"], inserted, f"{rule}: guard {guard} demanded instead of excluded")


def _without_one(path: str, text: str, where: str, sequence: Any) -> Iterator[Mutant]:
    names = [one.value for one in sequence.value]
    for at, one in enumerate(sequence.value):
        rest = json.dumps(names[:at] + names[at + 1 :])
        mutant = _replaced(path, text, sequence, rest, f"{where} without {one.value}")
        yield mutant._replace(line=one.start_mark.line + 1)


def _replaced(path: str, text: str, node: Any, replacement: str, what: str) -> Mutant:
    # A list with a dash per line ends, for the parser, only where the next key begins.
    dashes = isinstance(node, yaml.SequenceNode) and not node.flow_style
    begin, end = node.start_mark.index, (node.value[-1] if dashes else node).end_mark.index
    replacement = f" {replacement}" if dashes else replacement  # its dashes may be no further in than the key
    return Mutant(path, node.start_mark.line + 1, what, text[:begin] + replacement + text[end:])
