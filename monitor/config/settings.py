"""The schema of `config.yaml`: every key with its type, default and constraints."""

from __future__ import annotations

import os
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, ValidationInfo, model_validator

from monitor.config.alert_settings import AlertSettings, PolicyAlertSettings, Strict, Threshold, WebAddress
from monitor.config.reader_settings import ReaderSettings
from monitor.config.shard import Shard, shard, shards_of
from monitor.config.slug import name_of, slug_fault, slug_of
from monitor.config.validators import (
    as_list,
    crontab,
    file_path,
    header_value,
    history_address,
    known_zone,
    loopback,
    part_name,
    plugged,
    utc_moment,
)
from monitor.model import EvidenceForm, Policy, Selector, Severity

Crontab = Annotated[str, AfterValidator(crontab)]
FilePath = Annotated[Path, AfterValidator(file_path)]
EvidenceChoice = Annotated[Literal["off", "screenshot", "wacz", "both"], BeforeValidator(lambda v: "off" if v is False else v)]


class WaybackSettings(Strict):
    """The Wayback server that lists and plays back captures."""

    endpoint: WebAddress = "https://web.archive.org"
    requests_per_minute: float = Field(default=15, gt=0)


class TimestampSettings(Strict):
    """The authority that signs roots (RFC 3161)."""

    url: WebAddress
    certificate: FilePath


class ArchiveSettings(Strict):
    """The archive for `history: wayback`, `backfill` and, with `save`, for copies of new versions; and who else witnesses the record."""

    wayback: WaybackSettings = WaybackSettings()
    save: bool = False
    timestamp: TimestampSettings | None = None
    signing_key: FilePath | None = None


class FetchSettings(Strict):
    """How live pages are fetched."""

    timeout: float = Field(default=30, gt=0, le=600)
    max_bytes: int = Field(default=20_000_000, gt=0)
    user_agent: Annotated[str, AfterValidator(header_value)] | None = Field(default=None, min_length=3)
    allow_private: bool = False
    retries: int = Field(default=3, ge=0, le=10)


class LimitSettings(Strict):
    """What reading one snapshot, or comparing two texts, may take."""

    cpu: float = Field(default=20, ge=1, le=3600)
    seconds: float = Field(default=90, ge=1, le=7200)
    memory: int = Field(default=256, ge=128, le=65536)

    @model_validator(mode="before")
    @classmethod
    def _enough_by_the_clock(cls, data: Any) -> Any:
        # Whoever gives long documents `cpu: 120` alone would otherwise see them end after 90 seconds by the clock, as before.
        cpu = data.get("cpu") if isinstance(data, dict) else None
        if isinstance(cpu, (int, float)) and data.get("seconds") is None:
            return {**data, "seconds": min(7200, max(90, 2 * cpu))}
        return data

    @model_validator(mode="after")
    def _check_order(self) -> LimitSettings:
        if "cpu" in self.model_fields_set and self.seconds < self.cpu:
            raise ValueError(
                f"seconds is {self.seconds:g}, less than cpu ({self.cpu:g}), which would never be reached: "
                f"set `seconds` to {min(7200, 2 * self.cpu):g}, or lower `cpu`"
            )
        return self


class MetricsSettings(Strict):
    """Prometheus metrics of the daemon."""

    listen: Annotated[str, AfterValidator(loopback)] | None = None


class SelectorSettings(Strict):
    """A CSS selector, with the period in which it applies."""

    css: str = Field(min_length=1)
    valid_from: Annotated[datetime | None, BeforeValidator(utc_moment)] = None
    valid_until: Annotated[datetime | None, BeforeValidator(utc_moment)] = None

    def as_selector(self) -> Selector:
        """This selector as a model value."""
        return Selector(self.css, self.valid_from, self.valid_until)


def _selectors(value: object) -> object:
    return [{"css": item} if isinstance(item, str) else item for item in as_list(value)]


PartNames = Annotated[list[Annotated[str, AfterValidator(part_name)]], BeforeValidator(as_list)]


class PluginSettings(Strict):
    """Parts of plug-ins that are used for every policy."""

    screens: PartNames = Field(default_factory=list)
    judges: Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{2}$")]], BeforeValidator(as_list)] = Field(default_factory=list)


_NO_OWN_ALERTS = PolicyAlertSettings()
Selectors = Annotated[list[SelectorSettings], BeforeValidator(_selectors)]


class PolicySettings(Strict):
    """One tracked document."""

    id: str
    name: str = Field(min_length=1)
    document: str = "Privacy Policy"
    url: WebAddress | None = None
    urls: list[WebAddress] = Field(default_factory=list)
    select: Selectors = Field(default_factory=list)
    remove: Selectors = Field(default_factory=list)
    history: Annotated[str, AfterValidator(history_address)] = "none"
    live: bool = True
    paused: bool = False
    tags: Annotated[list[Annotated[str, Field(min_length=1, max_length=60)]], BeforeValidator(as_list)] = Field(default_factory=list)
    folder: str | None = None
    browser: bool = False
    evidence: EvidenceChoice | None = None
    follow: Literal["frame"] | None = None
    threshold: Threshold | None = None
    # A factory, or pydantic copies the default deeply for each policy: a third of the time of 5,000.
    alerts: PolicyAlertSettings = Field(default_factory=lambda: _NO_OWN_ALERTS)
    schedule: Crontab | None = None
    language: str | None = Field(default=None, pattern=r"^[a-z]{2}$")
    fetch: FetchSettings | None = None
    source: Annotated[str, AfterValidator(plugged)] | None = None
    extractor: Annotated[str, AfterValidator(part_name)] | None = None
    screens: PartNames = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _fill_names(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        urls = [data.get("url"), *as_list(data.get("urls"))]
        first = next((u for u in urls if isinstance(u, str)), "")
        name = data.get("name") or data.get("id") or name_of(first)
        policy_id = data.get("id") or slug_of(str(name))
        return {**data, "name": str(name), "id": str(policy_id)}

    @model_validator(mode="after")
    def _check_whole(self) -> PolicySettings:
        for key, value in (("id", self.id), ("folder", self.folder)):
            if value is not None and (fault := slug_fault(value)):
                raise ValueError(f"{key} {value!r} is invalid: {fault}")
        if self.threshold and self.alerts.threshold not in {None, self.threshold}:
            raise ValueError(f"threshold is {self.threshold} here but {self.alerts.threshold} under `alerts`; remove one of them")
        if self.source and self.browser:
            raise ValueError("`source` and `browser` cannot be combined: a plug-in brings the page; remove one of them")
        if not self.addresses:
            raise ValueError("expected `url:` with the page's address (or `urls:`, if several pages make up the document)")
        return self

    @property
    def addresses(self) -> tuple[str, ...]:
        """`url` and `urls` combined, in order, without duplicates."""
        return tuple(dict.fromkeys([*([self.url] if self.url else []), *self.urls]))

    @property
    def kept_in(self) -> str:
        """The folder of its history below `snapshots`: the id that it had when its history began."""
        return self.folder or self.id


class Settings(Strict):
    """The whole of `config.yaml`. The validation context's `base` is the folder that relative paths start from."""

    schedule: Crontab = "0 */6 * * *"
    snapshots: FilePath = Path("snapshots")
    reports: FilePath = Path("reports")
    archive: ArchiveSettings = ArchiveSettings()
    alerts: AlertSettings = AlertSettings()
    fetch: FetchSettings = FetchSettings()
    evidence: EvidenceChoice = "off"
    limits: LimitSettings = LimitSettings()
    metrics: MetricsSettings = MetricsSettings()
    timezone: Annotated[str, AfterValidator(known_zone)] | None = None
    jitter: int = Field(default=60, ge=0, le=3600)
    shard: Annotated[str, AfterValidator(lambda value: str(shard(value)))] | None = None
    policies: list[PolicySettings] = Field(default_factory=list)
    plugins: PluginSettings = PluginSettings()
    reader: ReaderSettings | None = None
    removed: Annotated[list[str], BeforeValidator(as_list)] = Field(default_factory=list)
    # `reports` as configured, before it is made absolute: what `report_base` publishes is the path as written.
    _published: str = PrivateAttr("reports")

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, data: Any) -> Any:
        # `policies:` with nothing after it is null in YAML.
        return {k: v for k, v in data.items() if v is not None} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _absolute_folders(self, info: ValidationInfo) -> Settings:
        base = Path((info.context or {}).get("base", "."))
        # "../reports" has no address below `report_base`; its last part is the best guess.
        below = not self.reports.is_absolute() and ".." not in self.reports.parts
        object.__setattr__(self, "_published", (self.reports if below else Path(self.reports.name)).as_posix())
        for name in ("snapshots", "reports"):
            object.__setattr__(self, name, base / getattr(self, name))  # the model is frozen
        _apart(self.snapshots, self.reports)
        if self.archive.timestamp:
            object.__setattr__(self.archive.timestamp, "certificate", base / self.archive.timestamp.certificate)
        if self.archive.signing_key:
            object.__setattr__(self.archive, "signing_key", base / self.archive.signing_key)
        for policy in self.policies:
            object.__setattr__(policy, "history", _absolute_history(policy.history, base))
        return self

    @property
    def folders(self) -> dict[str, str]:
        """The folders of the histories of renamed policies, by id."""
        return {policy.id: policy.kept_in for policy in self.policies if policy.kept_in != policy.id}

    @property
    def reports_url(self) -> str | None:
        """The published URL of the reports folder, with a trailing slash: `alerts.report_base` plus the folder's path as configured."""
        base = self.alerts.report_base
        return f"{base.rstrip('/')}/{self._published}/" if base else None

    @property
    def zone(self) -> tzinfo | None:
        """The time zone of the schedules; None for this machine's."""
        return ZoneInfo(self.timezone) if self.timezone else None

    def alerts_of(self, policy: PolicySettings) -> AlertSettings:
        """One policy's alert settings: the common ones, overridden by its own."""
        return policy.alerts.over(self.alerts)

    def fetch_of(self, policy: PolicySettings) -> FetchSettings:
        """One policy's fetch settings: the common ones, overridden by its own."""
        own = policy.fetch.model_dump(exclude_unset=True) if policy.fetch else {}
        return self.fetch.model_copy(update=own)

    def evidence_of(self, policy: PolicySettings) -> frozenset[EvidenceForm]:
        """What is kept of each new version of a policy beside its bytes."""
        chosen = policy.evidence or self.evidence
        return frozenset(EvidenceForm) if chosen == "both" else frozenset(form for form in EvidenceForm if form.value == chosen)

    def values(self) -> tuple[Policy, ...]:
        """The tracked policies as model values, in the file's order."""
        return tuple(self._value(policy) for policy in self.policies)

    @property
    def part(self) -> Shard:
        """The part of the policies that is watched here; 1/1 when it is all of them."""
        return shard(self.shard or "1/1")

    def elsewhere(self) -> dict[str, str]:
        """The policies of other shards: id → "2/3"."""
        if self.shard is None:
            return {}
        return {name: str(its) for name, its in shards_of(self.values(), self.part.of).items() if its != self.part}

    def _value(self, policy: PolicySettings) -> Policy:
        return Policy(
            id=policy.id,
            name=policy.name,
            document=policy.document,
            urls=policy.addresses,
            select=tuple(s.as_selector() for s in policy.select),
            remove=tuple(s.as_selector() for s in policy.remove),
            history=policy.history,
            live=policy.live and not policy.paused,
            paused=policy.paused,
            tags=tuple(policy.tags),
            threshold=Severity(policy.threshold or self.alerts_of(policy).threshold),
            schedule=policy.schedule or self.schedule,
            language=policy.language,
            follow=policy.follow or "",
            alert_unjudged=self.alerts_of(policy).unjudged == "on",
            extractor=policy.extractor or "",
            screens=tuple(dict.fromkeys([*self.plugins.screens, *policy.screens])),
            judges=tuple(dict.fromkeys(self.plugins.judges)),
        )


def _apart(snapshots: Path, reports: Path) -> None:
    """Refuses one folder for both, or one inside the other: `verify` would take each for a stranger in the other."""
    kept, made = (Path(os.path.normpath(folder)) for folder in (snapshots, reports))
    if kept == made:
        raise ValueError(f"`snapshots` and `reports` are both {kept}; give each a folder of its own")
    for inner, outer, where in ((made, kept, "`reports` is inside `snapshots`"), (kept, made, "`snapshots` is inside `reports`")):
        if outer in inner.parents:
            raise ValueError(f"{where} ({inner}); put them beside each other, for instance in {outer} and {outer.parent / inner.name}")


def _absolute_history(history: str, base: Path) -> str:
    kind, _, rest = history.partition(":")
    return f"{kind}:{base / rest}" if kind in {"warc", "dir"} else history
