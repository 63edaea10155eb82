"""Mail addresses: several in one string are all read, and what is none is refused with its place in the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.config.addresses import mail_address, recipients, sender, split_addresses
from monitor.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@reader.example", ["a@reader.example"]),
        ("a@reader.example, b@reader.example", ["a@reader.example", "b@reader.example"]),
        ("a@reader.example;b@reader.example\nc@reader.example", ["a@reader.example", "b@reader.example", "c@reader.example"]),
        ('"Doe, Jane" <jane@reader.example>, b@reader.example', ['"Doe, Jane" <jane@reader.example>', "b@reader.example"]),
        (" a@reader.example,, ", ["a@reader.example"]),
        ("", []),
    ],
)
def test_a_string_with_several_addresses_is_split(text: str, found: list[str]) -> None:
    assert split_addresses(text) == found == recipients(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("root@localhost", "root@localhost"),
        ("Privacy Team <privacy+watch@reader.example>", "Privacy Team <privacy+watch@reader.example>"),
        ("<a@reader.example>", "a@reader.example"),
        ("o'neil@reader.example", "o'neil@reader.example"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("a@[192.0.2.1]", "a@[192.0.2.1]"),
    ],
)
def test_an_address_with_or_without_a_name_is_read(text: str, address: str) -> None:
    assert str(mail_address(text)) == address


BAD = [
    "privacy", "@reader.example", "a@", "a@@reader.example", "a@b@reader.example", "a b@reader.example", "a@reader..example",
    "a..b@reader.example", ".a@reader.example", "a@-reader.example", "a@reader.example.", "a@reader.example>", "a@reader example",
    "a@reader.example b@reader.example", "a@reader.example <b@reader.example>", "mailto:a@reader.example", "https://reader.example",
    "privacy at reader.example", "a@reader.example (home)", "a@" + "x" * 64 + ".example", "a" * 65 + "@reader.example", "a@\x00.example",
    "a@reader.example, b@reader.example",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_single_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an e-mail address; expected name@example\.org"):
        mail_address(text)


@pytest.mark.parametrize("text", BAD[:-1])
def test_one_bad_recipient_among_good_ones_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an e-mail address"):
        recipients(["a@reader.example", f"b@reader.example, {text}"])


def test_values_that_wait_for_the_environment_and_of_other_types_are_left_to_others() -> None:
    assert recipients("${RECIPIENTS}") == ["${RECIPIENTS}"]
    assert sender("${SENDER}") == "${SENDER}"
    assert (recipients(None), recipients([1])) == ([], [1])


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], None]:
    def loaded(alerts: str, policy: str = "") -> None:
        path = tmp_path / "config.yaml"
        path.write_text(f"alerts:\n{alerts}\npolicies:\n  - url: https://www.example.org/privacy\n{policy}")
        load_settings(path, {"LIST": "a@reader.example, nobody"})

    return loaded


@pytest.mark.parametrize(
    ("alerts", "place"),
    [
        ("  email:\n    from: m@reader.example\n    to: a@reader.example, nobody", r":4: alerts\.email\.to: 'nobody' is not"),
        ("  email:\n    from: m@reader.example\n    to:\n      - a@reader.example\n      - nobody", r":4: alerts\.email\.to: 'nobody'"),
        ("  email:\n    to: a@reader.example\n    from: monitor", r":4: alerts\.email\.from: 'monitor' is not"),
        ("  email:\n    to: a@reader.example\n    from: m@reader.example, n@reader.example", r":4: alerts\.email\.from: "),
        ("  email:\n    from: m@reader.example\n    to: ${LIST}", r":4: alerts\.email\.to: 'nobody'"),
        (
            "  email:\n    from: m@reader.example\n    to: a@reader.example\n    url: smtp://host:mail",
            r":5: alerts\.email\.url: expected smtp",
        ),
        (
            "  email:\n    from: m@reader.example\n    to: a@reader.example\n    url: smtp://host/587",
            r":5: alerts\.email\.url: expected smtp",
        ),
        ("  webhook:\n    - http://user:pass@reader.example/", r":3: alerts\.webhook\[0\]\.url: expected an http"),
        ("  webhook:\n    - http://reader.example:port/", r":3: alerts\.webhook\[0\]\.url: expected an http"),
    ],
)
def test_a_bad_address_is_refused_with_its_place(load: Callable[..., None], alerts: str, place: str) -> None:
    with pytest.raises(ConfigError, match=place) as caught:
        load(alerts)
    assert "pass@" not in str(caught.value)


def test_the_recipients_of_a_policy_are_checked_as_well(load: Callable[..., None]) -> None:
    email = "  email: {from: m@reader.example, to: a@reader.example}"
    load(email, "    alerts: {to: 'b@reader.example, c@reader.example'}")
    with pytest.raises(ConfigError, match=r":5: policies\[0\]\.alerts\.to: 'nobody'"):
        load(email, "    alerts: {to: nobody}")
