"""Errors of the schema in one sentence, with the line and the nearest known key."""

from __future__ import annotations

import pytest

from monitor.config.validation_errors import keys_at
from monitor.errors import ConfigError

from .conftest import Load


def test_known_keys_are_found_at_their_place() -> None:
    assert "threshold" in keys_at(("alerts",))
    assert keys_at(("alerts", "email")) == ["to", "from", "url"]
    assert "css" in keys_at(("policies", 0, "select", 0))
    assert keys_at(("nowhere",)) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("polices: []", ":1: polices: unknown key `polices`; did you mean `policies`?"),
        ("alerts: {zzz: 1}", "alerts.zzz: unknown key `zzz`; known keys: threshold, topics"),
        ("alerts:\n  email: {too: a}", ":2: alerts.email.too: unknown key `too`; did you mean `to`?"),
        ("policies: [{url: https://a.example/, selct: main}]", "did you mean `select`?"),
        ("alerts: soon", ":1: alerts: expected `key: value` lines"),
        ("policies: 5", ":1: policies: expected a valid list"),
        ("fetch: {timeout: soon}", ":1: fetch.timeout: expected a valid number"),
    ],
)
def test_the_message_says_where_and_what(load: Load, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert says in str(caught.value)


def test_the_first_fault_is_shown_and_the_others_are_counted(load: Load) -> None:
    with pytest.raises(ConfigError, match=r":1: jitter: .* \(and 2 more; `policy-monitor check` shows all\)$") as caught:
        load("jitter: -1\nfetch: {retries: 99}\nalerts: {digest: hourly}\n")
    assert caught.value.line == 1


def test_an_unknown_key_outranks_what_follows_from_it(load: Load) -> None:
    """`ulr:` is both an unknown key and the reason why `url:` is missing; only the first helps."""
    with pytest.raises(ConfigError, match=r"unknown key `ulr`; did you mean `url`\?"):
        load("policies: [{ulr: https://a.example/}]")
