"""Mutation testing, on a small made-up checkout with a strong and a weak test."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import mutants
from evaluation.mutants import KILLED, SURVIVED, TIMED_OUT, Result, main, report, results, sample, score
from evaluation.mutation_operators import Mutant, mutants_of

LIMIT, RETURN = "3 → 4", "return words > 3 → return None"
CODE = "def long(words):\n    return words > 3\n"
STRONG = "from monitor.core.meaning.size import long\ndef test():\n    assert long(4) and not long(3)\n"
WEAK = "from monitor.core.meaning.size import long\ndef test():\n    assert long(9)\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "monitor/core/meaning"
    folder.mkdir(parents=True)
    for package in (folder, *list(folder.parents)[:2]):
        (package / "__init__.py").touch()
    (folder / "size.py").write_text(CODE)
    (tmp_path / "pyproject.toml").write_text("[tool.pytest.ini_options]\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_strong.py").write_text(STRONG)
    (tmp_path / "tests/test_weak.py").write_text(WEAK)
    return tmp_path


def outcomes(checkout: Path, test: str) -> dict[str, str]:
    found = results(sample(9, 1, checkout), jobs=1, limit=60, tests=[f"tests/{test}"], root=checkout)
    return {one.mutant.what: one.outcome for one in found}


def test_a_test_at_the_limit_kills_every_mutant(checkout: Path) -> None:
    assert outcomes(checkout, "test_strong.py") == {
        "3 → 4": KILLED,
        "words > 3 → words >= 3": KILLED,
        "return words > 3 → return None": KILLED,
    }


def test_a_weak_test_lets_mutants_survive(checkout: Path) -> None:
    assert outcomes(checkout, "test_weak.py") == {
        "3 → 4": SURVIVED,
        "words > 3 → words >= 3": SURVIVED,
        "return words > 3 → return None": KILLED,
    }

    # The faults were made in a copy.
    assert (checkout / "monitor/core/meaning/size.py").read_text() == CODE
    assert sorted(path.name for path in checkout.rglob("[st]*.py")) == ["size.py", "test_strong.py", "test_weak.py"]


def test_tests_that_never_end_count_as_killed(checkout: Path) -> None:
    (checkout / "tests/test_hang.py").write_text(STRONG.replace("assert", "while not long(4): pass\n    assert"))
    (mutant,) = [one for one in mutants_of("monitor/core/meaning/size.py", CODE) if one.what == RETURN]
    (found,) = results([mutant], jobs=1, limit=3, tests=["tests/test_hang.py"], root=checkout)
    assert found.outcome == TIMED_OUT
    assert score([found]) == 1


def test_tests_that_fail_without_a_mutation_are_refused(checkout: Path) -> None:
    (checkout / "tests/test_red.py").write_text("def test():\n    assert False\n")
    with pytest.raises(RuntimeError, match="without a mutation"):
        list(results(sample(1, 1, checkout), jobs=1, limit=60, tests=["tests/test_red.py"], root=checkout))


def test_a_seed_draws_the_same_sample(checkout: Path) -> None:
    (checkout / "monitor/core/meaning/more.py").write_text(CODE * 9)
    first = sample(5, 7, checkout)
    assert first == sample(5, 7, checkout)
    assert first != sample(5, 8, checkout)
    assert len(first) == 5


def mutant(what: str) -> Mutant:
    return Mutant("monitor/a.py", 4, what, "")


def test_the_report_counts_and_names_the_survivors() -> None:
    found = [
        Result(mutant("a"), KILLED),
        Result(mutant("b"), TIMED_OUT),
        Result(mutant("x | y → `z`"), SURVIVED),
        Result(mutant("d"), KILLED),
    ]
    lines = report(found, 1, "2026-01-02").splitlines()
    assert lines[2] == "| 2026-01-02 | 4 | 1 | 2 | 1 | 1 | 0.75 |"
    assert lines[-1] == "| monitor/a.py:4 | `x ¦ y → ´z´` |"


def test_without_survivors_there_is_no_list() -> None:
    assert "survivor" not in report([Result(mutant("a"), KILLED)], 1, "2026-01-02")
    assert score([]) == 0


@pytest.fixture
def one_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """To find the mutants of all files takes half a minute."""
    monkeypatch.setattr(mutants, "SOURCES", ("monitor/core/meaning/rules.py",))


@pytest.mark.usefixtures("one_source")
def test_write_updates_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "mutants.md"
    page.write_text("above\n<!-- mutants -->\nold\n<!-- end -->\nbelow\n")
    monkeypatch.setattr(mutants, "PAGE", page)
    monkeypatch.setattr(mutants, "results", lambda *_, **__: iter([Result(mutant("a < b → a <= b"), SURVIVED)]))
    assert main(["--sample", "1", "--write"]) == 0
    assert "survived   monitor/a.py:4  a < b → a <= b" in capsys.readouterr().out
    assert page.read_text().startswith("above\n<!-- mutants -->\n| date |")
    assert page.read_text().endswith("| `a < b → a <= b` |\n<!-- end -->\nbelow\n")


@pytest.mark.usefixtures("one_source")
def test_failing_tests_end_with_a_message(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def red(*_: object, **__: object) -> None:
        raise RuntimeError("the tests do not pass")

    monkeypatch.setattr(mutants, "results", red)
    assert main(["--sample", "1"]) == 2
    assert capsys.readouterr().err == "the tests do not pass\n"
