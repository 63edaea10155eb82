"""An OpenAI-compatible endpoint (Ollama, llama.cpp, vLLM, a hosted one) as a second reader."""

from __future__ import annotations

import http.client
import json
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request

from monitor.errors import AnswerDropped, ReaderFailed
from monitor.net.post import posted
from monitor.net.retry import retry_after_seconds
from monitor.opinions.question import ChatMessage, answer_schema

MOST_BYTES = 400_000
"""Of a response. An answer has a few hundred; the rest of it is what servers say about themselves."""
MOST_TOKENS = 1_200
"""That the model is asked to write at most."""


class ChatEndpoint:
    """Asks `URL/chat/completions`. Redirects are refused, nothing is tried twice, and the answer is bounded in size and time.

    Args:
        url: the base address, as in http://127.0.0.1:11434/v1.
        model: its name there.
        key: sent as a bearer token, if there is one.
        timeout: seconds for connecting, the answer and all.
        requests_per_day, characters_per_day: what may leave this machine.
    """

    def __init__(self, url: str, model: str, *, key: str | None, timeout: float, requests_per_day: int, characters_per_day: int) -> None:
        self._url, self._key, self._timeout = f"{url.rstrip('/')}/chat/completions", key, timeout
        self.model, self.place = model, urlsplit(url).netloc.rpartition("@")[2]
        self.requests_per_day, self.characters_per_day = requests_per_day, characters_per_day

    def ask(self, messages: Sequence[ChatMessage]) -> str:
        """See `SecondReader.ask`."""
        try:
            # A model thinks before its first byte: the wait for one byte and the wait for all are the same.
            with posted(self._request(messages), timeout=self._timeout, total=self._timeout) as answer:
                body = answer.read(MOST_BYTES + 1)
        except HTTPError as error:
            error.close()
            if 300 <= error.code < 400:
                raise self._failed("redirects elsewhere, which is not followed; configure the new address", "redirect") from None
            wait = retry_after_seconds(error.headers.get("Retry-After")) if error.code in (429, 503) else None
            raise self._failed(f"answers with HTTP status {error.code}{_hint(error.code)}", f"http-{error.code}", wait) from None
        except TimeoutError:
            raise self._failed(f"gives no complete answer within {self._timeout:g} s; raise `reader: {{timeout: …}}`", "timeout") from None
        except (OSError, http.client.HTTPException) as error:
            why = getattr(error, "reason", None) or error or type(error).__name__
            late = isinstance(why, TimeoutError)
            raise self._failed(f"can't be reached: {why}", "timeout" if late else "unreachable") from None
        if len(body) > MOST_BYTES:
            raise AnswerDropped(f"the response has more than {MOST_BYTES:,} bytes", reason="too-long")
        return self._content(body)

    def _request(self, messages: Sequence[ChatMessage]) -> Request:
        form = {"type": "json_schema", "json_schema": {"name": "opinion", "strict": True, "schema": answer_schema()}}
        asked = {"model": self.model, "messages": list(messages), "temperature": 0, "stream": False, "max_tokens": MOST_TOKENS}
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "policy-monitor"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        body = json.dumps(asked | {"response_format": form}).encode()
        return Request(self._url, data=body, headers=headers, method="POST")  # noqa: S310 - the settings accept http and https alone

    def _content(self, body: bytes) -> str:
        """The words of the model out of what the server wraps round them."""
        try:
            choice = json.loads(body)["choices"][0]
            content, finished = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            says = "does not answer like an OpenAI-compatible endpoint; check the address, which usually ends in /v1"
            raise self._failed(says, "not-chat") from None
        if finished == "length":
            raise AnswerDropped(f"the model did not finish within {MOST_TOKENS:,} tokens", reason="cut-off")
        if not isinstance(content, str) or not content.strip():
            raise AnswerDropped("the model said nothing", reason="empty")
        return content

    def _failed(self, says: str, reason: str, retry_after: float | None = None) -> ReaderFailed:
        said = f"{self.place} {says}"
        # An error of a library may quote the request.
        return ReaderFailed(said.replace(self._key, "***") if self._key else said, reason=reason, retry_after=retry_after)


def _hint(status: int) -> str:
    known: dict[int, Any] = {
        400: "; the server may be too old for `response_format` with a JSON schema",
        401: "; check `reader: {key: …}`",
        403: "; check `reader: {key: …}`",
        404: "; check `reader: {url: …, model: …}`",
        429: "; it asks for fewer requests",
    }
    return str(known.get(status, ""))
