"""Variables in values, and secrets that never show."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.config.environment import dotted, interpolate
from monitor.errors import ConfigError

from .conftest import Load


def test_secrets_come_from_the_environment_and_are_never_shown(load: Load) -> None:
    text = """
alerts:
  email: {to: a@b.example, from: c@d.example, url: "smtp://me:${PW}@${HOST:-mail.example}:25"}
  apprise: "slack://${TOKEN}"
  webhook: [https://hook.example/x, {url: https://hook.example/y, secret: "$$${TOKEN}"}]
"""
    alerts = load(text, PW="hush", TOKEN="t0ken").alerts
    assert alerts.email.url.get_secret_value() == "smtp://me:hush@mail.example:25"
    assert alerts.webhook[1].secret.get_secret_value() == "$t0ken"
    assert "hush" not in repr(alerts)
    assert "t0ken" not in repr(alerts)


@pytest.mark.parametrize("url", ["smtp://me:${PW}@:nowhere", "http://me:${PW}@mail.example"])
def test_a_secret_is_not_repeated_in_an_error(load: Load, url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(f'alerts:\n  email: {{to: a@b.example, from: c@d.example, url: "{url}"}}\n', PW="hush")
    assert "hush" not in str(caught.value)
    assert caught.value.line == 2


def test_a_missing_variable_is_no_error_where_nothing_is_sent(file: Path) -> None:
    file.write_text('alerts: {apprise: ["slack://${TOKEN}"]}\n', encoding="utf-8")
    assert load_settings(file, {}, secrets=False).values() == ()
    with pytest.raises(ConfigError, match="TOKEN is not set"):
        load_settings(file, {})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${NAME}", "x"),
        ("a${NAME}b${NAME}", "axbx"),
        ("${NAME:-other}", "x"),
        ("${NOBODY:-other}", "other"),
        ("${NOBODY:-}", ""),
        ("$${NAME}", "${NAME}"),
        ("$NAME", "$NAME"),
        ("100$", "100$"),
        ("${EMPTY}", ""),
        ("${9}", "${9}"),
    ],
)
def test_variables_are_replaced(text: str, value: str) -> None:
    environment = {"NAME": "x", "EMPTY": ""}
    assert interpolate({"a": [text]}, environment, path=Path("c"), secrets=True) == {"a": [value]}


def test_a_value_is_not_interpolated_twice() -> None:
    """What a variable contains is data: a password may well contain "${"."""
    assert interpolate(["${A}"], {"A": "${B}", "B": "x"}, path=Path("c"), secrets=True) == ["${B}"]


def test_only_strings_are_interpolated() -> None:
    tree = {"a": 1, "b": [True, None, 1.5], 3: "x"}
    assert interpolate(tree, {}, path=Path("c"), secrets=True) == {"a": 1, "b": [True, None, 1.5], "3": "x"}


def test_an_unset_variable_is_named_with_its_line(file: Path, load: Load) -> None:
    with pytest.raises(
        ConfigError, match=r"config\.yaml:3: policies\[0\]\.url: the environment variable HOST is not set; set it"
    ) as caught:
        load("policies:\n  - name: Acme\n    url: https://${HOST}/\n")
    assert (caught.value.path, caught.value.line) == (file, 3)


def test_outside_alerts_an_unset_variable_is_always_an_error(file: Path) -> None:
    file.write_text("policies: [{url: 'https://${HOST}/'}]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="HOST is not set"):
        load_settings(file, {}, secrets=False)


@pytest.mark.parametrize(
    ("location", "text"), [((), "the file"), (("alerts",), "alerts"), (("policies", 2, "url"), "policies[2].url"), ((0, "a"), "[0].a")]
)
def test_locations_in_dotted_notation(location: tuple[str | int, ...], text: str) -> None:
    assert dotted(location) == text
