"""`doctor`: checks everything that unattended running depends on, and suggests a fix for each problem."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from monitor.cli.app import App, results
from monitor.errors import MonitorError
from monitor.model import EvidenceForm
from monitor.present.phrases import plural
from monitor.timestamps import EARLIEST, utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.context import MonitorContext

OK, WARNING, FAULT = "ok", "warning", "fault"
Finding = tuple[str, str, str]
"""(what was checked, ok | warning | fault, one sentence)"""
# Bytes that should be free. A page takes some 40 kB packed, so this is enough for years of a few hundred policies.
_ENOUGH = 500_000_000


@click.command("doctor")
@click.option("--offline", is_flag=True, help="Do not contact mail servers, archives or timestamp authorities.")
@results
@click.pass_obj
def doctor_command(app: App, offline: bool) -> int:
    """Check configuration, disk, clock, permissions, mail and archive access, and suggest fixes. Exit code 1 if a check fails."""
    findings = list(_findings(app, offline))
    listed = [{"what": what, "state": state, "says": says} for what, state, says in findings]
    app.result({"ok": all(f[1] != FAULT for f in findings), "findings": listed})
    for what, state, says in findings:
        app.line(f"{state:<8}{what:<15}{says}")
    return 1 if any(f[1] == FAULT for f in findings) else 0


def _findings(app: App, offline: bool) -> Iterator[Finding]:
    yield _python()
    from monitor.assemble import check_chats

    try:
        check_chats(app.settings(secrets=True), app.config)
        context = app.context(secrets=True)
    except MonitorError as error:
        yield "configuration", FAULT, str(error)
        return
    count = len(context.policies)
    advice = "" if count else "; add one with `policy-monitor add URL`"
    says = f"{app.config} is valid and tracks {plural(count, 'policy', 'policies')}{advice}"
    yield "configuration", OK if count else WARNING, says
    yield _folder("snapshots", context.archive.root)
    yield _folder("reports", context.reports)
    yield from _disks(context.archive.root, context.reports)
    yield from _rights(app, context)
    yield from _reported("clock", lambda: [_clock(context)])
    yield from _reported("index", lambda: [_store(context)])
    yield from _reported("plug-ins", lambda: _plugins(app))
    yield from _reported("alerts", lambda: [_alerts(app, context)])
    yield from _reported("second reader", lambda: _second_reader(context))
    yield from _reported("pages", lambda: _empty_shells(context))
    yield from _reported("histories", lambda: _histories(app, context))
    if not offline:
        yield from _browser(app)
        yield from _mail(app)
        yield from _archive(app, context)
        yield from _witness(app, context)
        yield from _reader_answers(context)


def _reported(what: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of a check; a store that is too damaged for it is a finding as well."""
    try:
        yield from check()
    except MonitorError as error:
        yield what, FAULT, str(error)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return "python", OK if sys.version_info >= (3, 11) else FAULT, f"Python {version}"


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _folder(name: str, folder: Path) -> Finding:
    # Folders are created when they are first written to; until then their nearest existing parent decides.
    there = _existing(folder.absolute())
    if not there.is_dir():
        return name, FAULT, f"{there} is not a folder; move it away, or set `{name}:` in config.yaml to another path"
    if not os.access(there, os.R_OK | os.W_OK | os.X_OK):
        return name, FAULT, f"{there} is not writable by this user; change its owner, or set `{name}:` in config.yaml to another folder"
    return name, OK, f"{folder} is writable"


def _disks(snapshots: Path, reports: Path) -> Iterator[Finding]:
    yield _disk(snapshots)
    if _device(reports) != _device(snapshots):
        yield _disk(reports)


def _device(folder: Path) -> int:
    return _existing(folder.absolute()).stat().st_dev


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(folder.absolute())).free
    if free < _ENOUGH:
        return "disk", WARNING, f"only {free / 1e6:,.0f} MB are free on the disk of {folder}; free up {_ENOUGH / 1e6:,.0f} MB"
    return "disk", OK, f"{free / 1e9:,.1f} GB free"


def _rights(app: App, context: MonitorContext) -> Iterator[Finding]:
    """Whether other users of this machine can read what may hold secrets: the alerts' recipients, passwords, the addresses of webhooks."""
    state = context.archive.root / "state.sqlite"
    if _is_readable_by_others(state):
        yield "permissions", WARNING, f"{state} is readable by other users, and holds recipients and messages; run: chmod 600 {state}"
    if _is_readable_by_others(app.config) and _has_secrets(app):
        says = "is readable by other users, and holds a password or the address of a webhook"
        yield "permissions", WARNING, f"{app.config} {says}; run: chmod 600 {app.config}, or take them from the environment: ${{NAME}}"


def _is_readable_by_others(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & 0o077) and os.name != "nt"
    except OSError:
        return False


def _has_secrets(app: App) -> bool:
    """Whether a secret is in the configuration itself, rather than the name of the variable that holds it."""
    alerts, reader = app.settings(secrets=True).alerts, app.settings(secrets=True).reader
    secrets = [reader.key.get_secret_value()] if reader and reader.key else []
    secrets += [url.get_secret_value() for url in alerts.apprise]
    for hook in alerts.webhook:
        secrets += [hook.url.get_secret_value(), hook.secret.get_secret_value() if hook.secret else ""]
    if alerts.email:
        secrets.append(urlsplit(alerts.email.url.get_secret_value()).password or "")
    text = app.config.read_text(encoding="utf-8")
    return any(secret and secret in text for secret in secrets)


def _clock(context: MonitorContext) -> Finding:
    now = context.now()
    # The last line of each ledger: an earlier one with a later time was written under a clock that was set right since.
    last = [records[-1].kept_at for policy in context.policies if (records := context.archive.records(policy.id))]
    latest = max(last, default=EARLIEST)
    if now < max(latest, EARLIEST):
        says = f"the clock says {utc_iso(now)}, but snapshots were stored as late as {utc_iso(latest)}; set it (timedatectl set-ntp true)"
        return "clock", FAULT, says
    return "clock", OK, utc_iso(now)


def _store(context: MonitorContext) -> Finding:
    faults = context.index.faults(context.archive)
    if faults:
        fix = "" if "policy-monitor" in faults[0] else " (`policy-monitor verify --rebuild` derives the index again)"
        return "index", FAULT, f"{faults[0]}{fix}"
    return "index", OK, "matches the files (to verify every byte: `policy-monitor verify`)"


def _plugins(app: App) -> Iterator[Finding]:
    """The parts of plug-ins that the configuration names, and those of other packages that can't be used."""
    from monitor.assemble import named_parts
    from monitor.plugins.registry import OWN, PluginFault, registry
    from monitor.workers.probe import READY, part_states

    named, parts = named_parts(app.settings()), registry()
    # Ours are known to load; a process that finds it out again takes half a second.
    states = part_states([part for part in parts.parts if part.package != OWN])
    ready = {(one.part.kind, one.part.name): one.part for one in states if one.state == READY}
    for one in states:
        key = one.part.kind, one.part.name
        if one.state != READY:
            # Of one that nothing uses, or whose name another one has, it is as well to know.
            yield "plug-ins", FAULT if key in named and key not in ready else WARNING, str(one.says)
    for kind, name in sorted(named - {(part.kind, part.name) for part in parts.parts}):
        try:
            parts.part(kind, name)
        except PluginFault as error:
            yield "plug-ins", FAULT, str(error)
    if ready:
        yield "plug-ins", OK, "; ".join(dict.fromkeys(f"{part.package} {part.version}" for part in ready.values()))


def _alerts(app: App, context: MonitorContext) -> Finding:
    if not context.channels:
        return "alerts", WARNING, "no channel is configured, so changes appear only in the reports; set `alerts:` in config.yaml"
    from monitor.pipeline.delivery import wait_of

    undelivered = (item for item in context.state.alerts() if item.state.value != "delivered")
    waiting = [item for item in undelivered if wait_of(context, item) is None]
    if waiting:
        says = f"{plural(len(waiting), 'message')} not delivered yet; `policy-monitor alerts` says why, `alerts --retry` tries again"
        return "alerts", WARNING, says
    names = ", ".join(channel.name for channel in context.channels)
    if app.settings().reports_url is None and any(not channel.name.startswith("webhook") for channel in context.channels):
        names += "; reports are named by file, as alerts.report_base is not set"
    return "alerts", OK, names


def _second_reader(context: MonitorContext) -> Iterator[Finding]:
    """What became of its answers. Nothing depends on it, so that nothing here is a fault."""
    from monitor.pipeline.second_readings import reader_line, reader_state

    state = reader_state(context)
    if state is not None:
        troubled = state.dropped or state.waiting or state.given_up
        advice = "; `policy-monitor reader --test` asks it a question" if troubled else ""
        yield "second reader", WARNING if troubled else OK, f"{reader_line(state)}{advice}"


def _reader_answers(context: MonitorContext) -> Iterator[Finding]:
    """Asks it one question about two sentences of our own."""
    if context.reader is not None:
        from monitor.pipeline.reader_trial import try_reader

        trial = try_reader(context)
        yield "second reader", OK if trial.ok else WARNING, trial.says


def _empty_shells(context: MonitorContext) -> Iterator[Finding]:
    """Pages whose text needs JavaScript, fetched without a browser."""
    from monitor.pipeline.readability import refusal

    for policy in context.policies:
        refused = refusal(context, policy) if policy.live else None
        if refused is not None and refused.verdict.reason == "empty-shell":
            yield policy.id, WARNING, f"{refused.url}: {refused.verdict.says}"


def _histories(app: App, context: MonitorContext) -> Iterator[Finding]:
    """Histories that no policy claims, as after an id was changed by hand."""
    from monitor.pipeline.claims import unclaimed_histories

    for one in unclaimed_histories(context, app.settings().removed):
        yield "histories", WARNING, one.says


def _browser(app: App) -> Iterator[Finding]:
    """Starts the browser, if a policy needs one, and reads the key that signs archives."""
    settings = app.settings()
    evidence = [form for policy in settings.policies for form in settings.evidence_of(policy)]
    if EvidenceForm.WACZ in evidence and settings.archive.signing_key:
        from monitor.export.signing_key import SigningKey

        key = SigningKey(settings.archive.signing_key)
        yield _result_of("signing key", lambda: key.public_key, f"{settings.archive.signing_key} signs web archives")
    if evidence or any(policy.browser for policy in settings.policies):
        from monitor.sources.chromium import browser_name

        try:
            yield "browser", OK, f"{browser_name()} starts"
        except MonitorError as error:
            yield "browser", FAULT, str(error)


def _mail(app: App) -> Iterator[Finding]:
    """Connects, starts TLS and logs in, as for a message; nothing is sent."""
    email = app.settings(secrets=True).alerts.email
    if email is not None:
        from monitor.notify.smtp import check_server, read_smtp_url

        server = read_smtp_url(email.url.get_secret_value())
        fine = f"{server.place} accepts the login of {server.user}" if server.user else f"{server.place} answers"
        yield _result_of("mail", lambda: check_server(server), fine)


def _archive(app: App, context: MonitorContext) -> Iterator[Finding]:
    if app.settings().archive.save or any(policy.history == "wayback" for policy in context.policies):
        endpoint = app.settings().archive.wayback.endpoint
        from monitor.assemble import live_source

        yield _result_of("archive", lambda: live_source(None, (endpoint,)).fetch("doctor", endpoint), f"{endpoint} answers")


def _witness(app: App, context: MonitorContext) -> Iterator[Finding]:
    """Has the timestamp authority sign a number that means nothing, as it signs roots."""
    witness, configured = context.witness, app.settings().archive.timestamp
    if witness is not None and configured is not None:
        fine = f"{configured.url} signs, and the configured certificate verifies it"
        yield _result_of("timestamp", lambda: witness.stamp("0" * 64), fine)


def _result_of(what: str, attempt: Callable[[], object], fine: str) -> Finding:
    try:
        attempt()
    except MonitorError as error:
        return what, FAULT, str(error)
    return what, OK, fine
