"""What the composition root builds from a configuration: sources, channels, routes, and which private addresses may be fetched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.assemble import (
    channels,
    check_chats,
    folder_source,
    history_source,
    keep,
    kept_outline,
    literal_private_hosts,
    live_source,
    open_context,
    open_outline,
    recipients,
    route,
)
from monitor.config import Settings, load_settings
from monitor.config.outline import outline_key, outline_of
from monitor.errors import Blocked, ConfigError, UsageError
from monitor.model import MONITOR
from monitor.notify.schedule import Digest
from monitor.pipeline.context import MonitorContext
from monitor.sources.folder import FolderHistory
from monitor.sources.memento import MementoHistory
from monitor.sources.warc import WarcHistory
from monitor.sources.wayback import WaybackHistory
from monitor.store.outline_file import keep_outline
from tests.net.web_server import WebServer

EMAIL = {"to": ["a@reader.example"], "from": "monitor@reader.example", "url": "smtp://127.0.0.1:1"}
Configured = Callable[..., Settings]


@pytest.fixture
def configured(tmp_path: Path) -> Configured:
    """Settings of policies "acme" and "kites" (or the given ones), with further top-level keys."""

    def load(*policies: dict[str, Any], **keys: Any) -> Settings:
        tracked = policies or ({"id": "acme", "url": "https://acme.example/p"}, {"id": "kites", "url": "https://kites.example/p"})
        (tmp_path / "config.yaml").write_text(yaml.safe_dump({"policies": list(tracked), **keys}))
        return load_settings(tmp_path / "config.yaml", {})

    return load


@pytest.fixture
def context(configured: Configured) -> MonitorContext:
    return open_context(configured())


# --- sources ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("urls", "hosts"),
    [
        (["http://127.0.0.1:8080/p"], {("127.0.0.1", 8080)}),
        (["https://localhost/p", "http://10.0.0.5/p"], {("localhost", 443), ("10.0.0.5", 80)}),
        (["http://[::1]:9/p"], {("::1", 9)}),
        (["https://93.184.216.34/p", "https://intranet.example/p"], set()),
    ],
)
def test_only_literal_private_addresses_are_exempt_from_the_guard(urls: list[str], hosts: set[tuple[str, int]]) -> None:
    assert literal_private_hosts(urls) == hosts


def test_a_private_address_is_fetched_only_if_the_configuration_names_it(web: WebServer) -> None:
    page = web.page("/privacy", b"We keep logs.")
    assert live_source(None, [page]).fetch("acme", page).snapshot.body == b"We keep logs."
    with pytest.raises(Blocked, match="not a public address"):
        live_source(None, ["https://acme.example/p"]).fetch("acme", page)


def test_a_redirect_cannot_use_the_exemption_of_another_port(web: WebServer) -> None:
    """The exemption is for host and port: a page on this machine must not lead to another service on it."""
    page = web.redirect("/privacy", "http://127.0.0.1:9/admin")
    with pytest.raises(Blocked, match="not a public address"):
        live_source(None, [page]).fetch("acme", page)


def test_a_private_address_is_open_to_the_policy_that_names_it_alone(web: WebServer) -> None:
    """Also while a connection that its policy opened is kept alive: no other address is redirected onto it."""
    inner, outer = web.page("/privacy", b"We keep logs."), WebServer()
    admin, lead = web.page("/admin", b"secret"), outer.redirect("/policy", f"{web.address}/admin")
    source = live_source(None, [inner, lead])
    assert source.fetch("inner", inner).snapshot.body == b"We keep logs."
    web.requests.clear()
    for url in (lead, admin.replace("127.0.0.1", "127.0.0.2")):
        with pytest.raises(Blocked, match="not a public address"):
            source.fetch("other", url)
    assert web.requests == [], "not even its robots.txt is asked for"
    with pytest.raises(Blocked):
        source.fetch("other", inner, led_from=lead)
    assert web.requests == []
    web.redirect("/moved", "/privacy")
    assert source.fetch("inner", f"{web.address}/moved").snapshot.body == b"We keep logs.", "its own redirects stay on it"
    outer.stop()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("wayback", WaybackHistory), ("memento:https://archive.example/coll", MementoHistory), ("warc:x.warc.gz", WarcHistory)],
)
def test_a_history_value_names_its_source(configured: Configured, context: MonitorContext, name: str, kind: type) -> None:
    assert isinstance(history_source(configured(), context.policies[0], name), kind)


def test_a_folder_dates_its_files_for_the_policy_s_first_page(context: MonitorContext, tmp_path: Path) -> None:
    (tmp_path / "20200517120000.txt").write_text("We keep logs.")
    source = folder_source(tmp_path, context.policies[0], None)
    assert isinstance(source, FolderHistory)
    (capture,) = source.captures()
    assert (capture.url, capture.captured_at) == ("https://acme.example/p", datetime(2020, 5, 17, 12, tzinfo=UTC))


def test_what_is_not_a_source_names_the_choices(configured: Configured, context: MonitorContext) -> None:
    with pytest.raises(UsageError, match=r"'none' is not an archive for acme; set `history:` .* wayback, memento:URL"):
        history_source(configured(), context.policies[0], "none")


def test_policies_share_an_archive_but_not_a_folder(context: MonitorContext, tmp_path: Path) -> None:
    """One rate limit and one index per archive; a folder's files belong to one policy."""
    acme, kites = context.policies
    assert context.history(acme, "wayback") is context.history(kites, "wayback")
    assert context.history(acme, f"dir:{tmp_path}") is not context.history(kites, f"dir:{tmp_path}")


def test_policies_with_equal_fetch_settings_share_connections(configured: Configured) -> None:
    urls = [f"https://{name}.example/p" for name in ("a", "b", "c")]
    policies = [{"id": "a", "url": urls[0]}, {"id": "b", "url": urls[1]}, {"id": "c", "url": urls[2], "fetch": {"timeout": 5}}]
    context = open_context(configured(*policies))
    a, b, c = (context.live(policy) for policy in context.policies)
    assert a is b
    assert a is not c


# --- channels and routes ---------------------------------------------------------------------------------------------


def test_nothing_is_opened_for_a_command_that_sends_nothing(configured: Configured) -> None:
    settings = configured(alerts={"email": EMAIL}, archive={"save": True})
    reading, sending = open_context(settings), open_context(settings, sending=True)
    assert (list(reading.channels), reading.saver) == ([], None)
    assert [channel.name for channel in sending.channels] == ["email:a@reader.example"]
    assert sending.saver is not None


def test_channels_are_mail_then_chats_then_webhooks(configured: Configured) -> None:
    alerts = {"webhook": ["https://hook.example/x"], "apprise": ["json://127.0.0.1/"], "email": EMAIL}
    assert [channel.name for channel in channels(configured(alerts=alerts))] == [
        "email:a@reader.example", "apprise:json#1", "webhook:hook.example",
    ]  # fmt: skip


def test_a_policy_s_recipients_replace_the_common_ones_and_keep_the_chats(configured: Configured) -> None:
    own = {"id": "acme", "url": "https://acme.example/p", "alerts": {"to": ["B@reader.example"]}}
    other = {"id": "kites", "url": "https://kites.example/p"}
    settings = configured(own, other, alerts={"email": EMAIL, "apprise": ["json://127.0.0.1/"]})
    opened = channels(settings)
    assert recipients(settings) == ["a@reader.example", "B@reader.example"]
    routes = [route(settings, policy, opened).channels for policy in settings.policies]
    assert routes == [("email:B@reader.example", "apprise:json#1"), ("email:a@reader.example", "apprise:json#1")]


def test_a_route_has_the_policy_s_topics_and_timetable(configured: Configured) -> None:
    alerts = {"topics": ["retention"], "digest": "weekly", "weekday": "sunday", "at": "06:30", "quiet": "22:00-07:00"}
    settings = configured({"id": "acme", "url": "https://acme.example/p", "alerts": alerts})
    found = route(settings, settings.policies[0], ())
    assert found.topics == {"retention"}
    timetable = found.timetable
    assert (timetable.digest, timetable.weekday, timetable.at, timetable.quiet) == (Digest.WEEKLY, 6, time(6, 30), (time(22), time(7)))
    assert timetable.zone is None, "this machine's"


# --- folders ---------------------------------------------------------------------------------------------------------


def test_reports_are_shown_relative_to_the_current_folder(configured: Configured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_context(configured()).shown("index.html") == "reports/index.html"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert open_context(configured()).shown("index.html") == f"{tmp_path.as_posix()}/reports/index.html"


def test_opening_a_context_writes_nothing(context: MonitorContext, tmp_path: Path) -> None:
    assert [policy.id for policy in context.policies] == ["acme", "kites"]
    assert context.archive.policies() == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.yaml"]


# --- messages about the monitoring itself ----------------------------------------------------------------------------


def test_notices_about_the_monitoring_go_to_the_common_recipients(configured: Configured) -> None:
    own = {"id": "acme", "url": "https://acme.example/p", "alerts": {"to": "legal@reader.example"}}
    settings = configured(own, alerts={"email": EMAIL, "webhook": ["http://127.0.0.1:1/hook"]})
    opened = open_context(settings, sending=True)
    assert {channel.name for channel in opened.channels} == {"email:a@reader.example", "email:legal@reader.example", "webhook:127.0.0.1:1"}
    assert opened.route(MONITOR).channels == ("email:a@reader.example", "webhook:127.0.0.1:1")
    assert open_context(settings).route(MONITOR).channels == ()


def test_a_policy_named_like_the_monitor_keeps_its_own_recipients(configured: Configured) -> None:
    own = {"id": MONITOR.id, "url": "https://acme.example/p", "alerts": {"to": "legal@reader.example"}}
    opened = open_context(configured(own, alerts={"email": EMAIL}), sending=True)
    assert opened.route(MONITOR).channels == ("email:legal@reader.example",)


def test_chats_are_checked_one_by_one(configured: Configured, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    check_chats(configured(alerts={"apprise": ["json://127.0.0.1/a"]}), config)
    check_chats(configured(), config)
    with pytest.raises(ConfigError, match=r"alerts\.apprise\[1\]: Apprise does not recognise") as caught:
        check_chats(configured(alerts={"apprise": ["json://127.0.0.1/a", "nonsense://T0KEN"]}), config)
    assert (caught.value.path, "T0KEN" in str(caught.value)) == (config, False)
    assert caught.value.line is not None


# --- opening with an outline ---------------------------------------------------------------------------------------------


def refuse() -> Settings:
    raise AssertionError("all settings were loaded")


def test_an_outline_opens_the_store_without_the_settings(configured: Configured, tmp_path: Path) -> None:
    settings = configured(removed=["old"], alerts={"digest": "weekly", "weekday": "friday", "unreadable_after": "5h"})
    outline = outline_of(settings)
    opened, whole = open_outline(outline, refuse), open_context(settings)
    for name in ("policies", "elsewhere", "reports", "reports_label", "reports_url", "timetable", "unreadable_after", "saver", "witness"):
        assert getattr(opened, name) == getattr(whole, name), name
    assert opened.archive.root == whole.archive.root == tmp_path / "snapshots"
    assert opened.analysis.limits == whole.analysis.limits
    assert list(opened.channels) == []


def test_who_gets_alerts_is_found_when_it_is_asked(configured: Configured) -> None:
    settings, loads = configured(alerts={"quiet": "22:00-07:00"}), list[int]()

    def load() -> Settings:
        loads.append(1)
        return settings

    opened, whole = open_outline(outline_of(settings), load), open_context(settings)
    assert loads == []
    assert dict(opened.routes) == dict(whole.routes)
    assert len(opened.routes) == 3
    assert opened.route(opened.policies[0]) == whole.route(whole.policies[0])
    assert len(loads) == 1
    assert opened.backoff(opened.policies[0]) == whole.backoff(whole.policies[0])


def test_an_outline_is_kept_in_its_own_snapshots_folder_alone(configured: Configured, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    settings = configured()
    (tmp_path / "snapshots").mkdir()
    key, outline = outline_key(config, {}), outline_of(settings)
    assert kept_outline(config, {}) is None
    keep(outline, config, {}, None)
    keep(replace(outline, snapshots=tmp_path / "elsewhere"), config, {}, key)
    keep(outline, config, {}, "another")
    assert kept_outline(config, {}) is None
    keep(outline, config, {}, key)
    assert kept_outline(config, {}) == outline
    keep_outline(tmp_path / "snapshots", str(key), b"[]")
    assert kept_outline(config, {}) is None, "whole, and yet no outline"
