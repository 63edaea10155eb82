"""Discovery on forty invented home pages, each served from loopback; and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.assemble import live_source
from monitor.config.settings import FetchSettings
from monitor.pipeline.discover import MOST_REQUESTS, Discovery, discover
from monitor.workers.analysis import InProcess
from tests.net.web_server import WebServer
from tests.sampling import sampled

from .home_pages import SITES, Site, document, footer


def serve(site: Site, web: WebServer, other: WebServer) -> dict[str, str]:
    """Serves a site; returns the addresses of its documents by kind."""

    def fill(text: str) -> str:
        return text.replace("{home}", web.address).replace("{other}", other.address)

    def put(path: str, text: str, media: str = "text/html; charset=utf-8", status: int = 200) -> str:
        server, path = (other, path.removeprefix("other:")) if path.startswith("other:") else (web, path)
        return server.page(path, fill(text).encode(), status, {"Content-Type": media})

    put("/", site.html, status=site.status)
    for path, text in site.pages.items():
        put(path, text)
    for path, (media, text) in site.files.items():
        put(path, text, media)
    return {kind: put(path, document(heading, site.name, site.language)) for kind, (path, heading) in site.documents.items()}


def look(web: WebServer, fetch: FetchSettings | None = None) -> Discovery:
    """As `discover` does; `fetch` opens the other host as well, as public hosts are open."""
    return discover(live_source(fetch, [web.address], single=True), InProcess(), web.address + "/")


@pytest.fixture
def other() -> Iterator[WebServer]:
    server = WebServer()
    yield server
    server.stop()


def test_there_are_forty_sites() -> None:
    assert len(SITES) == 40
    assert len({site.name for site in SITES}) == 40


@pytest.mark.parametrize("site", sampled(SITES, 3), ids=lambda site: site.name)
def test_finds_the_documents_and_nothing_else(site: Site, web: WebServer, other: WebServer) -> None:
    expected = serve(site, web, other)
    found = look(web, FetchSettings(allow_private=True))
    assert found.fault == ""
    assert {one.kind: one.url for one in found.found} == expected, found.left_out


def home(web: WebServer, body: str) -> None:
    web.page("/", f"<!doctype html><html lang=en><head><title>Larkspur</title></head><body>{body}</body></html>".encode())


def test_other_private_addresses_stay_closed(web: WebServer, other: WebServer) -> None:
    other.page("/privacy", document("Privacy Policy", "Larkspur").encode())
    home(web, footer((f"{other.address}/privacy", "Privacy Policy"), ("http://169.254.169.254/privacy", "Privacy notice")))
    found = look(web)
    assert found.found == []
    assert other.requests == []
    assert [url for url, _ in found.left_out] == [f"{other.address}/privacy", "http://169.254.169.254/privacy"]


def test_a_redirect_into_the_local_network_is_not_followed(web: WebServer, other: WebServer) -> None:
    other.page("/privacy", document("Privacy Policy", "Larkspur").encode())
    web.redirect("/privacy", f"{other.address}/privacy")
    home(web, footer(("/privacy", "Privacy Policy")))
    assert look(web).found == []
    assert other.requests == []


def test_robots_are_honoured(web: WebServer, other: WebServer) -> None:
    web.page("/robots.txt", b"User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"})
    home(web, footer(("/privacy", "Privacy Policy")))
    found = look(web)
    assert "robots.txt" in found.fault
    assert web.paths() == []


def test_a_moved_document_is_told_with_its_new_address(web: WebServer) -> None:
    web.redirect("/privacy", "/legal/privacy-2")
    web.page("/legal/privacy-2", document("Privacy Policy", "Larkspur").encode())
    home(web, footer(("/privacy", "Privacy Policy")))
    assert [one.url for one in look(web).found] == [f"{web.address}/legal/privacy-2"]


def test_a_home_page_that_is_down_is_a_fault(web: WebServer) -> None:
    web.page("/", b"broken", 500)
    found = look(web)
    assert "500" in found.fault
    assert (found.found, found.requests) == ([], 1)


def test_there_are_at_most_sixty_requests(web: WebServer) -> None:
    many = "".join(f"<a href=/legal/{n}>Legal</a><a href=/p{n}>Privacy policy</a><a href=/t{n}>Terms of use</a>" for n in range(500))
    home(web, footer() + many)
    found = look(web)
    assert found.found == []
    assert found.requests <= MOST_REQUESTS
    assert len(web.paths()) <= MOST_REQUESTS


def test_each_page_is_asked_for_once(web: WebServer) -> None:
    home(
        web, footer(("/legal", "Privacy Policy"), ("/legal", "Terms of Service"), ("/legal#cookies", "Cookie Policy"), ("/legal", "Legal"))
    )
    web.page("/legal", document("Legal", "Larkspur", body="All of our rules are on this page, and some more. " * 20).encode())
    look(web)
    assert web.paths().count("/legal") == 1


def test_the_company_is_named_by_its_home_page(web: WebServer) -> None:
    web.page("/", b'<title>Fine bicycles</title><meta property="og:site_name" content="Larkspur Bicycles">')
    assert look(web).name == "Larkspur Bicycles"


def test_one_page_is_not_two_documents(web: WebServer) -> None:
    web.page("/all", document("Privacy Policy", "Larkspur").encode())
    home(web, footer(("/all", "Privacy Policy"), ("/all", "Terms of Service")))
    assert [one.kind for one in look(web).found] == ["Privacy Policy"]
