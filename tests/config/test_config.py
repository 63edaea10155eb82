"""Settings: defaults, interpolation, selectors, cron, and editing by `add`."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from monitor.config import load_settings
from monitor.config.cron import interval, normal_cron
from monitor.config.edit import add_policy
from monitor.config.slug import name_of, slug_fault, slug_of
from monitor.config.template import TEMPLATE
from monitor.config.validation_errors import keys_at
from monitor.errors import ConfigError
from monitor.model import Selector, Severity


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.yaml"


def load(file: Path, text: str, **environment: str):
    file.write_text(text, encoding="utf-8")
    return load_settings(file, environment)


def test_an_empty_file_is_all_defaults(file: Path) -> None:
    settings = load(file, "")
    assert settings.values() == ()
    assert (settings.snapshots, settings.reports) == (file.parent / "snapshots", file.parent / "reports")
    assert settings.archive.wayback.endpoint == "https://web.archive.org"
    assert settings.alerts.digest == "off"


def test_the_template_is_valid_and_its_example_too(file: Path) -> None:
    assert load(file, TEMPLATE).values() == ()
    lines = [line[1:] if line.startswith("#  ") else line for line in TEMPLATE.splitlines()]
    settings = load(file, "\n".join(lines).replace("policies: []\n", "").replace("policies: []", "").replace("  - id", "policies:\n  - id"))
    assert settings.values()[0].id == "example"


def test_the_repositorys_own_configuration_is_valid(root: Path) -> None:
    (policy,) = load_settings(root / "config.yaml", {}).values()
    assert (policy.id, policy.live) == ("northwind", False)
    assert policy.history == f"warc:{root / 'examples/northwind.warc.gz'}"


def test_a_policy_with_every_key(file: Path) -> None:
    settings = load(
        file,
        """
alerts: {threshold: critical, digest: off}
fetch: {timeout: 10, retries: 1}
policies:
  - name: Müller & Söhne
    document: Terms
    urls: [https://a.example/1, https://a.example/2]
    select: {css: main, valid_from: 2020-01-01, valid_until: 2021-01-01T12:00:00Z}
    remove: [.ad, {css: .news}]
    history: memento:https://archive.example/
    threshold: minor
    schedule: "0 7 * * 1-5"
    fetch: {timeout: 99}
  - url: https://www.b.example/privacy
""",
    )
    first, second = settings.values()
    assert (first.id, first.urls, first.threshold) == ("muller-sohne", ("https://a.example/1", "https://a.example/2"), Severity.MINOR)
    assert first.select == (Selector("main", datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, 12, tzinfo=UTC)),)
    assert first.remove == (Selector(".ad"), Selector(".news"))
    assert (second.id, second.name, second.threshold, second.schedule) == ("b-example", "b.example", Severity.CRITICAL, "0 */6 * * *")
    fetch = settings.fetch_of(settings.policies[0])
    assert (fetch.timeout, fetch.retries) == (99, 1)


def test_secrets_come_from_the_environment_and_are_never_shown(file: Path) -> None:
    text = """
alerts:
  email: {to: a@b.example, from: c@d.example, url: "smtp://me:${PW}@${HOST:-mail.example}:25"}
  apprise: "slack://${TOKEN}"
  webhook: [https://hook.example/x, {url: https://hook.example/y, secret: "$$${TOKEN}"}]
"""
    alerts = load(file, text, PW="hush", TOKEN="t0ken").alerts
    assert alerts.email.url.get_secret_value() == "smtp://me:hush@mail.example:25"
    assert alerts.webhook[1].secret.get_secret_value() == "$t0ken"
    assert "hush" not in repr(alerts)
    assert "t0ken" not in repr(alerts)


@pytest.mark.parametrize("url", ["smtp://me:${PW}@:nowhere", "http://me:${PW}@mail.example"])
def test_a_secret_is_not_repeated_in_an_error(file: Path, url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(file, f'alerts:\n  email: {{to: a@b.example, from: c@d.example, url: "{url}"}}\n', PW="hush")
    assert "hush" not in str(caught.value)
    assert caught.value.line == 2


def test_a_missing_variable_is_no_error_where_nothing_is_sent(file: Path) -> None:
    file.write_text('alerts: {apprise: ["slack://${TOKEN}"]}\n', encoding="utf-8")
    assert load_settings(file, {}, secrets=False).values() == ()
    with pytest.raises(ConfigError, match="TOKEN is not set"):
        load_settings(file, {})


@pytest.mark.parametrize("text", ["a: &a [*a]\n", "a: !!python/object:os.system x\n", "? [1]\n: 2\n", "[" * 200, "\x00", "a: b: c\n"])
def test_odd_yaml_is_told(file: Path, text: str) -> None:
    with pytest.raises(ConfigError):
        load(file, text)


@pytest.mark.parametrize(
    ("expression", "normal"),
    [
        ("*/5 * * * *", "*/5 * * * *"),
        ("0 6 * * 0", "0 6 * * sun"),
        ("0 6 * * 7", "0 6 * * sun"),
        ("0 6 * * 1-5", "0 6 * * mon,tue,wed,thu,fri"),
        ("0 6 * * 5-7", "0 6 * * fri,sat,sun"),
        ("0 6 1,15 jan-mar *", "0 6 1,15 1-3 *"),
        ("@daily", "0 0 * * *"),
    ],
)
def test_cron_means_what_crontab_means(expression: str, normal: str) -> None:
    assert normal_cron(expression) == normal


WRONG = ("", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "5-1 * * * *", "*/0 * * * *", "a * * * *")


@pytest.mark.parametrize("expression", WRONG)
def test_a_wrong_cron_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"not a valid |five|descending"):
        normal_cron(expression)


@pytest.mark.parametrize("zone", ["Europe/Be2lin", "../../etc/passwd", "/etc/localtime", "Mars", ""])
def test_a_wrong_time_zone_is_refused(file: Path, zone: str) -> None:
    file.write_text(f"timezone: {zone!r}\npolicies: []\n")
    with pytest.raises(ConfigError, match=r":1: timezone: .*is not a time zone"):
        load_settings(file, {})


def test_an_interval_is_a_schedule(file: Path) -> None:
    file.write_text("schedule: every 6h\npolicies:\n  - {url: https://one.example/, schedule: Every 90 m}\n")
    assert [policy.schedule for policy in load_settings(file, {}).values()] == ["Every 90 m"]
    assert (interval("every 2d"), interval("*/5 * * * *")) == (timedelta(days=2), None)


@pytest.mark.parametrize("schedule", ["every", "every 0h", "every 6", "every -1h", "every 400d", "every 6h 30m", "every day", "every 1.5h"])
def test_a_wrong_interval_is_refused(file: Path, schedule: str) -> None:
    file.write_text(f"schedule: {schedule}\npolicies: []\n")
    with pytest.raises(ConfigError, match=r":1: schedule: .*is not an interval: .* as in 'every 90m'"):
        load_settings(file, {})


def test_slugs() -> None:
    assert slug_of("Comm100 Network Corp.") == "comm100-network-corp"
    assert slug_of("日本") == ""
    assert name_of("https://www.comm100.com/privacy") == "comm100.com"
    assert slug_fault("com7") is None
    for wrong in ("", "../up", "A", "a/b", "-a", "a-", "index", "x" * 65):
        assert slug_fault(wrong)


def test_adding_changes_nothing_else(file: Path) -> None:
    text = """# top
policies:     # ours
  # the first
  - {id: one, url: "https://one.example"}   # in flow style

# after
reports: out/   # last
"""
    file.write_text(text, encoding="utf-8")
    add_policy(file, policy_id="two", name="Two: a name", url="https://two.example/p", document=None, history="none")
    after = file.read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line in text.splitlines()] == text.splitlines()
    assert [p.id for p in load_settings(file, {}).values()] == ["one", "two"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "schedule: '@daily'",
        "policies:\n",
        "policies: []  # none yet\nreports: out\n",
        "policies: [{url: 'https://one.example'}]\n",
        "policies:\n- url: https://one.example\n  name: One\n\n# the end\n",
        "policies:\r\n  - url: https://one.example\r\nreports: out\r\n",
        "policies:\n  - url: https://one.example\n    remove:\n      - a\n      - b\n",
    ],
)
@pytest.mark.parametrize("name", ["Two", "yes", "7", "a: b", "x # y", "Zoë “&” Söhne", "- x", "line\nbreak", "'"])
def test_adding_works_whatever_is_there(file: Path, text: str, name: str) -> None:
    file.write_bytes(text.encode())
    before = load_settings(file, {})
    add_policy(file, policy_id="two", name=name, url="https://two.example/p", document="Terms", history="none")
    after = load_settings(file, {})
    assert [p.id for p in after.policies] == [*(p.id for p in before.policies), "two"]
    assert after.policies[-1].name == name
    assert after.model_copy(update={"policies": []}) == before.model_copy(update={"policies": []})


def test_known_keys_are_found_at_their_place() -> None:
    assert "threshold" in keys_at(("alerts",))
    assert keys_at(("alerts", "email")) == ["to", "from", "url"]
    assert "css" in keys_at(("policies", 0, "select", 0))
    assert keys_at(("nowhere",)) == []


OWN = """
alerts: {digest: daily, at: "07:30", quiet: "22:00-06:00", topics: [retention], email: {to: all@example.org, from: m@example.org}}
policies:
  - {url: https://a.example/, alerts: {to: own@example.org, digest: weekly, weekday: Friday, topics: [], quiet: off, threshold: minor}}
  - {url: https://b.example/}
"""


def test_a_policy_may_tell_others_at_other_times(file: Path) -> None:
    settings = load(file, OWN)
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
def test_faults_of_alerts_are_told(file: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(file, text)
    assert caught.value.line == 1
    assert says in str(caught.value)


def test_the_topics_are_those_of_the_comparison() -> None:
    from monitor.config.validators import TOPICS
    from monitor.core.meaning import topics

    assert set(TOPICS) == {*topics.TOPICS, topics.OTHER}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("alerts: {report_base: https://e.example/watch}", "https://e.example/watch/reports/"),
        ("{reports: out/pages/, alerts: {report_base: https://e.example/watch/}}", "https://e.example/watch/out/pages/"),
        ("{reports: /srv/www/policies, alerts: {report_base: https://e.example}}", "https://e.example/policies/"),
        ("reports: out", None),
    ],
)
def test_where_reports_are_published(file: Path, text: str, url: str | None) -> None:
    assert load(file, text).reports_url == url
