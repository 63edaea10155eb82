"""The files of the site's search: what stands in them, which are written again, and that they hand over data and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.core.text.search_terms import terms
from monitor.model import Policy
from monitor.render.static_search import (
    FOLDER,
    PAGE,
    SENTENCES,
    SHARDS,
    SearchedPolicy,
    grouped,
    sentences_script,
    shard_of,
    write_search,
)
from monitor.render.write_if_changed import ChangedFiles
from tests.render import hostile, sample

CALL = re.compile(r"(?:// [0-9a-f]{32}\n)?policySearch\.(text|group|shard)\((\"[^\n]*)\);\n")
TEXT = "# Sharing\n\nWe never sell **your** data. Café data stay.\n\n個人情報を売りません。\n"


def read(path: Path) -> tuple[str, str, Any]:
    """What a file hands over: function, name and data."""
    found = CALL.fullmatch(path.read_text())
    assert found, path
    name, data = json.loads(f"[{found[2]}]")
    return found[1], name, data


def searched(policy_id: str, text: str = TEXT, sha256: str = "a" * 64, **more: Any) -> SearchedPolicy:
    policy = Policy(id=policy_id, name=policy_id.title(), urls=("https://x.example/privacy",), **more)
    return SearchedPolicy(policy, sha256, lambda: text)


def write(out: Path, policies: list[SearchedPolicy], *, anew: bool = False) -> list[str]:
    written = ChangedFiles()
    write_search(out, policies, written, anew=anew)
    return [path.name for path in written]


def places(out: Path, word: str, group: int = 0) -> list[int]:
    found: list[int] = read(out / FOLDER / f"{group}-{shard_of(word)}.js")[2].get(word, [])
    return found


def test_a_policys_file_has_its_words_and_its_sentences_as_they_are_shown(tmp_path: Path) -> None:
    (tmp_path / "own.js").write_text(sentences_script("alder", "a" * 64, TEXT))
    function, name, data = read(tmp_path / "own.js")
    assert (function, name, data["sha256"]) == ("text", "alder", "a" * 64)
    assert data["sentences"][1] == ["We never sell your data.", "", "Sharing"]
    assert set(data["words"].split()) == set(terms(TEXT))
    assert data["words"].split() == sorted(data["words"].split())


def test_words_lead_to_the_policies_that_have_them(tmp_path: Path) -> None:
    policies = [searched("kites", "We sell kites."), searched("alder"), searched("birch", "Sellers only.", tags=("crm",))]
    write(tmp_path, policies)
    assert read(tmp_path / FOLDER / "0.js")[2] == [
        ["alder", "Alder", "Privacy Policy", []],
        ["birch", "Birch", "Privacy Policy", ["crm"]],
        ["kites", "Kites", "Privacy Policy", []],
    ]
    assert (places(tmp_path, "sell"), places(tmp_path, "sellers"), places(tmp_path, "cafe")) == ([0, 2], [1], [0])
    assert (places(tmp_path, "個人"), places(tmp_path, "bees")) == ([0], [])
    assert len(list((tmp_path / FOLDER).iterdir())) == SHARDS + 1
    page = (tmp_path / PAGE).read_text()
    assert 'data-groups="1"' in page
    assert "<option>crm</option>" in page
    assert "policy-monitor search" in page


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    policies = [searched("alder"), searched("birch", "We rent.")]
    write(tmp_path, policies)
    assert write(tmp_path, policies) == []
    (tmp_path / FOLDER / "0-3.js").write_text("forged")
    assert write(tmp_path, policies) == [], "as for every page: `report` looks at all of them"
    assert write(tmp_path, policies, anew=True) == ["0-3.js"]
    (tmp_path / FOLDER / f"0-{shard_of('rent')}.js").unlink()
    assert write(tmp_path, policies) == [f"0-{shard_of('rent')}.js"]
    changed = write(tmp_path, [policies[0], searched("birch", "We lend.", sha256="b" * 64)])
    assert set(changed) == {"0.js", f"0-{shard_of('rent')}.js", f"0-{shard_of('lend')}.js"}
    renamed = replace(policies[0], policy=replace(policies[0].policy, name="Alder & Sons"))
    assert "0.js" in write(tmp_path, [renamed, policies[1]])


def test_the_text_is_cut_again_where_the_policys_own_file_is_of_another_text(tmp_path: Path) -> None:
    own = tmp_path / "alder" / SENTENCES
    own.parent.mkdir()
    for held, found in (
        (sentences_script("alder", "a" * 64, "Lend."), "lend"),
        (sentences_script("alder", "b" * 64, "Lend."), "sell"),
        ("policySearch.text(1)", "sell"),
        ("{}", "sell"),
    ):
        own.write_text(held)
        write(tmp_path, [searched("alder")], anew=True)
        assert places(tmp_path, found) == [0], held


def test_five_thousand_policies_are_parted_and_keep_their_group(tmp_path: Path) -> None:
    many = [searched(f"p{n}", "We sell.") for n in range(5000)]
    groups = grouped(many)
    assert (len(groups), sum(map(len, groups))) == (32, 5000)
    assert max(map(len, groups)) < 260
    fewer = grouped(many[:4999])
    assert sum(before != after for before, after in zip(groups, fewer, strict=True)) == 1
    write(tmp_path, many)
    assert max(path.stat().st_size for path in (tmp_path / FOLDER).iterdir()) < 30_000
    write(tmp_path, many[:150])
    assert len(list((tmp_path / FOLDER).iterdir())) == SHARDS + 1, "files of groups that are no more are removed"
    write(tmp_path, [])
    assert places(tmp_path, "sell") == []


@pytest.mark.parametrize("number", range(0, len(hostile.PAYLOADS), 4))
def test_policies_say_nothing_to_the_browser(tmp_path: Path, number: int) -> None:
    payload = hostile.PAYLOADS[number]
    write(tmp_path, [searched("alder", f"# {payload}\n\nWe sell {payload} \u2028 \ud800.", tags=(payload,))])
    (tmp_path / "own.js").write_text(sentences_script("alder", "a" * 64, f"We sell {payload} \u2028 \ud800."))
    for path in [tmp_path / "own.js", *(tmp_path / FOLDER).iterdir()]:
        assert path.read_text().isascii()
        read(path)


def test_the_rendered_site_has_the_files_and_the_overview_leads_to_the_page(tmp_path: Path) -> None:
    site = sample.demonstration(tmp_path).parent
    assert 'href="search.html"' in (site / "index.html").read_text()
    searched_ids = {one[0] for one in read(site / FOLDER / "0.js")[2]}
    assert searched_ids == {one.policy.id for one in sample.histories() if one.entries}
    for policy_id in searched_ids:
        assert read(site / policy_id / SENTENCES)[2]["sentences"]
    assert "script-src" in (site / PAGE).read_text()
    assert "<noscript" not in (site / PAGE).read_text()
