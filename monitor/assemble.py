"""The only file that names concrete sources, stores and channels."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from monitor.config.outline import Outline, Sending, dump_outline, outline_key, outline_of, parse_outline, snapshots_folder
from monitor.errors import ConfigError, DeliveryError, UsageError
from monitor.model import MONITOR, Policy
from monitor.net.retry import Backoff
from monitor.notify.schedule import Digest, Route, Timetable
from monitor.pipeline.context import MonitorContext
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.opinions import FILE as OPINIONS_FILE
from monitor.store.opinions import Opinions
from monitor.store.outline_file import keep_outline, read_outline
from monitor.store.state import State
from monitor.timestamps import utc_now
from monitor.workers.analysis import InWorker
from monitor.workers.limits import JobLimits

if TYPE_CHECKING:
    from monitor.config import Settings
    from monitor.config.alert_settings import AlertSettings
    from monitor.config.settings import FetchSettings, PolicySettings
    from monitor.notify.interface import Channel
    from monitor.opinions.interface import SecondReader
    from monitor.pipeline.evidence import EvidenceMaker
    from monitor.sources.folder import FolderHistory
    from monitor.sources.interface import HistorySource, LiveSource, PageSaver, RootWitness
    from monitor.sources.live import HttpSource


# 0 is Monday, as for datetime.weekday().
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def open_context(settings: Settings, *, sending: bool = False) -> MonitorContext:
    """Everything that a command needs, working in the folders that the settings name.

    Args:
        settings: the checked configuration.
        sending: whether the command may send messages; otherwise no channel is opened, and unset secrets are no error.

    Raises:
        ConfigError: a channel's address is not valid.
    """
    opened = channels(settings) if sending else []
    context = open_outline(outline_of(settings), lambda: settings)
    saver = page_saver(settings) if sending and settings.archive.save else None
    reader = second_reader(settings) if sending else None
    evidence = evidence_maker(settings) if sending else None
    return replace(context, channels=opened, saver=saver, routes=routes(settings, opened), reader=reader, evidence=evidence)


def open_outline(outline: Outline, settings: Callable[[], Settings]) -> MonitorContext:
    """Everything that a command needs which sends nothing.

    Args:
        outline: what most of these commands need of the settings.
        settings: loads all of them, for a command that asks who gets a policy's alerts, or for its page or its past.
    """
    archives: dict[str, HistorySource] = {}
    by_id = cache(lambda: {policy.id: policy for policy in settings().policies})
    # One source per kind of settings: it remembers connections and each host's robots.txt.
    urls = cache(lambda: [url for policy in settings().policies for url in policy.addresses])
    live = cache(
        lambda fetch, browser, plugged: (
            plugged_source(fetch, plugged) if plugged else live_source(fetch, urls(), browser=browser, single=True)
        )
    )
    return MonitorContext(
        policies=outline.policies,
        elsewhere=outline.elsewhere,
        archive=SnapshotArchive(outline.snapshots, folders=outline.folders),
        index=Index(outline.snapshots / "index.sqlite"),
        state=State(outline.snapshots / "state.sqlite"),
        reports=outline.reports,
        reports_label=_label(outline.reports),
        reports_url=outline.reports_url,
        live=lambda policy: live(settings().fetch_of(by_id()[policy.id]), by_id()[policy.id].browser, by_id()[policy.id].source),
        backoff=lambda policy: Backoff(retries=settings().fetch_of(by_id()[policy.id]).retries),
        history=lambda policy, name: _once(archives, name, lambda: history_source(settings(), policy, name)),
        channels=(),
        timetable=timetable(outline.sending),
        unreadable_after=outline.unreadable_after,
        now=utc_now,
        routes=_LateRoutes(lambda: routes(settings(), ())),
        witness=root_witness(outline.timestamp),
        analysis=InWorker(JobLimits(**outline.limits)),
        opinions=Opinions(outline.snapshots / OPINIONS_FILE),
    )


class _LateRoutes(Mapping[str, Route]):
    """Who gets which policy's alerts, found out when somebody asks: of 5,000 policies, that takes longer than all that `log` does."""

    def __init__(self, make: Callable[[], Mapping[str, Route]]) -> None:
        self._made = cache(make)

    def __getitem__(self, policy_id: str) -> Route:
        return self._made()[policy_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made())

    def __len__(self) -> int:
        return len(self._made())


def kept_outline(config: Path, environment: Mapping[str, str]) -> Outline | None:
    """The outline of a configuration file that was kept when it was last loaded; None when that is not for this file as it is now."""
    key = outline_key(config, environment)
    kept = read_outline(snapshots_folder(config), key) if key else None
    try:
        return parse_outline(kept) if kept is not None else None
    except ValueError:  # made by a program that only looked the same
        return None


def keep(outline: Outline, config: Path, environment: Mapping[str, str], key: str | None) -> None:
    """Keeps an outline for the next command, unless the file was changed since.

    Args:
        outline: of the validated settings.
        config, environment: what they were loaded from.
        key: `outline_key` of both, from before they were loaded.
    """
    folder = snapshots_folder(config)
    if key is not None and outline.snapshots == folder and outline_key(config, environment) == key:
        keep_outline(folder, key, dump_outline(outline))


def _once(archives: dict[str, HistorySource], name: str, make: Callable[[], HistorySource]) -> HistorySource:
    """One source per archive for all policies, which share its rate limit and its index. A folder belongs to one policy."""
    if name.startswith("dir:"):
        return make()
    if name not in archives:
        archives[name] = make()
    return archives[name]


def _label(reports: Path) -> str:
    """The folder relative to the current one when it lies below it, otherwise its absolute path."""
    relative = os.path.relpath(reports)
    return Path(relative if not relative.startswith("..") else reports.absolute()).as_posix()


def live_source(fetch: FetchSettings | None, urls: Sequence[str], *, browser: bool = False, single: bool = False) -> LiveSource:
    """A source for live pages.

    Loopback and private addresses are blocked, except those that the configuration names literally (http://127.0.0.1:8080/privacy); each is
    open to the policy that names it and to no other, so that no redirect and no host name leads into the local network.

    Args:
        fetch: how; None for the defaults.
        urls: all addresses in the configuration.
        browser: open pages in a browser, which runs their scripts.
        single: make one attempt at a page; whoever calls retries.
    """
    source = http_source(fetch, urls, single=single)
    if not browser:
        return source
    from monitor.sources.browser import BrowserSource

    return BrowserSource(source)


def http_source(fetch: FetchSettings | None, urls: Sequence[str], *, single: bool = False) -> HttpSource:
    """The same without a browser, and for what a page in a browser asks for."""
    from monitor.config.settings import FetchSettings
    from monitor.net.transport import USER_AGENT
    from monitor.sources.live import HttpSource

    fetch = fetch or FetchSettings()
    return HttpSource(
        user_agent=fetch.user_agent or USER_AGENT,
        timeout=fetch.timeout,
        max_bytes=fetch.max_bytes,
        retries=fetch.retries,
        single=single,
        allow_private=fetch.allow_private,
        private=literal_private_hosts(urls),
    )


def plugged_source(fetch: FetchSettings, place: str) -> LiveSource:
    """A plug-in as a source for live pages; what it may open, it decides itself.

    Args:
        fetch: of which the largest size counts.
        place: "NAME" or "NAME:PLACE".
    """
    from monitor.sources.plugged import PluggedLive

    return PluggedLive(place, most=fetch.max_bytes)


def literal_private_hosts(urls: Sequence[str]) -> frozenset[tuple[str, int]]:
    """(host, port) of the addresses whose host is a literal loopback or private IP address, or "localhost"."""
    from monitor.net.address_guard import private_endpoint

    return frozenset(filter(None, map(private_endpoint, urls)))


def history_source(settings: Settings, policy: Policy, name: str) -> HistorySource:
    """The archive that a `history:` value names.

    Raises:
        UsageError: it names none, or its file or folder can't be read.
    """
    kind, _, place = name.partition(":")
    if kind == "wayback":
        from monitor.sources.wayback import WaybackHistory

        wayback = settings.archive.wayback
        return WaybackHistory(wayback.endpoint, requests_per_minute=_per_minute(settings))
    if kind == "memento":
        from monitor.sources.memento import MementoHistory

        return MementoHistory(place, requests_per_minute=_per_minute(settings))
    if kind == "warc":
        from monitor.sources.warc import WarcHistory

        return WarcHistory(Path(place))
    if kind == "dir":
        return folder_source(Path(place), policy, None)
    if kind == "plugin":
        from monitor.sources.plugged import PluggedHistory

        return PluggedHistory(place, most=settings.fetch.max_bytes)
    known = "wayback, memento:URL, warc:PATH, dir:PATH or plugin:NAME"
    raise UsageError(f"{name!r} is not an archive for {policy.id}; set `history:` in config.yaml or --source to {known}")


def _per_minute(settings: Settings) -> float:
    """Requests to an archive. All shards ask the same one, so that each has its share."""
    return settings.archive.wayback.requests_per_minute / settings.part.of


def page_saver(settings: Settings) -> PageSaver:
    """Saves pages to the archive that `archive.wayback` names."""
    from monitor.sources.save_page_now import WaybackSaver

    return WaybackSaver(settings.archive.wayback.endpoint)


def root_witness(timestamp: tuple[str, Path] | None) -> RootWitness | None:
    """The timestamp authority that `archive.timestamp` names, if any, by its address and its certificate."""
    if timestamp is None:
        return None
    from monitor.sources.timestamp_authority import TimestampAuthority

    return TimestampAuthority(*timestamp)


def evidence_maker(settings: Settings) -> EvidenceMaker | None:
    """What takes pictures and archives of new versions; None when no policy asks for any. No browser is started yet."""
    forms = {policy.id: wanted for policy in settings.policies if (wanted := settings.evidence_of(policy))}
    if not forms:
        return None
    from monitor.export.signing_key import SigningKey
    from monitor.pipeline.evidence import EvidenceMaker
    from monitor.sources.camera import Camera

    by_id, urls = {policy.id: policy for policy in settings.policies}, [url for policy in settings.policies for url in policy.addresses]
    key = settings.archive.signing_key
    camera = cache(lambda fetch: Camera(http_source(fetch, urls)))
    return EvidenceMaker(forms, lambda policy: camera(settings.fetch_of(by_id[policy.id])), SigningKey(key) if key else None)


def second_reader(settings: Settings) -> SecondReader | None:
    """The language model that `reader` names, if any; nothing is sent to it yet."""
    asked = settings.reader
    if asked is None:
        return None
    from monitor.opinions.endpoint import ChatEndpoint

    return ChatEndpoint(
        asked.url,
        asked.model,
        key=asked.key.get_secret_value() if asked.key else None,
        timeout=asked.timeout,
        requests_per_day=asked.requests,
        characters_per_day=asked.characters,
    )


def folder_source(directory: Path, policy: Policy, date: datetime | None) -> FolderHistory:
    """A folder of dated files as a policy's history.

    Raises:
        UsageError: the folder can't be read.
    """
    from monitor.sources.folder import FolderHistory

    return FolderHistory(directory, url=policy.urls[0], date=date)


def channels(settings: Settings) -> list[Channel]:
    """The channels for alerts, as configured.

    Raises:
        ConfigError: an address is not valid.
    """
    alerts, found = settings.alerts, list["Channel"]()
    if alerts.email:
        found += _mail_channels(settings, recipients(settings))
    if alerts.apprise:
        from monitor.notify.apprise import AppriseChannel

        urls = [url.get_secret_value() for url in alerts.apprise]
        found += [AppriseChannel(url, n, report_base=alerts.report_base) for n, url in enumerate(urls, start=1)]
    if alerts.webhook:
        from monitor.notify.webhook import webhook_channels
        from monitor.plugins.registry import registry

        hooks = [(hook.url.get_secret_value(), hook.secret.get_secret_value() if hook.secret else None) for hook in alerts.webhook]
        # Through the registry, as the channels of other packages are.
        opening = registry().load("channels", "webhook")
        found += webhook_channels(hooks, lambda url, secret: opening({"url": url, "secret": secret}))
    return [*found, *_plugged_channels(alerts)]


def _plugged_channels(alerts: AlertSettings) -> list[Channel]:
    """The channels of plug-ins, of which nothing is loaded before something is to be sent."""
    if not alerts.channels:
        return []
    from monitor.notify.plugged import PluggedChannel

    uses = [channel.use for channel in alerts.channels]
    return [PluggedChannel(one.use, uses[: n + 1].count(one.use), one.options) for n, one in enumerate(alerts.channels)]


def named_parts(settings: Settings) -> set[tuple[str, str]]:
    """(kind, name) of the parts of plug-ins that a configuration names."""
    named = {("channels", channel.use) for channel in settings.alerts.channels}
    named |= {("screens", name) for name in settings.plugins.screens} | {("judges", name) for name in settings.plugins.judges}
    for policy in settings.policies:
        named |= {("screens", name) for name in policy.screens}
        sources = [policy.source, policy.history.removeprefix("plugin:") if policy.history.startswith("plugin:") else None]
        named |= {("sources", place.partition(":")[0]) for place in sources if place}
        named |= {("extractors", policy.extractor)} if policy.extractor else set()
    return named


def check_chats(settings: Settings, config: Path) -> None:
    """Refuses addresses of chats that Apprise does not support.

    Raises:
        ConfigError: with the line of the first such address in the file.
    """
    for error in wrong_chats(settings, config):
        raise error


def wrong_chats(settings: Settings, config: Path) -> Iterator[ConfigError]:
    """The addresses of chats that Apprise does not support; nothing is sent. Not part of every command, since Apprise loads slowly."""
    from monitor.config.load import error_at
    from monitor.notify.apprise import AppriseChannel

    for n, url in enumerate(settings.alerts.apprise):
        channel = AppriseChannel(url.get_secret_value(), n + 1)
        try:
            channel.check()
        except DeliveryError as error:
            yield error_at(config, ("alerts", "apprise", n), str(error).removeprefix(f"{channel.name}: "))


def recipients(settings: Settings) -> list[str]:
    """All recipients of mail: those of `alerts.email.to`, then those of single policies."""
    common = settings.alerts.email.to if settings.alerts.email else []
    return [*common, *(one for policy in settings.policies for one in policy.alerts.to)]


def _mail_channels(settings: Settings, to: Sequence[str]) -> list[Channel]:
    from monitor.notify.email import email_channels

    email = settings.alerts.email
    if email is None or not to:
        return []
    return email_channels(url=email.url.get_secret_value(), sender=email.from_, to=to, report_base=settings.alerts.report_base)


def route(settings: Settings, policy: PolicySettings, opened: Sequence[Channel]) -> Route:
    """Who gets a policy's alerts, and when: its own recipients instead of the common ones; also every chat and webhook."""
    alerts = settings.alerts_of(policy)
    to = policy.alerts.to or (settings.alerts.email.to if settings.alerts.email else [])
    # Compared as `email_channels` does: without case, since two spellings of an address are one recipient.
    addressed = {channel.name.lower() for channel in _mail_channels(settings, to)} if opened else set()
    names = [channel.name for channel in opened if not channel.name.startswith("email:") or channel.name.lower() in addressed]
    return Route(tuple(names), frozenset(alerts.topics), timetable(alerts))


def routes(settings: Settings, opened: Sequence[Channel]) -> dict[str, Route]:
    """Who gets the alerts of each policy, and the notices about the monitoring itself."""
    return {MONITOR.id: monitor_route(settings, opened)} | {policy.id: route(settings, policy, opened) for policy in settings.policies}


def monitor_route(settings: Settings, opened: Sequence[Channel]) -> Route:
    """Who gets notices about the monitoring itself: the common recipients, and every chat and webhook."""
    to = settings.alerts.email.to if settings.alerts.email else []
    addressed = {channel.name.lower() for channel in _mail_channels(settings, to)} if opened else set()
    names = [channel.name for channel in opened if not channel.name.startswith("email:") or channel.name.lower() in addressed]
    return Route(tuple(names), timetable=timetable(settings.alerts))


def timetable(alerts: AlertSettings | Sending) -> Timetable:
    """When messages are sent, in this machine's time zone."""
    quiet = None if alerts.quiet == "off" else cast("tuple[time, time]", alerts.quiet)
    weekday = WEEKDAYS.index(alerts.weekday)
    return Timetable(digest=Digest(alerts.digest), at=alerts.at, weekday=weekday, quiet=quiet, zone=None)
