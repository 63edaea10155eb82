"""Forms as they arrive."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest

from monitor.web.access import Refused
from monitor.web.forms import form_of
from monitor.web.tokens import Tokens
from tests.event_loop import run_alone

TOKENS = Tokens()
WORD = TOKENS.word(None)
FORM = "application/x-www-form-urlencoded"


def read(body: bytes, kind: str = FORM, cookie: str = WORD) -> dict[str, str]:
    async def content() -> bytes:
        return body

    request: Any = SimpleNamespace(
        headers={"content-type": kind}, cookies={"policy_monitor_form": cookie}, state=SimpleNamespace(user=""), body=content
    )
    return dict(run_alone(form_of(request, TOKENS)))


def sent(**fields: str) -> bytes:
    return urlencode({"token": TOKENS.token(WORD, ""), **fields}).encode()


def test_fields_without_the_token() -> None:
    assert read(sent(name="Tern & Söhne", why="")) == {"name": "Tern & Söhne", "why": ""}
    assert read(sent(name="a"), f"{FORM.upper()}; charset=utf-8") == {"name": "a"}


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("  a  ", "a"),
        ("a\0b", "ab"),
        ("a\r\nb: c", "a\nb: c"),
        ("a\x1b[2Jb", "a[2Jb"),
        ("a\u202eb", "ab"),
        ("日本", "日本"),
        ("\n", ""),
    ],
)
def test_control_characters_are_left_out(typed: str, read_as: str) -> None:
    assert read(sent(name=typed)) == {"name": read_as}


def test_of_two_the_last() -> None:
    assert read(sent(name="a") + b"&name=b") == {"name": "b"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 403),
        (b"token=", 403),
        (b"name=a", 403),
        (sent() + b"&token=x", 403),
        (sent() + b"&name=%ff", 400),
        (sent() + b"&name=\xff", 400),
        (sent() + b"&a=1" * 50, 400),
        (b"\xff\xfe", 400),
    ],
    # Tokens differ from process to process, and the tests of two processes must have the same names.
    ids=["nothing", "no token", "no field of ours", "two tokens", "cut escape", "bare byte", "many fields", "no text"],
)
def test_what_is_no_form_of_ours(body: bytes, status: int) -> None:
    with pytest.raises(Refused) as refused:
        read(body)
    assert refused.value.status == status


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "multipart/form-data", f"{FORM}x"])
def test_other_kinds(kind: str) -> None:
    with pytest.raises(Refused) as refused:
        read(sent(), kind)
    assert refused.value.status == 415


def test_another_browser() -> None:
    with pytest.raises(Refused):
        read(sent(), cookie=TOKENS.word(None))
