"""Alert settings: channels, digests, quiet hours, and what one policy overrides."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from monitor.config.alert_settings import AlertSettings, PolicyAlertSettings
from monitor.errors import ConfigError
from monitor.model import Severity

from .conftest import Load

OWN = """
alerts: {digest: daily, at: "07:30", quiet: "22:00-06:00", topics: [retention], email: {to: all@example.org, from: m@example.org}}
policies:
  - {url: https://a.example/, alerts: {to: own@example.org, digest: weekly, weekday: Friday, topics: [], quiet: off, threshold: minor}}
  - {url: https://b.example/}
"""


def test_a_policy_overrides_recipients_and_times(load: Load) -> None:
    settings = load(OWN)
    own, common = (settings.alerts_of(policy) for policy in settings.policies)
    assert (own.digest, own.weekday, own.topics, own.quiet, own.at) == ("weekly", "friday", [], "off", time(7, 30))
    assert (common.digest, common.topics, common.quiet) == ("daily", ["retention"], (time(22), time(6)))
    assert [policy.threshold for policy in settings.values()] == [Severity.MINOR, Severity.MATERIAL]
    assert settings.policies[0].alerts.to == ["own@example.org"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("alerts: {at: 8 o'clock}", 'alerts.at: "8 o\'clock" is not a time of day: expected "HH:MM"'),
        ("alerts: {at: '25:00'}", "is not a time of day"),
        ("alerts: {quiet: all night}", 'expected "HH:MM-HH:MM"'),
        ("alerts: {quiet: '08:00-08:00'}", "expected two different times"),
        ("alerts: {weekday: caturday}", "alerts.weekday: expected 'monday', 'tuesday'"),
        ("alerts: {topics: [retentoin]}", "'retentoin' is not a topic: did you mean retention?"),
        ("policies: [{url: https://a.example/, alerts: {to: a@example.org}}]", "but the top-level `alerts:` has no `email:`"),
        ("policies: [{url: https://a.example/, alerts: {email: a@example.org}}]", "unknown key `email`"),
        ("policies: [{url: https://a.example/, threshold: minor, alerts: {threshold: critical}}]", "remove one of them"),
    ],
)
def test_invalid_alert_settings_are_named(load: Load, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert caught.value.line == 1
    assert says in str(caught.value)


def test_a_bare_address_is_a_webhook_without_a_secret(load: Load) -> None:
    first, second = load("alerts: {webhook: [https://a.example/x, {url: https://b.example/y, secret: s}]}").alerts.webhook
    assert (first.url.get_secret_value(), first.secret) == ("https://a.example/x", None)
    assert second.secret.get_secret_value() == "s"


@pytest.mark.parametrize(
    ("written", "recipients"),
    [("a@b.example", ["a@b.example"]), ("[a@b.example, c@d.example]", ["a@b.example", "c@d.example"])],
)
def test_recipients_are_one_or_several(load: Load, written: str, recipients: list[str]) -> None:
    email = load(f"alerts: {{email: {{to: {written}, from: m@b.example}}}}").alerts.email
    assert email.to == recipients
    assert email.url.get_secret_value() == "smtp://localhost:25"


@pytest.mark.parametrize("off", ["off", "'off'", "false", "no"])
def test_off_is_off_however_yaml_reads_it(load: Load, off: str) -> None:
    """YAML 1.1 programs write the word "off" as false."""
    if off == "no":
        with pytest.raises(ConfigError, match="digest"):
            load(f"alerts: {{digest: {off}}}")  # YAML 1.2 reads "no" as a word, and it is not one of ours
    else:
        assert load(f"alerts: {{digest: {off}, quiet: {off}}}").alerts.quiet == "off"


def test_defaults_alert_to_material_changes_at_once(load: Load) -> None:
    alerts = load("").alerts
    assert (alerts.threshold, alerts.digest, alerts.quiet, alerts.topics) == ("material", "off", "off", [])
    assert alerts.unreadable_after == timedelta(days=3)
    assert (alerts.email, alerts.apprise, alerts.webhook) == (None, [], [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("alerts: {email: {to: [], from: m@b.example}}", "alerts.email.to"),
        ("alerts: {email: {to: a@b.example}}", "alerts.email.from: this key is required"),
        ("alerts: {webhook: ftp://a.example}", "expected an http:// or https:// address"),
        ("alerts: {threshold: cosmetic}", "alerts.threshold: expected 'critical', 'material' or 'minor'"),
        ("alerts: {unreadable_after: soon}", "is not a duration"),
        ("alerts: {report_base: example.org/watch}", "is not a web address"),
    ],
)
def test_wrong_channels_are_refused(load: Load, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert says in str(caught.value)


def test_a_policy_without_settings_of_its_own_has_the_common_ones(load: Load) -> None:
    settings = load("alerts: {digest: weekly, weekday: Sunday}\npolicies: [{url: https://a.example/}]")
    (policy,) = settings.policies
    assert settings.alerts_of(policy) == settings.alerts
    assert settings.alerts.weekday == "sunday"


@pytest.mark.parametrize(("written", "read"), [("on", "on"), ("off", "off"), (True, "on"), (False, "off")])
def test_unjudged_is_a_switch_that_a_policy_may_turn(written: object, read: str) -> None:
    assert AlertSettings().unjudged == "on"
    assert AlertSettings.model_validate({"unjudged": written}).unjudged == read
    assert PolicyAlertSettings.model_validate({"unjudged": written}).over(AlertSettings()).unjudged == read
