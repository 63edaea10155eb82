"""The schema of `alerts:`, at the top level and in a policy: who is alerted to which changes, how, and when."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from monitor.config.addresses import recipients, sender
from monitor.config.validators import (
    as_list,
    duration,
    hours,
    known_topic,
    part_name,
    smtp_address,
    time_of_day,
    web_address,
    webhook_address,
)

WebAddress = Annotated[str, AfterValidator(web_address)]
Threshold = Literal["critical", "material", "minor"]
# YAML 1.1 programs write `off` for False, and ours reads `off` as a string: both mean the same.
Digest = Annotated[Literal["off", "daily", "weekly"], BeforeValidator(lambda v: "off" if v is False else v)]
Switch = Annotated[Literal["on", "off"], BeforeValidator(lambda v: {True: "on", False: "off"}.get(v, v) if isinstance(v, bool) else v)]
Weekday = Annotated[
    Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    BeforeValidator(lambda v: v.lower() if isinstance(v, str) else v),
]
TimeOfDay = Annotated[time, BeforeValidator(time_of_day)]
Hours = Annotated[tuple[time, time] | Literal["off"], BeforeValidator(hours)]
Topics = Annotated[list[Annotated[str, AfterValidator(known_topic)]], BeforeValidator(as_list)]
Recipients = Annotated[list[str], BeforeValidator(recipients)]


class Strict(BaseModel):
    """Rejects unknown keys; immutable."""

    # A misspelt key would otherwise be ignored silently: `tresholds: critical` would alert to everything.
    model_config = ConfigDict(extra="forbid", frozen=True)


class EmailSettings(Strict):
    """Alerts by e-mail."""

    to: Recipients = Field(min_length=1)
    from_: Annotated[str, AfterValidator(sender)] = Field(alias="from")
    url: Annotated[SecretStr, AfterValidator(smtp_address)] = SecretStr("smtp://localhost:25")


class WebhookSettings(Strict):
    """Alerts as signed JSON over HTTP."""

    url: Annotated[SecretStr, AfterValidator(webhook_address)]
    secret: SecretStr | None = None


def _webhook(value: object) -> object:
    """A bare address stands for a webhook without a secret."""
    return {"url": value} if isinstance(value, str) else value


class ChannelSettings(Strict):
    """Alerts by a channel of a plug-in."""

    use: Annotated[str, AfterValidator(part_name)]
    # Not shown: it may hold a password.
    options: dict[str, Any] = Field(default_factory=dict, repr=False)


def _channel(value: object) -> object:
    """A bare name stands for a channel without options."""
    return {"use": value} if isinstance(value, str) else value


class AlertSettings(Strict):
    """Who is alerted to which changes, and how."""

    threshold: Threshold = "material"
    topics: Topics = []
    unjudged: Switch = "on"
    digest: Digest = "off"
    at: TimeOfDay = time(8)
    weekday: Weekday = "monday"
    quiet: Hours = "off"
    unreadable_after: Annotated[timedelta, BeforeValidator(duration)] = timedelta(days=3)
    report_base: WebAddress | None = None
    email: EmailSettings | None = None
    apprise: Annotated[list[SecretStr], BeforeValidator(as_list)] = []
    webhook: Annotated[list[Annotated[WebhookSettings, BeforeValidator(_webhook)]], BeforeValidator(as_list)] = []
    channels: Annotated[list[Annotated[ChannelSettings, BeforeValidator(_channel)]], BeforeValidator(as_list)] = []


class PolicyAlertSettings(Strict):
    """One policy's own alert settings; keys that are not given are taken from the top-level `alerts`."""

    to: Recipients = []
    threshold: Threshold | None = None
    topics: Topics | None = None
    unjudged: Switch | None = None
    digest: Digest | None = None
    at: TimeOfDay | None = None
    weekday: Weekday | None = None
    quiet: Hours | None = None

    def over(self, common: AlertSettings) -> AlertSettings:
        """The common settings, overridden by this policy's own keys."""
        # `model_fields_set`, not a comparison with the default: `topics: []` overrides the common topics.
        own = {name: value for name in self.model_fields_set - {"to"} if (value := getattr(self, name)) is not None}
        return common.model_copy(update=own) if own else common
