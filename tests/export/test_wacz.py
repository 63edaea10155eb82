"""Archives of one page that other people's programs accept: py-wacz validates them, warcio reads them."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from monitor.export.wacz import DIGEST, PACKAGE, as_asked, surt, wacz
from monitor.model import PageExchange, Redirect

AT = datetime(2026, 5, 18, 4, 23, 15, tzinfo=UTC)
URL = "https://www.acme.example/privacy?b=2&a=1"
PAGE = PageExchange(URL, AT, 200, {"Content-Type": "text/html", "Set-Cookie": "s=1", "Content-Encoding": "br"}, b"<p>We keep it.</p>", ())


def made(page: PageExchange = PAGE, *loaded: PageExchange, **changed: object) -> bytes:
    values = {"title": "Acme Privacy Policy", "software": "policy-monitor 0.1.0", "created": AT, "signer": None} | changed
    return wacz(page, loaded, **values)  # type: ignore[arg-type]


def records(archive: bytes) -> list[tuple[str, str, str, bytes]]:
    """(type, address, status, body) of each record."""
    with ZipFile(io.BytesIO(archive)) as opened:
        warc = opened.read("archive/data.warc.gz")
    return [
        (
            one.rec_type,
            one.rec_headers.get_header("WARC-Target-URI") or "",
            one.http_headers.get_statuscode() if one.http_headers else "",
            one.content_stream().read(),
        )
        for one in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
    ]


def index(archive: bytes) -> list[tuple[str, str, dict[str, str]]]:
    lines = ZipFile(io.BytesIO(archive)).read("indexes/index.cdx").decode().splitlines()
    return [(key, at, json.loads(about)) for key, at, about in (line.split(" ", 2) for line in lines)]


def validated(path: Path, archive: bytes) -> tuple[int, str]:
    path.write_bytes(archive)
    done = subprocess.run(
        [sys.executable, "-m", "wacz", "validate", "-f", str(path)], check=False, capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (URL, URL),
        ("https://acme.example/privacy policy?q=a b", "https://acme.example/privacy%20policy?q=a%20b"),
        ("https://acme.example/datenschutzerklärung", "https://acme.example/datenschutzerkl%C3%A4rung"),
        ("https://acme.example/a%20b/%C3%BC?x=%22", "https://acme.example/a%20b/%C3%BC?x=%22"),
        ("https://bücher.example:8080/x", "https://xn--bcher-kva.example:8080/x"),
        ("https://acme.example/#terms", "https://acme.example/"),
        ("https://" + "ü" * 80 + ".example/", "https://" + "ü" * 80 + ".example/"),
        ("http://[::1]:8/x", "http://[::1]:8/x"),
    ],
)
def test_addresses_are_those_that_browsers_ask_for(url: str, asked: str) -> None:
    assert as_asked(url) == asked
    archive = made(PageExchange(url, AT, 200, {"Content-Type": "text/html"}, b"<p>We keep it.</p>", ()))
    assert [address for kind, address, _, _ in records(archive) if kind == "response"] == [asked]
    pages = ZipFile(io.BytesIO(archive)).read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(pages[1])["url"] == index(archive)[0][2]["url"] == asked


def test_py_wacz_finds_it_valid(tmp_path: Path) -> None:
    pytest.importorskip("wacz", reason="py-wacz is not installed")
    picture = PageExchange("https://cdn.example/ä.png", AT, 200, {"content-type": "image/png"}, bytes(range(256)), ())
    code, said = validated(tmp_path / "a.wacz", made(PAGE, picture))
    assert (code, "Validation succeeded" in said) == (0, True), said
    out = io.BytesIO()
    with ZipFile(io.BytesIO(made(PAGE, picture))) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Acme", b"Amce"))
    _, said = validated(tmp_path / "b.wacz", out.getvalue())
    assert "Validation failed" in said


def test_the_record_is_the_page_as_it_is_kept() -> None:
    info, page = records(made())
    assert info[0] == "warcinfo"
    assert page == ("response", URL, "200", PAGE.body)
    with ZipFile(io.BytesIO(made())) as opened:
        warc = gzip.decompress(opened.read("archive/data.warc.gz"))
        assert opened.getinfo("archive/data.warc.gz").compress_type == ZIP_STORED
    assert b"s=1" not in warc
    assert b"Content-Encoding" not in warc
    assert b"WARC-Date: 2026-05-18T04:23:15Z" in warc


def test_redirects_are_steps_of_their_own() -> None:
    moved = PageExchange(
        "http://acme.example/p", AT, 200, {}, b"x", (Redirect("https://acme.example/p", 301), Redirect("https://acme.example/q"))
    )
    archive = made(moved)
    assert [(url, status) for kind, url, status, _ in records(archive) if kind == "response"] == [
        ("http://acme.example/p", "301"),
        ("https://acme.example/q", "200"),
    ]
    package = json.loads(ZipFile(io.BytesIO(archive)).read(PACKAGE))
    assert package["mainPageUrl"] == "https://acme.example/q"


def test_each_line_of_the_index_leads_to_its_record() -> None:
    archive = made(
        PAGE, *(PageExchange(f"https://cdn.example/{n}", AT, 200, {"content-type": "text/css; x=1"}, b"%d" % n, ()) for n in range(9))
    )
    found = index(archive)
    assert [key for key, _, _ in found] == sorted(key for key, _, _ in found)
    warc = ZipFile(io.BytesIO(archive)).read("archive/data.warc.gz")
    for _, at, about in found:
        start, length = int(about["offset"]), int(about["length"])
        (record,) = ArchiveIterator(io.BytesIO(warc[start : start + length]))
        assert record.rec_headers.get_header("WARC-Target-URI") == about["url"]
        assert at == "20260518042315"
    assert {about["mime"] for _, _, about in found} == {"text/html", "text/css"}


def test_what_is_asked_for_twice_is_kept_once() -> None:
    again = PageExchange("https://cdn.example/a", AT, 200, {}, b"1", ())
    assert len(records(made(PAGE, again, again))) == 3


def test_the_same_page_gives_the_same_package_apart_from_the_ids_of_records() -> None:
    one, other = (ZipFile(io.BytesIO(made())) for _ in range(2))
    assert one.namelist() == other.namelist()
    assert one.read("pages/pages.jsonl") == other.read("pages/pages.jsonl")
    digest = json.loads(one.read(DIGEST))
    assert sorted(digest) == ["hash", "path"], "nothing says that it is signed"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.acme.example/privacy", "example,acme)/privacy"),
        ("https://Acme.example", "example,acme)/"),
        ("http://acme.example:8080/a?b=2&a=1", "example,acme:8080)/a?a=1&b=2"),
        ("http://127.0.0.1:1/x y", "127.0.0.1:1)/x%20y"),
        ("http://acme.example:99999/", "example,acme)/"),
    ],
)
def test_keys_of_the_index(url: str, key: str) -> None:
    assert surt(url) == key


HEADERS = st.dictionaries(st.from_regex(r"\A[A-Za-z][A-Za-z-]{0,9}\Z"), st.text(max_size=30), max_size=4)


@given(HEADERS, st.binary(max_size=60), st.integers(100, 599), st.text(max_size=30))
def test_whatever_servers_send_is_kept(headers: dict[str, str], body: bytes, status: int, title: str) -> None:
    archive = made(PageExchange(URL, AT, status, headers, body, ()), title=title)
    assert records(archive)[-1][3] == body
    assert len(index(archive)) == 1
