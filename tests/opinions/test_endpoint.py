"""The client against a server that answers well and misbehaves; whatever it does, there is one sentence within the time."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from monitor.errors import AnswerDropped, ReaderFailed
from monitor.opinions.endpoint import MOST_BYTES, ChatEndpoint
from tests.notify.conftest import free_port

from .chat_server import ChatServer, answer
from .samples import question


def endpoint(chat: ChatServer, **changed: Any) -> ChatEndpoint:
    settings: dict[str, Any] = {"key": None, "timeout": 5.0, "requests_per_day": 5, "characters_per_day": 10_000}
    return ChatEndpoint(changed.pop("url", chat.url), "tiny:1b", **(settings | changed))


def failure(chat: ChatServer, **changed: Any) -> ReaderFailed:
    with pytest.raises(ReaderFailed) as caught:
        endpoint(chat, **changed).ask(question().messages())
    return caught.value


def dropped(chat: ChatServer) -> AnswerDropped:
    with pytest.raises(AnswerDropped) as caught:
        endpoint(chat).ask(question().messages())
    return caught.value


def test_what_is_asked_and_what_comes_back(chat: ChatServer) -> None:
    reader = endpoint(chat, url=chat.url + "/", key="s3cret")
    assert json.loads(reader.ask(question().messages())) == answer()
    assert chat.paths == ["/v1/chat/completions"]
    assert chat.keys == ["Bearer s3cret"]
    (request,) = chat.asked
    assert (request["model"], request["temperature"], request["stream"]) == ("tiny:1b", 0, False)
    assert request["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in request["messages"]] == ["system", "user"]
    assert reader.place == f"127.0.0.1:{chat.port}"


def test_without_a_key_none_is_sent(chat: ChatServer) -> None:
    endpoint(chat).ask(question().messages())
    assert chat.keys == [None]


@pytest.mark.parametrize(
    ("status", "hint"), [(500, "500"), (400, "response_format"), (401, "key"), (404, "model"), (429, "fewer"), (503, "503")]
)
def test_an_error_status(chat: ChatServer, status: int, hint: str) -> None:
    chat.status = status
    error = failure(chat)
    assert error.reason == f"http-{status}"
    assert hint in str(error)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(chat: ChatServer, status: int) -> None:
    chat.status, chat.headers = status, {"Location": f"http://127.0.0.1:{chat.port}/v1/elsewhere"}
    error = failure(chat, key="s3cret")
    assert error.reason == "redirect"
    assert chat.paths == ["/v1/chat/completions"]
    assert "s3cret" not in str(error)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>hello</html>", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{}]}', b'{"choices": [5]}', b'{"choices": {"0": 1}}',
     b"null",
     b'{"choices": [{"message": "hi"}]}', b"\xff\xfe", b"[" * 50_000],
)  # fmt: skip
def test_what_is_no_chat_completion(chat: ChatServer, body: bytes) -> None:
    chat.body = body
    assert failure(chat).reason == "not-chat"


@pytest.mark.parametrize("content", ["null", "5", '""', '"  "', '["text"]'])
def test_a_model_that_says_nothing(chat: ChatServer, content: str) -> None:
    chat.body = b'{"choices": [{"message": {"content": ' + content.encode() + b"}}]}"
    assert dropped(chat).reason == "empty"


def test_an_answer_that_was_cut_off(chat: ChatServer) -> None:
    chat.finish = "length"
    assert dropped(chat).reason == "cut-off"


def test_a_huge_answer(chat: ChatServer) -> None:
    chat.body = b"x" * (MOST_BYTES + 1)
    assert dropped(chat).reason == "too-long"


def test_a_slow_server(chat: ChatServer) -> None:
    chat.holding = True
    assert failure(chat, timeout=1.0).reason == "timeout"


def test_a_server_that_sends_a_byte_now_and_then(chat: ChatServer) -> None:
    chat.drip = True
    assert failure(chat, timeout=1.0).reason == "timeout"


def test_a_model_may_think_nearly_as_long_as_the_timeout(chat: ChatServer) -> None:
    say = chat.say

    def slowly(asked: dict[str, Any]) -> str:
        time.sleep(1.5)
        return say(asked)

    chat.say = slowly
    assert endpoint(chat, timeout=5.0).ask(question().messages())


def test_nobody_listens(chat: ChatServer) -> None:
    error = failure(chat, url=f"http://127.0.0.1:{free_port()}/v1")
    assert error.reason == "unreachable"
    assert "can't be reached" in str(error)


def test_an_answer_that_breaks_off(chat: ChatServer) -> None:
    chat.body, chat.headers = b'{"choices"', {"Content-Length": "500", "Connection": "close"}
    assert failure(chat, timeout=2.0).reason in {"not-chat", "unreachable", "timeout"}


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [(429, "7200", 7200.0), (503, "60", 60.0), (429, "soon", None), (429, None, None), (500, "60", None), (429, "9" * 40, 999_999_999.0)],
)
def test_a_wish_to_wait_is_noted(chat: ChatServer, status: int, header: str | None, seconds: float | None) -> None:
    chat.status, chat.headers = status, {"Retry-After": header} if header else {}
    assert failure(chat).retry_after == seconds
