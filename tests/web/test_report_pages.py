"""Which file a path of the reports names, and what is put into its page."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from monitor.render.pages import overview_page
from monitor.web.report_pages import find_page, read_page

PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-" + "a" * 43 + "='\">\n"
    '<meta name="referrer" content="no-referrer">\n<style>p{}</style>\n</head>\n<body>\n'
    '<header class="mast"></header>\n<main>&lt;/head&gt; and &lt;/header&gt;</main>\n</body>\n</html>\n'
)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    root = tmp_path / "reports"
    for name in ("index.html", "alder/index.html", "alder/feed.atom", ".hidden/index.html", "alder/.rendered"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(PAGE)
    (tmp_path / "config.yaml").write_text("secret: 1")
    (root / "away").symlink_to(tmp_path)
    (root / "loop").symlink_to("loop")
    (root / "empty").mkdir()
    return root


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("", "index.html"),
        ("/index.html", "index.html"),
        ("/alder", "alder/index.html"),
        ("/alder/", "alder/index.html"),
        ("/alder/index.html", "alder/index.html"),
        ("//alder/feed.atom", "alder/feed.atom"),
    ],
)
def test_paths_that_name_a_file(reports: Path, path: str, name: str) -> None:
    assert find_page(reports, path) == (reports / name).resolve()


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/empty",
        "/empty/",
        "/alder/index.html/more",
        "/../config.yaml",
        "/alder/../../config.yaml",
        "/away/config.yaml",
        "/away",
        "/loop",
        "/loop/x",
        "/.hidden/index.html",
        "/alder/.rendered",
        "/./index.html",
        "/a\0b",
        "/" + "a" * 5000,
        "/" + "a/" * 3000,
        "/etc/passwd",
    ],
)
def test_paths_that_lead_nowhere(reports: Path, path: str) -> None:
    assert find_page(reports, path) is None


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert find_page(tmp_path / "none", "/") is None


def test_the_bar_comes_below_the_masthead_and_the_policy_of_the_page_into_the_header(reports: Path) -> None:
    page = read_page(reports / "index.html", "<nav>bar</nav>")
    text = page.body.decode()
    assert text.count("<nav>bar</nav>") == 1
    assert '<header class="mast"></header>\n<nav>bar</nav>' in text
    assert "http-equiv" not in text
    assert "no-referrer" not in text
    assert '<link rel="stylesheet" href="/-/assets/app.css">\n</head>' in text
    assert text.endswith("<main>&lt;/head&gt; and &lt;/header&gt;</main>\n</body>\n</html>\n")
    assert page.security_policy is not None
    assert f"style-src 'self' 'sha256-{'a' * 43}='; script-src 'none'" in page.security_policy


def test_the_pages_of_this_renderer_are_known_as_ours(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(overview_page(()))
    page = read_page(tmp_path / "index.html", "<nav>bar</nav>")
    assert b"<nav>bar</nav>" in page.body
    assert "style-src 'self'" in str(page.security_policy)
    assert "script-src 'self'" in str(page.security_policy)


def test_a_page_without_a_script_may_load_none(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(overview_page(()).replace("script-src", "img-src"))
    assert "script-src 'none'" in str(read_page(tmp_path / "index.html", "<nav>bar</nav>").security_policy)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>Mine</p>",
        "<head></head><header></header>",
        PAGE.replace("</head>", ""),
        PAGE.replace("</header>", "").replace("&lt;/header&gt;", ""),
        PAGE.replace("http-equiv", "name"),
    ],
)
def test_what_is_not_ours_stays_as_it_is_and_may_load_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_text(text)
    page = read_page(tmp_path / "a.html", "<nav>bar</nav>")
    assert page.body.decode() == text
    assert page.security_policy == "default-src 'none'; frame-ancestors 'none'"


def test_a_packed_file_is_sent_packed_or_as_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "changes.csv.gz"
    path.write_bytes(gzip.compress(b"policy,says"))
    assert find_page(tmp_path, "changes.csv") == find_page(tmp_path, "changes.csv.gz") == path.resolve()
    assert (read_page(path, "").body, read_page(path, "").media_type) == (path.read_bytes(), "application/gzip")
    unpacked = read_page(path, "", unpack=True)
    assert (unpacked.body, unpacked.media_type) == (b"policy,says", "text/csv")


@pytest.mark.parametrize("content", [b"no gzip", b"\x1f\x8b", gzip.compress(b"policy,says", mtime=0)[:-9]])
def test_a_damaged_packed_file_is_an_error_of_the_disk(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "changes.csv.gz").write_bytes(content)
    with pytest.raises(OSError, match=r"gz|gzip"):
        read_page(tmp_path / "changes.csv.gz", "", unpack=True)


def test_other_packed_files_do_not_stand_for_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "notes.txt.gz").write_bytes(gzip.compress(b"mine"))
    assert find_page(tmp_path, "notes.txt") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("feed.atom", "application/atom+xml"),
        ("feed.json", "application/json"),
        ("changes.csv", "text/csv"),
        ("calendar.ics", "text/calendar"),
        ("style.css", "text/css"),
        ("what.strange", "application/octet-stream"),
        ("none", "application/octet-stream"),
    ],
)
def test_kinds_of_files(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_text(PAGE)
    page = read_page(tmp_path / name, "<nav>bar</nav>")
    assert (page.body.decode(), page.media_type) == (PAGE, kind)
