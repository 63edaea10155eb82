"""The tutorial and the example package, as a user meets them: built, installed in an environment of its own, and used by the command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import install
from tests.test_readme import Shell, blocks

OLD = """# Polityka prywatności

Szanujemy Twoją prywatność i wyjaśniamy tutaj, jakie dane zbieramy, dlaczego je zbieramy, kto je widzi i jak długo je przechowujemy.

Kiedy składasz zamówienie, prosimy o Twoje imię, adres i adres e-mail. Możesz w każdej chwili zobaczyć i poprawić swoje dane osobowe.

{}
"""
KEPT, SOLD = "Nie sprzedajemy Twoich danych osobowych nikomu.", "Możemy sprzedawać Twoje dane osobowe naszym partnerom."


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that no other test shares, for here plug-ins come and go."""
    return install(wheel, tmp_path_factory.mktemp("environment"))


@pytest.fixture
def shell(tmp_path: Path, installed: Path) -> Iterator[Shell]:
    """The command, and a pip that builds with what is installed, without a package index."""
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    pip = home / "bin/pip"
    asked = f'{sys.executable} -m pip --quiet --python {installed.parent / "python"} "$@" --no-deps --no-index --no-build-isolation'
    pip.write_text(f"#!/bin/sh\nexec {asked}\n")
    pip.chmod(0o755)
    shell = Shell(home, installed)
    shell.environment["PATH"] = f"{home / 'bin'}:{shell.environment['PATH']}"
    yield shell
    # The environment is shared by the tests of this file.
    remove("policy-monitor-logbook", "policy-monitor-example", python=installed.parent / "python")


def remove(*packages: str, python: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--python", python, "uninstall", "--yes", *packages]
    subprocess.run(pip, check=True, capture_output=True, timeout=120)


@pytest.mark.slow
def test_the_tutorial_works_as_written(shell: Shell, root: Path) -> None:
    guide = root / "docs/guide/plugins.md"
    for place, text in re.findall(r'^```\w+ title="([^"]+)"\n(.*?)^```', guide.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        (shell.home / place).parent.mkdir(exist_ok=True)
        (shell.home / place).write_text(text, encoding="utf-8")
    install, use = blocks(guide, "sh")
    (shown,) = blocks(guide, "text")
    assert shown in shell(install)
    said = shell(use)
    assert "logbook#1" in said
    assert "test" in (shell.home / "logbook.txt").read_text().lower()


@pytest.fixture
def example(shell: Shell, root: Path) -> Shell:
    """With the example installed, and a folder of the legal department's pages."""
    # A copy: building leaves files behind.
    shell(f"cp -r {root / 'examples/plugin'} example && pip install ./example")
    (shell.home / "legal").mkdir()
    (shell.home / "legal/2026-01-10.html").write_text(page(KEPT), encoding="utf-8")
    settings = {
        "plugins": {"screens": ["no-drafts"], "judges": ["pl"]},
        "alerts": {"channels": [{"use": "logbook", "options": {"path": "${LOGBOOK:-logbook.txt}"}}]},
        "policies": [
            {"id": "acme", "name": "Acme", "url": "https://acme.example/privacy", "source": f"drafts:{shell.home / 'legal'}"},
            {
                "id": "past", "name": "Past", "url": "https://acme.example/privacy", "live": False, "extractor": "article",
                "history": f"plugin:drafts:{shell.home / 'legal'}",
            },
        ],
    }  # fmt: skip
    (shell.home / "config.yaml").write_text(json.dumps(settings))
    return shell


def page(sentence: str) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in OLD.format(sentence).split("\n\n")[1:])
    return f'<!doctype html><html lang="pl"><body><main><h1>Polityka prywatności</h1>{paragraphs}</main></body></html>'


def test_the_example_is_used_in_all_its_parts(example: Shell) -> None:
    listed = json.loads(example("policy-monitor plugins --format json"))
    ours = {
        (one["kind"], one["name"], one["version"], one["state"]) for one in listed["plugins"] if one["package"] == "policy-monitor-example"
    }
    assert ours == {
        ("sources", "drafts", "1.0", "ready"),
        ("extractors", "article", "1.0", "ready"),
        ("screens", "no-drafts", "1.0", "ready"),
        ("judges", "pl", "1.0", "ready"),
        ("channels", "logbook", "1.0", "ready"),
        ("exporters", "outline", "1.0", "ready"),
    }
    assert json.loads(example("policy-monitor check --format json"))["plugins"] == []
    example("policy-monitor run")
    (example.home / "legal/2026-11-02.html").write_text(page(SOLD), encoding="utf-8")
    found = json.loads(example("policy-monitor run --format json"))
    assert [(one["policy"], one["severity"]) for one in found["new_versions"]] == [("acme", "critical")]
    assert found["alerts"][0]["delivered"] == ["logbook#1"]
    assert "Acme Privacy Policy: They now say that they sell data" in (example.home / "logbook.txt").read_text()
    draft = page(SOLD).replace("<main>", "<main><p>DRAFT - NOT IN FORCE</p>")
    (example.home / "legal/2026-11-20.html").write_text(draft, encoding="utf-8")
    refused = json.loads(example("policy-monitor run --format json", code=1))
    assert [(one["policy"], one["reason"]) for one in refused["failed"]] == [("acme", "plugin-screen")]
    assert "The screen 'no-drafts' says: the page calls itself a draft" in refused["failed"][0]["says"]
    example("policy-monitor backfill past")
    versions = json.loads(example("policy-monitor log past --format json"))["versions"]
    assert [(one["source"], one["severity"]) for one in versions] == [("plugin", "none"), ("plugin", "critical")]
    example("policy-monitor export outline -o out")
    outline = (example.home / "out/outline.md").read_text()
    assert "They now say that they sell data. (critical)" in outline


@pytest.mark.slow
def test_a_judge_of_files_needs_no_configuration(example: Shell) -> None:
    (example.home / "old.md").write_text(OLD.format(KEPT), encoding="utf-8")
    (example.home / "new.md").write_text(OLD.format(SOLD), encoding="utf-8")
    diff = "policy-monitor diff old.md new.md --format json"
    assert json.loads(example(diff))["severity"] == "material"
    judged = json.loads(example(f"{diff} --judge pl"))
    assert judged["severity"] == "critical"
    assert {reason["rule"] for change in judged["changes"] for reason in change["reasons"]} == {"judge-pl"}
    explained = example("policy-monitor diff old.md new.md --judge pl --explain")
    assert "Judged by policy-monitor-example 1.0. [judge-pl]" in " ".join(explained.split())
    example("policy-monitor diff old.md new.md --judge cs", code=2)


@pytest.mark.slow
def test_once_it_is_uninstalled_it_is_missed_by_name(example: Shell, installed: Path) -> None:
    example("policy-monitor run")
    remove("policy-monitor-example", python=installed.parent / "python")
    missing = json.loads(example("policy-monitor check --format json", code=1))["plugins"]
    assert [re.findall(r"the \w+ '[\w-]+'", says)[0] for says in missing] == [
        "the channel 'logbook'", "the extractor 'article'", "the judge 'pl'", "the screen 'no-drafts'", "the source 'drafts'",
    ]  # fmt: skip
    failed = json.loads(example("policy-monitor run --format json", code=1))["failed"]
    assert {one["reason"] for one in failed} == {"plugin-fault"}
    faults = [
        one for one in json.loads(example("policy-monitor doctor --offline --format json", code=1))["findings"] if one["state"] == "fault"
    ]
    assert [one["what"] for one in faults] == ["plug-ins"] * 5
    # What was stored with it stays readable.
    assert json.loads(example("policy-monitor log acme --format json"))["versions"]
