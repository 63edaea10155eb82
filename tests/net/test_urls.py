"""Addresses: which are fit, and which are one."""

from __future__ import annotations

import pytest

from monitor.net.urls import address_key, check_address


@pytest.mark.parametrize("odd", ["http://[", "http://[]/privacy", "https://[::1/"])
def test_text_that_is_not_a_url_is_its_own_key(odd: str) -> None:
    assert address_key(odd) == odd


@pytest.mark.parametrize(
    "spelling",
    [
        "acme.example/Privacy",
        "http://acme.example/privacy",
        "https://www.acme.example/privacy/",
        "https://www2.acme.example:443/privacy#x",
        "HTTPS://ACME.example./priv%61cy",
    ],
)
def test_spellings_of_one_page(spelling: str) -> None:
    assert address_key(spelling) == "acme.example/privacy"


@pytest.mark.parametrize(
    "other",
    [
        "https://acme.example/privacy?lang=en",
        "https://legal.acme.example/privacy",
        "https://acme.example:8443/privacy",
        "https://acme.example/privacy.html",
    ],
)
def test_other_pages(other: str) -> None:
    assert address_key(other) != "acme.example/privacy"


def test_invalid_ports_are_ignored_in_keys() -> None:
    assert address_key("https://acme.example:x/privacy") == "acme.example/privacy"


@pytest.mark.parametrize(
    "fit",
    [
        "http://acme.example",
        "https://acme.example:8443/a?b=c#d",
        "https://xn--bcher-kva.example/",
        "https://bücher.example/ä",
        "http://[::1]:80/",
    ],
)
def test_valid_addresses(fit: str) -> None:
    check_address(fit)
