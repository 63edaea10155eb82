"""One test message through each channel, outside the outbox: does it arrive, and what does the other side answer?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import DeliveryError
from monitor.model import MONITOR, Notice, NoticeKind
from monitor.notify.dispatch import unexpected_error
from monitor.notify.interface import Channel


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of one test message."""

    channel: str
    ok: bool
    says: str
    """What the other side answered, or why the message was not accepted; without secrets."""


def try_channels(channels: Sequence[Channel], *, now: datetime) -> Iterator[Trial]:
    """Sends one test message per channel, one after the other; whatever a channel raises is its result.

    Args:
        channels: the configured ones.
        now: the time; two tests are two messages.
    """
    for channel in channels:
        digest = hashlib.sha256(f"test\n{channel.name}\n{now.isoformat()}".encode()).hexdigest()[:16]
        notice = Notice(digest, MONITOR, NoticeKind.TEST, now, "test", "This is a test message.", now)
        try:
            answer = channel.send_notice(notice)
        except DeliveryError as error:
            yield Trial(channel.name, False, str(error).removeprefix(f"{channel.name} "))
        except Exception as error:  # one channel's fault must not keep the others from being tried
            yield Trial(channel.name, False, unexpected_error(channel.name, error))
        else:
            yield Trial(channel.name, True, " ".join((answer or "accepted").split()))
