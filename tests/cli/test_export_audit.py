"""`export audit`: the pack of a period, as a user meets it."""

from __future__ import annotations

import builtins
import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pymupdf_fonts
import pypdfium2
import pytest

from .conftest import BROKEN, Page, User, policy_page

EVER = ("--from", "2010-01-01", "--to", "2024-12-31")


def test_a_pack_is_a_pdf_and_a_zip_that_holds_it(kept: User) -> None:
    assert kept("review", "northwind@2024", "--as", "accepted", "--by", "Kim").code == 0
    done = kept("export", "audit", *EVER, "--output", "packs/2024")
    assert done.code == 0
    folder, name = kept.home / "packs/2024", "audit-2010-01-01-to-2024-12-31"
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.pdf", f"{name}.zip"]
    assert f"Wrote packs/2024/{name}.pdf and packs/2024/{name}.zip (1 policy, " in done.err
    file = ZipFile(folder / f"{name}.zip")
    assert file.read(f"{name}.pdf") == (folder / f"{name}.pdf").read_bytes()
    versions = json.loads(file.read("tables/versions.json"))["rows"]
    assert (len(versions), versions[-1]["review"]) == (7, "accepted")
    root = kept("status", "--format", "json").json["root"]["sha256"]
    assert json.loads(file.read("manifest.json"))["root_now"] == root
    assert kept("verify", "--against", root).code == 0


def test_a_watched_page_and_its_checks(user: User, watched: Callable[..., None], page: Page) -> None:
    for body in (policy_page(), policy_page(), policy_page(sharing=BROKEN)):
        page.body = body
        assert user("run").code == 0
    page.status = 500
    assert user("run").code == 1
    assert user("export", "audit", "--from", "2026-01-01", "--to", "2030-01-01", "-o", "x.zip").code == 0
    rows = json.loads(ZipFile(user.home / "x.zip").read("tables/checks.json"))["rows"]
    assert {row["outcome"] for row in rows} == {"answered", "failed"}
    weeks = json.loads(ZipFile(user.home / "x.zip").read("tables/weeks.json"))["rows"]
    assert weeks[-1]["standing"] == "changed"
    assert "first version on record and 1 change" in weeks[-1]["says"]
    title = pypdfium2.PdfDocument(user.home / "x.pdf")[0].get_textpage().get_text_range()
    assert "The period was not over" in title


@pytest.mark.slow
def test_the_same_store_and_period_give_the_same_bytes(kept: User) -> None:
    for name in ("a", "b"):
        assert kept("export", "audit", *EVER, "-o", name).code == 0
    for one in (kept.home / "a").iterdir():
        assert one.read_bytes() == (kept.home / "b" / one.name).read_bytes()


def test_one_policy_or_a_tag(kept: User) -> None:
    assert kept("tags", "northwind", "--add", "tea shops").code == 0
    assert kept("export", "audit", *EVER, "--tag", "tea shops").code == 0
    assert (kept.home / "audit-2010-01-01-to-2024-12-31-tea-shops.zip").exists()
    assert kept("export", "audit", "northwind", *EVER, "-o", "one.pdf").code == 0
    assert json.loads(ZipFile(kept.home / "one.zip").read("manifest.json"))["policies"] == ["northwind"]


MISTAKES: list[tuple[list[str], str]] = [
    (["audit"], "an audit pack needs a period: --from DATE --to DATE"),
    (["audit", "--from", "2024"], "an audit pack needs a period"),
    (["audit", "--from", "2025", "--to", "2024"], "--from 2025 is after --to 2024"),
    (["audit", "--from", "2999", "--to", "2999"], "--from 2999 is in the future"),
    (["audit", "--from", "soon", "--to", "2024"], "'soon' is not a date"),
    (["audit", *EVER, "--tag", "eu"], "no policy has the tag eu"),
    (["audit", "nowhere", *EVER], "there is no policy 'nowhere'"),
    (["audit", *EVER, "--format", "csv"], "--format is for `export list`"),
    (["audit", *EVER, "-o", "no/such/pack.zip"], "no/such/pack.zip: its folder does not exist"),
    (["audit", *EVER, "-o", "config.yaml"], "config.yaml: File exists"),
    (["audit", *EVER, "--font", "config.yaml"], "config.yaml: not a TrueType or OpenType font"),
    (["json", "northwind", "--font", "config.yaml"], "--font is for `export audit`"),
]


def test_mistakes_are_named(kept: User) -> None:
    for argv, says in MISTAKES:
        result = kept("export", *argv)
        assert (result.code, says in result.err) == (2, True), (argv, result.err)
    assert not list(kept.home.glob("audit-*"))


def test_without_the_extra_one_sentence_says_what_to_do(kept: User, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any) -> Any:
        if name.partition(".")[0] == "fpdf":
            raise ModuleNotFoundError("No module named 'fpdf'", name="fpdf")
        return real(name, *args)

    for name in [name for name in sys.modules if name.startswith(("fpdf", "monitor.export.audit.pdf", "monitor.export.audit.fonts"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", missing)
    result = kept("export", "audit", *EVER)
    assert (result.code, result.err) == (2, "policy-monitor: the audit pack needs fpdf2: pip install 'policy-monitor[audit]'\n")


def test_nothing_tracked_is_said(user: User) -> None:
    user.configure()
    assert "tracks no policies yet" in user("export", "audit", *EVER).err


def test_a_folder_that_cannot_be_written_keeps_nothing_half(kept: User) -> None:
    (kept.home / "out").mkdir()
    (kept.home / "out" / "audit-2010-01-01-to-2024-12-31.zip").mkdir()
    result = kept("export", "audit", *EVER, "-o", "out")
    assert result.code == 2
    assert "out/audit-2010-01-01-to-2024-12-31.zip" in result.err
    assert not list(Path("out").glob(".*"))


@pytest.mark.slow
def test_a_further_font_shows_what_the_others_lack(kept: User) -> None:
    """A font of mathematical signs stands for one of Chinese, which would be ten times as large."""
    config = kept.home / "config.yaml"
    config.write_text(config.read_text().replace("name: Northwind Teapots", "name: Northwind ∮⊞ Teapots"))
    done = kept("export", "audit", *EVER, "-o", "plain")
    assert "The fonts of the PDF lack other signs; the tables in the ZIP have such text in full." in done.err
    font = kept.home / "signs.ttf"
    font.write_bytes(pymupdf_fonts.myfont("math"))
    done = kept("export", "audit", *EVER, "-o", "more", "--font", str(font))
    assert (done.code, "lack" in done.err) == (0, False)
    shown = pypdfium2.PdfDocument(next((kept.home / "more").glob("*.pdf")))[1].get_textpage().get_text_range()
    assert "Northwind ∮⊞ Teapots" in shown


def test_what_the_pack_says_can_be_verified_as_it_says(kept: User) -> None:
    assert kept("export", "audit", *EVER, "-o", "a.zip").code == 0
    ZipFile(kept.home / "a.zip").extractall(kept.home / "pack")
    text = (kept.home / "pack" / "README.txt").read_text()
    commands = [line.strip() for line in text.splitlines() if line.startswith("      ") and " --" in line]
    assert len(commands) >= 2
    for command in commands:
        program, *argv = shlex.split(command)
        if program == "policy-monitor":
            assert kept(*argv).code == 0, command
        else:
            subprocess.run([program, *argv], cwd=kept.home / "pack", check=True)
    # The last of them made the pack again.
    made = kept.home / "audit-2010-01-01-to-2024-12-31.pdf"
    assert made.read_bytes() == (kept.home / "a.pdf").read_bytes()


def test_the_ledger_lines_of_a_pack_are_those_of_the_store(kept: User) -> None:
    assert kept("review", "northwind@2024", "--as", "accepted", "--by", "Kim").code == 0
    assert kept("export", "audit", "--from", "2010", "--to", "2100", "-o", "a.zip").code == 0
    file = ZipFile(kept.home / "a.zip")
    for name, folder in (("policies/northwind", "northwind"), ("record", ".record")):
        assert file.read(f"ledgers/{name}.jsonl") == (kept.home / "snapshots" / folder / "ledger.jsonl").read_bytes()


@pytest.mark.slow
def test_an_audit_changes_nothing_in_the_store(kept: User) -> None:
    before = {path: path.read_bytes() for path in (kept.home / "snapshots").rglob("*") if path.is_file() and ".sqlite" not in path.name}
    assert kept("export", "audit", *EVER, "-o", "out").code == 0
    assert {path: path.read_bytes() for path in before} == before
    assert kept("verify").code == 0
