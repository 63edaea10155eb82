"""The page that a run wrote, opened in a browser, shows the withdrawn promise with both sentences and their dates."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import main

from .conftest import PATIENCE


def configured(home: Path, history: str) -> Path:
    config = home / "config.yaml"
    policy = {"id": "it", "name": "It", "url": "https://www.northwind-teapots.example/privacy", "live": False, "history": history}
    config.write_text(json.dumps({"snapshots": "snapshots/", "reports": "reports/", "policies": [policy]}))  # JSON is YAML
    return config


def changelogs(home: Path) -> list[Path]:
    return sorted((home / "reports" / "it").glob("*--*.html"))


def test_the_example_shows_the_withdrawn_promise(browser: Any, tmp_path: Path, root: Path) -> None:
    config = configured(tmp_path, f"warc:{root / 'examples' / 'northwind.warc.gz'}")
    assert main(["--config", str(config), "run"]) == 0
    page = browser.new_page(java_script_enabled=False)
    page.set_default_timeout(PATIENCE)
    shown = []
    for path in changelogs(tmp_path):
        page.goto(path.as_uri())
        shown.append(page.inner_text("main"))
    withdrawn = [text for text in shown if "Withdrawn: the promise not to share, sell, rent or trade your personal information" in text]
    assert len(withdrawn) == 1
    assert "does NOT share, sell, rent, or trade" in withdrawn[0]
    assert re.search(r"Seen (on|from) .*; gone by \d+ \w+ \d{4}\.", withdrawn[0])
    page.goto((tmp_path / "reports" / "index.html").as_uri())
    assert "It" in page.inner_text("main")


def test_the_seeds_of_comm100_show_it_too(browser: Any, tmp_path: Path, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = configured(tmp_path, "none")
    files = tmp_path / "files"
    files.mkdir()
    for name in ("000_72b599f7ef85e014.txt", "001_561f85ea26ee1edf.txt"):
        (files / name).write_bytes((shared / "seeds" / name).read_bytes())
    assert main(["--config", str(config), "import", "dir", "--policy", "it", str(files)]) == 0
    page = browser.new_page(java_script_enabled=False)
    page.set_default_timeout(PATIENCE)
    page.goto(changelogs(tmp_path)[0].as_uri())
    text = page.inner_text("main")
    assert "Withdrawn: the promise not to share, sell, rent or trade personally identifiable information" in text
    assert "Comm100 does NOT share, sell, rent, or trade personally identifiable information" in text
    assert "18 May 2010; gone by 29 December 2016." in text
    hrefs = page.eval_on_selector_all("a", "links => links.map(link => link.href)")
    assert any("20100518042315" in href for href in hrefs)
    assert any("20161229045112" in href for href in hrefs)
