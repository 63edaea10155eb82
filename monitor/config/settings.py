"""The shape of `config.yaml`: every key with its type, its default and what it may be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationInfo, model_validator

from monitor.config.checks import as_list, crontab, every_is_url, history_address, smtp_address, utc_moment, web_address
from monitor.config.slug import name_of, slug_fault, slug_of
from monitor.model import Policy, Selector, Severity

WebAddress = Annotated[str, AfterValidator(web_address)]
Crontab = Annotated[str, AfterValidator(crontab)]
Threshold = Literal["critical", "material", "minor"]


class Strict(BaseModel):
    """Refuses keys that it does not know; never changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WaybackSettings(Strict):
    """Where archived captures are listed and fetched."""

    endpoint: WebAddress = "https://web.archive.org"
    requests_per_minute: float = Field(default=15, gt=0, le=480)


class ArchiveSettings(Strict):
    """Archives that `history: wayback` and `backfill` use."""

    wayback: WaybackSettings = WaybackSettings()


class EmailSettings(Strict):
    """Alerts by mail."""

    to: Annotated[list[str], BeforeValidator(as_list)] = Field(min_length=1)
    from_: str = Field(alias="from", min_length=3)
    url: Annotated[SecretStr, AfterValidator(smtp_address)] = SecretStr("smtp://localhost:25")


class WebhookSettings(Strict):
    """Alerts as signed JSON."""

    url: Annotated[SecretStr, AfterValidator(every_is_url)]
    secret: SecretStr | None = None


def _webhook(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


class AlertSettings(Strict):
    """Who is told of which changes, and how."""

    threshold: Threshold = "material"
    digest: Annotated[Literal["off", "daily", "weekly"], BeforeValidator(lambda v: "off" if v is False else v)] = "off"
    report_base: WebAddress | None = None
    email: EmailSettings | None = None
    apprise: Annotated[list[SecretStr], BeforeValidator(as_list)] = []
    webhook: Annotated[list[Annotated[WebhookSettings, BeforeValidator(_webhook)]], BeforeValidator(as_list)] = []


class FetchSettings(Strict):
    """How live pages are fetched."""

    timeout: float = Field(default=30, gt=0, le=600)
    max_bytes: int = Field(default=20_000_000, gt=0)
    user_agent: str | None = Field(default=None, min_length=3)
    allow_private: bool = False
    retries: int = Field(default=3, ge=0, le=10)


class SelectorSettings(Strict):
    """A CSS selector, with the days between which it held."""

    css: str = Field(min_length=1)
    valid_from: Annotated[datetime | None, BeforeValidator(utc_moment)] = None
    valid_until: Annotated[datetime | None, BeforeValidator(utc_moment)] = None

    def as_selector(self) -> Selector:
        """The same as a value of the model."""
        return Selector(self.css, self.valid_from, self.valid_until)


def _selectors(value: object) -> object:
    return [{"css": item} if isinstance(item, str) else item for item in as_list(value)]


Selectors = Annotated[list[SelectorSettings], BeforeValidator(_selectors)]


class PolicySettings(Strict):
    """One tracked document."""

    id: str
    name: str = Field(min_length=1)
    document: str = "Privacy Policy"
    url: WebAddress | None = None
    urls: list[WebAddress] = []
    select: Selectors = []
    remove: Selectors = []
    history: Annotated[str, AfterValidator(history_address)] = "none"
    live: bool = True
    threshold: Threshold | None = None
    schedule: Crontab | None = None
    language: str | None = Field(default=None, pattern=r"^[a-z]{2}$")
    fetch: FetchSettings | None = None

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
        if fault := slug_fault(self.id):
            raise ValueError(f"id {self.id!r} can't be used: {fault}")
        if not self.addresses:
            raise ValueError("expected `url:`, the address of the page (or `urls:`, several that make up one document)")
        return self

    @property
    def addresses(self) -> tuple[str, ...]:
        """`url` and `urls` together, in order, each once."""
        return tuple(dict.fromkeys([*([self.url] if self.url else []), *self.urls]))


class Settings(Strict):
    """All of `config.yaml`; `base` is the folder that relative paths start from."""

    schedule: Crontab = "0 */6 * * *"
    snapshots: Path = Path("snapshots")
    reports: Path = Path("reports")
    archive: ArchiveSettings = ArchiveSettings()
    alerts: AlertSettings = AlertSettings()
    fetch: FetchSettings = FetchSettings()
    policies: list[PolicySettings] = []

    @model_validator(mode="before")
    @classmethod
    def _empty_is_default(cls, data: Any) -> Any:
        return {k: v for k, v in data.items() if v is not None} if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _absolute_folders(self, info: ValidationInfo) -> Settings:
        base = Path((info.context or {}).get("base", "."))
        for name in ("snapshots", "reports"):
            object.__setattr__(self, name, base / getattr(self, name))
        for policy in self.policies:
            object.__setattr__(policy, "history", _absolute_history(policy.history, base))
        return self

    def fetch_of(self, policy: PolicySettings) -> FetchSettings:
        """The fetch settings of one policy: its own keys over the common ones."""
        own = policy.fetch.model_dump(exclude_unset=True) if policy.fetch else {}
        return self.fetch.model_copy(update=own)

    def values(self) -> tuple[Policy, ...]:
        """The tracked policies as values of the model, in the file's order."""
        return tuple(self._value(policy) for policy in self.policies)

    def _value(self, policy: PolicySettings) -> Policy:
        return Policy(
            id=policy.id,
            name=policy.name,
            document=policy.document,
            urls=policy.addresses,
            select=tuple(s.as_selector() for s in policy.select),
            remove=tuple(s.as_selector() for s in policy.remove),
            history=policy.history,
            live=policy.live,
            threshold=Severity(policy.threshold or self.alerts.threshold),
            schedule=policy.schedule or self.schedule,
            language=policy.language,
        )


def _absolute_history(history: str, base: Path) -> str:
    kind, _, rest = history.partition(":")
    return f"{kind}:{base / rest}" if kind in {"warc", "dir"} else history
