"""Every error is one clear sentence with the right exit code, and leaves nothing half-written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Result, User, policy_page

POLICY = {"id": "larkspur", "url": "http://127.0.0.1:9/privacy"}


def one_sentence(result: Result, *words: str) -> None:
    assert len(result.err.strip().splitlines()) == 1, result.err
    for word in words:
        assert word in result.err


@pytest.fixture
def home(user: User) -> Path:
    user.configure(POLICY)
    (user.home / "page.html").write_bytes(policy_page())
    (user.home / "empty.txt").write_bytes(b"")
    (user.home / "blank.txt").write_bytes(b" \n\n")
    (user.home / "noise.bin").write_bytes(bytes(range(256)) * 20)
    (user.home / "broken.pdf").write_bytes(b"%PDF-1.7\nnot really")
    (user.home / "folder").mkdir()
    return user.home


TABLE = [
    ("run nobody", 2, "there is no policy 'nobody'"),
    ("run larkspurr", 2, "did you mean 'larkspur'?"),
    ("log nobody", 2, "nobody"),
    ("show larkspur", 2, "no version"),
    ("show larkspur@yesterday", 2, "'yesterday' is not a date"),
    ("show larkspur@2020-13-01", 2, "'2020-13-01' is not a date"),
    ("backfill larkspur --from soon", 2, "'soon' is not a date"),
    ("backfill larkspur --source carrier-pigeon", 2, "'carrier-pigeon' is not an archive"),
    ("backfill nobody", 2, "nobody"),
    ("import dir --policy nobody folder", 2, "nobody"),
    ("import dir --policy larkspur nowhere", 2, "can't read the folder nowhere (No such file or directory); name a folder"),
    ("import dir --policy larkspur folder --date never", 2, "'never' is not a date"),
    ("diff page.html nowhere.html", 2, "nowhere.html: no such file"),
    ("diff page.html larkspur@2020", 2, "larkspur"),
    ("diff page.html larkspurr", 2, "no file and no policy"),
    ("diff page.html empty.txt", 2, "empty.txt: the file is empty; name one"),
    ("diff blank.txt page.html", 2, "blank.txt: the file is empty; name one"),
    ("diff page.html noise.bin", 2, "noise.bin: The file is binary data"),
    ("diff page.html broken.pdf", 2, "broken.pdf"),
    ("diff page.html folder", 2, "can't read folder (Is a directory); name a file in it"),
    ("diff page.html folder/nowhere.md", 2, "can't read folder/nowhere.md (No such file or directory); check its name"),
    ("extract nowhere.html", 2, "nowhere.html"),
    ("extract empty.txt", 2, "empty.txt: the file is empty; name one"),
    ("extract http://127.0.0.1:9/privacy", 1, "can't be reached (Connection refused); try again later."),
    ("extract page.html --select .absent", 2, "page.html"),
    ("accept larkspur", 2, "ID@DATE"),
    ("accept larkspur@2020", 2, "no snapshot"),
    ("reject nobody@2020", 2, "nobody"),
    ("export csv nobody", 2, "nobody"),
    ("export warc larkspur", 2, "no captures of larkspur are stored"),
    ("serve --pages-only", 2, "no report yet"),
    ("add ftp://larkspur.example/privacy", 2, "not a web address"),
    ("add http://127.0.0.1:9/privacy", 2, "already"),
    ("add https://larkspur.example/terms --id larkspur", 2, "already"),
    ("add https://larkspur.example/terms --name ***", 2, "--id"),
    ("add https://larkspur.example/terms --history tape", 2, "'tape' is not a history source"),
    ("init", 2, "config.yaml already exists"),
    ("--config nowhere.yaml run", 2, "nowhere.yaml: no such file"),
    ("--config folder run", 2, "folder"),
    ("--config noise.bin run", 2, "noise.bin"),
]


@pytest.mark.parametrize(("line", "code", "says"), TABLE, ids=[row[0] for row in TABLE])
def test_the_fault_is_named(user: User, home: Path, line: str, code: int, says: str) -> None:
    before = sorted(p.relative_to(home) for p in home.rglob("*") if p.name not in {".lock", "snapshots"})
    result = user(*line.split())
    assert result.code == code, result
    one_sentence(result, says)
    assert result.out == ""
    after = sorted(p.relative_to(home) for p in home.rglob("*") if p.name not in {".lock", "snapshots"})
    assert after == before


@pytest.mark.parametrize("line", ["frobnicate", "run --frob", "diff one", "backfill", "export pdf larkspur"])
def test_a_wrong_command_line_is_usage(user: User, home: Path, line: str) -> None:
    result = user(*line.split())
    assert result.code == 2
    one_sentence(result, "--help`")


YAML = [
    ("policies: [", 1, "invalid YAML"),
    ("polices: []\n", 1, "did you mean `policies`?"),
    ("policies:\n  - url: http://a.example\n    selekt: main\n", 3, "did you mean `select`?"),
    ("policies:\n  - url: htp://a.example\n", 2, "not a web address"),
    ("policies:\n  - url: http://a.example\n  - url: http://a.example\n", 3, "already used by the policy on line 2"),
    ("schedule: hourly\n", 1, "instead of five"),
    ("alerts:\n  email: {to: a@b.example, from: c@d.example, url: 'smtp://x:${NOT_SET_ANYWHERE}@h'}\n", 2, "NOT_SET_ANYWHERE"),
    ("alerts:\n  threshold: huge\n", 2, "'critical', 'material' or 'minor'"),
    ("- a\n- b\n", 1, "key: value"),
    ("alerts:\n  email: {to: a@b.example, url: 'smtp://u:hunter2@h', url: 'smtp://u:hunter2@h'}\n", 2, "duplicate key"),
]


@pytest.mark.parametrize(("text", "line", "says"), YAML, ids=[row[2] for row in YAML])
def test_a_configuration_error_names_its_line(user: User, text: str, line: int, says: str) -> None:
    (user.home / "config.yaml").write_text(text)
    result = user("run")
    assert result.code == 2
    one_sentence(result, f"config.yaml:{line}: ", says)
    assert not (user.home / "snapshots").exists()


def bomb() -> str:
    """A few lines that stand for nine to the tenth values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join([*lines, "policies: *a9"])


@pytest.mark.parametrize("text", [bomb(), "policies: &a [*a]", "a: " + "[" * 20_000], ids=["bomb", "endless", "deep"])
def test_yaml_with_endless_aliases_is_refused(user: User, text: str) -> None:
    (user.home / "config.yaml").write_text(text)
    result = user("check")
    assert result.code == 2
    one_sentence(result, "config.yaml:")


def test_a_missing_secret_stops_only_what_sends(user: User) -> None:
    user.configure(POLICY, alerts={"apprise": ["slack://${NOT_SET_ANYWHERE}"]})
    assert user("run").code == 2
    assert user("log").code == 0
    assert user("status").code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(user: User, home: Path) -> None:
    home.chmod(0o500)
    try:
        result = user("run")
        assert result.code == 3
        one_sentence(result, "snapshots")
    finally:
        home.chmod(0o700)


def test_an_altered_store_is_found(user: User, home: Path) -> None:
    (home / "in").mkdir()
    (home / "in" / "20200101000000.html").write_bytes(policy_page())
    assert user("import", "dir", "--policy", "larkspur", "in").code == 0
    assert user("verify").code == 0
    raw = next((home / "snapshots/larkspur/raw").rglob("*.gz"))
    raw.write_bytes(raw.read_bytes()[:-20])
    result = user("verify", "--format", "json")
    assert (result.code, result.json["ok"]) == (1, False)
    assert raw.name in " ".join(result.json["faults"])


def test_an_internal_error_names_the_way_to_its_trace(user: User, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.cli.log._log", lambda *a: 1 / 0)
    result = user("log")
    assert result.code == 3
    one_sentence(result, "ZeroDivisionError", "--verbose")
