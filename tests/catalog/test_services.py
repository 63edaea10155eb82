"""The catalogue's data, and how services are found in it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from monitor.catalog.services import FILE, KINDS, Service, matching, service_of, services
from monitor.config.slug import slug_fault
from monitor.config.validators import web_address


@pytest.mark.parametrize("service", services(), ids=lambda one: one.id)
def test_every_entry_can_be_tracked(service: Service) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", service.id)
    assert service.vendor.strip() == service.vendor != ""
    assert service.tags == tuple(sorted(set(service.tags))) != ()
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", tag) for tag in service.tags)
    assert service.documents
    for kind, url in service.documents.items():
        assert kind in KINDS
        assert slug_fault(service.policy_id(kind)) is None
        assert web_address(url) == url
        assert url.startswith("https://")


def test_nothing_stands_twice() -> None:
    assert [name for name, count in Counter(one.id for one in services()).items() if count > 1] == []
    urls = Counter(url for one in services() for url in one.documents.values())
    assert [url for url, count in urls.items() if count > 1] == []
    ids = Counter(one.policy_id(kind) for one in services() for kind in one.documents)
    assert [name for name, count in ids.items() if count > 1] == []
    assert FILE.read_text(encoding="utf-8").count("\nvendor = ") == len(services())


def test_it_is_large_and_sorted() -> None:
    assert len(services()) >= 120
    assert sum(len(one.documents) for one in services()) >= 250
    assert [one.vendor.lower() for one in services()] == sorted(one.vendor.lower() for one in services())


def test_search_by_words_and_tags() -> None:
    assert [one.id for one in matching(["SPOTIFY"])] == ["spotify"]
    assert [one.id for one in matching(["policies.google.com", "privacy"])] == ["google", "gemini"]
    assert {one.id for one in matching([], ["vpn"])} >= {"mullvad", "nordvpn", "proton"}
    assert [one.id for one in matching(["mail"], ["vpn", "mail"])] == ["proton"]
    assert matching(["no such service"]) == []
    assert len(matching([])) == len(services())


def test_an_unknown_service_is_named_with_the_nearest() -> None:
    assert service_of("spotify").vendor == "Spotify"
    with pytest.raises(KeyError, match="did you mean 'spotify'"):
        service_of("Spotifi")
    with pytest.raises(KeyError, match=r"no service '9999999999'\"?$"):
        service_of("9999999999")


def test_the_id_of_a_document_names_service_and_kind() -> None:
    service = Service(
        "ours", "Ours", ("mail",), {"Sub-processors": "https://ours.example/sub", "Cookie Policy": "https://www.ours.example/c"}
    )
    assert [service.policy_id(kind) for kind in service.documents] == ["ours-sub-processors", "ours-cookie-policy"]
    assert service.hosts == {"ours.example", "www.ours.example"}
