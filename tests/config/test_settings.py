"""The schema of config.yaml: defaults, selectors, addresses, and what one policy overrides."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.config import Settings, load_settings
from monitor.errors import ConfigError
from monitor.model import Selector, Severity

from .conftest import Load


def test_an_empty_file_is_all_defaults(file: Path, load: Load) -> None:
    settings = load("")
    assert settings.values() == ()
    assert (settings.snapshots, settings.reports) == (file.parent / "snapshots", file.parent / "reports")
    assert settings.archive.wayback.endpoint == "https://web.archive.org"
    assert settings.alerts.digest == "off"


@pytest.mark.parametrize(
    ("snapshots", "reports", "says"),
    [
        ("data", "data", "`snapshots` and `reports` are both"),
        ("./data", "other/../data", "`snapshots` and `reports` are both"),
        ("data", "data/pages", "`reports` is inside `snapshots`"),
        ("pages/data", "pages", "`snapshots` is inside `reports`"),
    ],
)
def test_what_is_kept_and_what_is_made_from_it_have_folders_of_their_own(load: Load, snapshots: str, reports: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        load(f"snapshots: {snapshots}\nreports: {reports}\n")


@pytest.mark.parametrize(("snapshots", "reports"), [("data/kept", "data/pages"), ("data", "data-pages")])
def test_folders_beside_each_other_are_fine(load: Load, snapshots: str, reports: str) -> None:
    assert load(f"snapshots: {snapshots}\nreports: {reports}\n").policies == []


def test_the_repositorys_own_configuration_is_valid(root: Path) -> None:
    (policy,) = load_settings(root / "config.yaml", {}).values()
    assert (policy.id, policy.live) == ("northwind", False)
    assert policy.history == f"warc:{root / 'examples/northwind.warc.gz'}"


def test_a_policy_with_every_key(load: Load) -> None:
    settings = load(
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


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("alerts: {report_base: https://e.example/watch}", "https://e.example/watch/reports/"),
        ("{reports: out/pages/, alerts: {report_base: https://e.example/watch/}}", "https://e.example/watch/out/pages/"),
        ("{reports: /srv/www/policies, alerts: {report_base: https://e.example}}", "https://e.example/policies/"),
        ("reports: out", None),
    ],
)
def test_where_reports_are_published(load: Load, text: str, url: str | None) -> None:
    assert load(text).reports_url == url


@pytest.mark.parametrize("key", ["schedule", "snapshots", "archive", "alerts", "fetch", "metrics", "timezone", "policies"])
def test_a_key_without_a_value_is_its_default(load: Load, key: str) -> None:
    assert load(f"{key}:\n") == load("")


def test_relative_paths_start_from_the_folder_of_the_file(file: Path, load: Load) -> None:
    settings = load(
        """
snapshots: data/raw
reports: /srv/www
policies:
  - {url: https://one.example/, history: "warc:old/one.warc.gz"}
  - {url: https://two.example/, history: "dir:/archive/two"}
  - {url: https://three.example/, history: "memento:https://archive.example/coll/"}
"""
    )
    assert settings.snapshots == file.parent / "data/raw"
    assert settings.reports == Path("/srv/www")
    assert [policy.history for policy in settings.values()] == [
        f"warc:{file.parent / 'old/one.warc.gz'}",
        "dir:/archive/two",
        "memento:https://archive.example/coll/",
    ]


@pytest.mark.parametrize(
    ("entry", "policy_id", "name"),
    [
        ("url: https://www.acme.example/privacy", "acme-example", "acme.example"),
        ("{url: https://acme.example/, name: Acme GmbH}", "acme-gmbh", "Acme GmbH"),
        ("{url: https://acme.example/, id: acme}", "acme", "acme"),
        ("{url: https://acme.example/, id: a-1, name: Acme}", "a-1", "Acme"),
        ("{urls: [https://first.example/, https://second.example/]}", "first-example", "first.example"),
        ("{url: https://acme.example/, name: 360}", "360", "360"),
    ],
)
def test_name_and_id_are_derived_from_what_is_given(load: Load, entry: str, policy_id: str, name: str) -> None:
    (policy,) = load(f"policies: [{entry if entry.startswith('{') else '{' + entry + '}'}]").values()
    assert (policy.id, policy.name) == (policy_id, name)


def test_each_address_counts_once_in_order(load: Load) -> None:
    (policy,) = load("policies: [{url: https://b.example/1, urls: [https://a.example/2, https://b.example/1]}]").values()
    assert policy.urls == ("https://b.example/1", "https://a.example/2")


def test_a_policy_may_fetch_differently(load: Load) -> None:
    settings = load(
        """
fetch: {timeout: 10, max_bytes: 1000, allow_private: true}
policies:
  - {url: https://one.example/, fetch: {timeout: 60, allow_private: false}}
  - {url: https://two.example/}
"""
    )
    own, common = (settings.fetch_of(policy) for policy in settings.policies)
    assert (own.timeout, own.max_bytes, own.allow_private) == (60, 1000, False)
    assert common == settings.fetch


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("policies: [{name: Acme}]", "expected `url:` with the page's address"),
        ("policies: [{url: https://a.example/, id: ../up}]", "id '../up' is invalid: use 1 to 64 of a-z"),
        ("policies: [{url: https://a.example/, id: index}]", "'index' is reserved"),
        ("policies: [{url: https://a.example/, language: english}]", "policies[0].language"),
        ("policies: [{url: https://a.example/, select: ['']}]", "policies[0].select[0].css"),
        ("policies: [{url: https://a.example/, live: maybe}]", "policies[0].live"),
        ("fetch: {retries: 11}", "fetch.retries: expected"),
        ("fetch: {timeout: 0}", "fetch.timeout: expected"),
        ("archive: {wayback: {requests_per_minute: 0}}", "archive.wayback.requests_per_minute"),
        ("jitter: 3601", "jitter: expected"),
        ("metrics: {listen: '0.0.0.0:9464'}", "is not a loopback address"),
    ],
)
def test_values_outside_the_schema_are_refused(load: Load, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert says in str(caught.value)
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("text", "cpu", "seconds"),
    [
        ("limits: {}", 20, 90),
        ("limits: {cpu: 120}", 120, 240),
        ("limits: {cpu: 3600}", 3600, 7200),
        ("limits: {cpu: 10}", 10, 90),
        ("limits: {cpu: 100, seconds: 100}", 100, 100),
        # Only the clock matters here: no need to know the other limit's default.
        ("limits: {seconds: 10}", 20, 10),
    ],
)
def test_more_processor_time_gets_the_time_by_the_clock_that_it_needs(load: Load, text: str, cpu: float, seconds: float) -> None:
    limits = load(text).limits
    assert (limits.cpu, limits.seconds) == (cpu, seconds)


@pytest.mark.parametrize("text", ["limits: {cpu: 60, seconds: 30}", "limits: {seconds: 1, cpu: 2}"])
def test_a_limit_that_would_never_be_reached_is_refused(load: Load, text: str) -> None:
    with pytest.raises(ConfigError, match=r"seconds is \d+, less than cpu \(\d+\), which would never be reached: set `seconds` to"):
        load(text)


@pytest.mark.parametrize("sign", ["\\0", "\\n", "\\x1b", "\\u2028"])
@pytest.mark.parametrize(
    "text",
    [
        'snapshots: "da{}ta"',
        'reports: "da{}ta"',
        'archive: {{timestamp: {{url: "https://tsa.example", certificate: "da{}ta"}}}}',
        'policies: [{{id: a, url: "https://a.example/", history: "dir:da{}ta"}}]',
        'policies: [{{id: a, url: "https://a.example/", history: "warc:da{}ta"}}]',
    ],
)
def test_a_path_that_no_system_takes_is_refused_with_its_place(load: Load, text: str, sign: str) -> None:
    key = next(key for key in ("certificate", "history", "reports", "snapshots") if key in text)
    with pytest.raises(ConfigError, match=rf"(?s){key}.*is not a path: it contains a control character") as caught:
        load(text.format(sign))
    assert "\0" not in str(caught.value)


def test_unusual_paths_are_taken(load: Load) -> None:
    assert load('snapshots: "Daten/für uns – 数据 🗄"').snapshots.name == "für uns – 数据 🗄"


@pytest.mark.parametrize("agent", ["abc\\0def", "abc\\r\\nX-Evil: 1", "müller", "abc ☃", " abc", "abc\\x7f"])
def test_a_user_agent_that_no_request_can_carry_is_refused_with_its_place(load: Load, agent: str) -> None:
    """It made every check fail with "The address is invalid", which it was not."""
    for text in (f'fetch: {{user_agent: "{agent}"}}', f'policies: [{{url: "https://a.example/", fetch: {{user_agent: "{agent}"}}}}]'):
        with pytest.raises(ConfigError, match=r"(?s)user_agent: .*can't be sent with a request"):
            load(text)


def test_a_usual_user_agent_is_taken(load: Load) -> None:
    agent = "Harbour-Watch/2.1 (+https://harbour.example/bot; post@harbour.example)"
    assert load(f'fetch: {{user_agent: "{agent}"}}').fetch.user_agent == agent


@pytest.mark.parametrize("sign", ["\\0", "\\x1b", "\\x7f", "\\u2028", "\\x85"])
def test_an_address_with_a_control_character_is_refused_with_its_place(load: Load, sign: str) -> None:
    for key, value in (("url", f'"https://a.example/x{sign}y"'), ("urls", f'["https://a.example/x{sign}y"]')):
        with pytest.raises(ConfigError, match=rf"(?s){key}.*is not a web address"):
            load(f"policies: [{{id: a, {key}: {value}}}]")


@pytest.mark.parametrize(
    ("common", "own", "kept"),
    [
        ("off", None, []),
        (False, "both", ["screenshot", "wacz"]),
        ("both", "off", []),
        ("both", False, []),
        ("wacz", None, ["wacz"]),
        ("wacz", "screenshot", ["screenshot"]),
    ],
)
def test_evidence_is_that_of_the_policy_or_of_all(common: object, own: object, kept: list[str]) -> None:
    policy = {"url": "https://a.example/privacy"} | ({} if own is None else {"evidence": own})
    settings = Settings.model_validate(
        {"evidence": common, "policies": [policy], "archive": {"signing_key": "k.pem"}}, context={"base": "/b"}
    )
    assert sorted(form.value for form in settings.evidence_of(settings.policies[0])) == kept
    assert str(settings.archive.signing_key) == "/b/k.pem"
