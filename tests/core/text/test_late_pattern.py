"""Patterns that are compiled at their first use."""

from __future__ import annotations

import copy
import gc
import importlib
import pickle
import pkgutil
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import monitor.core
from monitor.core.text.late_pattern import _LatePattern, late

SOURCE = r"(?P<verb>sell|share)s?\b"


@given(st.text(alphabet="sel hareS.\n", max_size=40))
def test_it_finds_what_the_pattern_finds(text: str) -> None:
    found, pattern = late(SOURCE, re.IGNORECASE), re.compile(SOURCE, re.IGNORECASE)
    assert found.findall(text) == pattern.findall(text)
    assert found.sub("keep", text) == pattern.sub("keep", text)
    assert found.split(text) == pattern.split(text)
    assert [one.span() for one in found.finditer(text)] == [one.span() for one in pattern.finditer(text)]
    for method in ("search", "match", "fullmatch"):
        ours, theirs = (getattr(one, method)(text) for one in (found, pattern))
        assert (ours and ours.span("verb")) == (theirs and theirs.span("verb"))


def test_it_knows_what_a_pattern_knows_of_itself() -> None:
    found, pattern = late(SOURCE, re.IGNORECASE), re.compile(SOURCE, re.IGNORECASE)
    assert (found.pattern, found.flags, found.groups, found.groupindex) == (
        pattern.pattern,
        pattern.flags,
        pattern.groups,
        pattern.groupindex,
    )


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, compiled = list[str](), re.compile
    monkeypatch.setattr(re, "compile", lambda source, flags=0: asked.append(source) or compiled(source, flags))
    found = late("a+")
    assert asked == []
    found.search("aa")
    found.search("b")
    assert found.findall("aba") == ["a", "a"]
    assert asked == ["a+"]


def test_a_mistake_shows_at_the_first_use() -> None:
    found = late("(")
    with pytest.raises(re.error):
        found.search("a")
    with pytest.raises(AttributeError):
        late("a").no_such_thing  # noqa: B018


def test_it_can_be_copied_and_sent_to_another_process() -> None:
    found = late("[0-9]+")
    for other in (copy.copy(found), pickle.loads(pickle.dumps(found))):
        assert other.findall("30 days, 7 weeks") == ["30", "7"]


def test_every_late_pattern_of_the_program_can_be_compiled() -> None:
    for module in pkgutil.walk_packages(monitor.core.__path__, "monitor.core."):
        importlib.import_module(module.name)
    found = [one for one in gc.get_objects() if isinstance(one, _LatePattern)]
    assert len(found) > 200
    for one in found:
        assert re.compile(one.pattern, one.flags & ~re.UNICODE)


def test_a_short_comparison_compiles_few_of_them() -> None:
    """A seventh of all patterns is used when two sentences are compared; compiling all of them took a third of `diff`."""
    code = """
import re
compiled, sources = re.compile, []
re.compile = lambda source, flags=0: sources.append(source) or compiled(source, flags)
from monitor.core.text import late_pattern
made, start = [], late_pattern._LatePattern.__init__
late_pattern._LatePattern.__init__ = lambda self, source, flags: (made.append(source), start(self, source, flags))[1]
from monitor import compare
compare("We do not sell your data.", "We may sell your data.")
print(len(made), len(set(made) & set(sources)))
"""
    made, used = map(int, subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())
    assert made > 200
    assert used < made / 2
