"""The schema of `reader:`: a language model that is asked about changes, beside the program's own verdicts."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from monitor.config.alert_settings import Strict, WebAddress


class ReaderSettings(Strict):
    """An OpenAI-compatible endpoint, and what may be sent to it."""

    url: WebAddress
    model: str = Field(min_length=1, max_length=120)
    key: SecretStr | None = None
    timeout: float = Field(default=120, ge=1, le=600)
    requests: int = Field(default=50, ge=1, le=100_000)
    characters: int = Field(default=500_000, ge=1_000)

    @model_validator(mode="after")
    def _check_key(self) -> ReaderSettings:
        parts = urlsplit(self.url)
        if parts.query or parts.fragment or parts.username:
            raise ValueError("`url` is the base address alone, as in http://127.0.0.1:11434/v1")
        # Anybody on the way could read it, and use it.
        if self.key and parts.scheme == "http" and not _is_this_machine(parts.hostname or ""):
            raise ValueError("`key` would be sent in the clear; use an https address")
        return self


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # another name
        return False
