"""The examples of the guide are run as they stand, and its schema is the tables' own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.core.versions import ENGINE_VERSION
from monitor.corpus.forms import partitions
from monitor.corpus.tables import TABLES
from monitor.corpus.task import DERIVED, Order, derive_partition
from tests.corpus.collections import SALE, history, repository, text

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def guide(root: Path) -> str:
    return (root / "docs" / "guide" / "corpus.md").read_text(encoding="utf-8")


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Four services: two drop the promise, one of them in 2024; a third seems to, but only the reading changed; the fourth keeps it."""
    commits = [
        (f"{moment[:4]}-03-01T00:00:00Z", f"{service}/Privacy Policy.md", words, f"Record new changes of {service} Privacy Policy")
        for service, year in (("Larkspur", 2024), ("Quillon", 2023))
        for moment, words in history(service, promise_ends=year).items()
    ]
    commits += [
        ("2022-03-01T00:00:00Z", "Aster/Privacy Policy.md", text("Aster"), "First record of Aster Privacy Policy"),
        ("2024-03-01T00:00:00Z", "Aster/Privacy Policy.md", text("Aster", sharing=SALE), "Apply technical or declaration upgrade on Aster"),
        ("2022-03-01T00:00:00Z", "Birch/Privacy Policy.md", text("Birch"), "First record of Birch Privacy Policy"),
        ("2024-03-01T00:00:00Z", "Birch/Privacy Policy.md", text("Birch", months=6), "Record new changes of Birch Privacy Policy"),
    ]
    for partition in partitions(str(repository(tmp_path / "versions", commits))):
        assert derive_partition(partition, Order(str(tmp_path / "tables"))).state == DERIVED
    return tmp_path


@pytest.mark.parametrize("library", ["duckdb", "pandas"])
def test_who_dropped_a_no_sale_promise_in_2024(
    guide: str, collection: Path, library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = [code for code in re.findall(r"```python\n(.*?)```", guide, re.DOTALL) if f"import {library}" in code]
    monkeypatch.chdir(collection)
    exec(re.sub(r"engine=\d+", f"engine={ENGINE_VERSION}", example), {})
    shown = capsys.readouterr().out
    assert "Larkspur" in shown
    assert not [name for name in ("Quillon", "Aster", "Birch") if name in shown]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented(guide: str, table: str) -> None:
    section = guide.split(f"### `{table}`")[1].split("\n#", maxsplit=1)[0]
    documented = {name for row in re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert documented == set(TABLES[table].names) - {"policy", "service", "document", "url"}
