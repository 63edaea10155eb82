"""Alerts of a made-up company, for every test of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from monitor.model import Alert, Change, ChangeKind, Changelog, Direction, Document, Policy, Reason, Severity, Side, Version

OLD_PROMISE = "Northwind does NOT share, sell, rent, or trade your personal data with third parties for their promotional purposes."
NEW_PROMISE = (
    "We may share your personal data with selected partners listed at www.northwind-partners.example for their promotional purposes."
)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def version(text: str, captured_at: datetime, *, archived: bool = True, last_seen: datetime | None = None) -> Version:
    document = Document(text)
    stamp = captured_at.strftime("%Y%m%d%H%M%S")
    return Version(
        policy="northwind",
        captured_at=captured_at,
        last_seen=last_seen or captured_at,
        source="wayback",
        sha256=document.sha256,
        snapshot_sha256="0" * 64,
        url="https://www.northwind.example/privacy",
        archive_url=f"https://archive.example/web/{stamp}/https://www.northwind.example/privacy" if archived else None,
        document=document,
    )


def side(text: str, *section: str) -> Side:
    return Side(text, section or ("Privacy Policy", "6. Sharing"), (0, len(text)))


def withdrawn(**changes: object) -> Change:
    fields: dict[str, object] = {
        "id": "c1",
        "kind": ChangeKind.REMOVED,
        "severity": Severity.CRITICAL,
        "direction": Direction.WEAKENS,
        "topics": ("sale-of-data", "third-party-sharing"),
        "old": side(OLD_PROMISE),
        "new": None,
        "edits": (),
        "reasons": (
            Reason(
                "promise-withdrawn",
                "A promise not to share, sell, rent or trade your data is gone.",
                "does NOT share, sell, rent, or trade",
            ),
        ),
        "headline": "Withdrawn: the promise not to share, sell, rent or trade your data.",
    }
    return Change(**{**fields, **changes})  # type: ignore[arg-type]


def reworded(**changes: object) -> Change:
    fields: dict[str, object] = {
        "id": "c2",
        "kind": ChangeKind.REWORDED,
        "severity": Severity.MATERIAL,
        "direction": Direction.WEAKENS,
        "topics": ("retention",),
        "old": side("We keep server logs for 30 days.", "Privacy Policy", "4. Retention"),
        "new": side("We keep server logs for as long as necessary.", "Privacy Policy", "4. Retention"),
        "edits": (("=", "We keep server logs for "), ("-", "30 days"), ("+", "as long as necessary"), ("=", ".")),
        "reasons": (Reason("limit-dropped", "A limit on how long data is kept is gone.", "30 days"),),
        "headline": "Dropped: the limit of 30 days for server logs.",
    }
    return Change(**{**fields, **changes})  # type: ignore[arg-type]


def cosmetic() -> Change:
    return Change("c9", ChangeKind.MOVED, Severity.COSMETIC, Direction.NEUTRAL, (), side("Hello."), side("Hello."), (), ())


def gained() -> Change:
    return Change(
        "c3",
        ChangeKind.ADDED,
        Severity.MATERIAL,
        Direction.STRENGTHENS,
        ("user-rights",),
        None,
        side("You may ask us at any time to erase your account and everything we hold about you.", "Privacy Policy", "8. Your rights"),
        (),
        (Reason("right-added", "A right is new.", "ask us at any time to erase"),),
        "New: a right to have your account erased.",
    )


def alert(
    changes: Sequence[Change] | None = None,
    *,
    id: str = "northwind-1a2b3c4d-5e6f7a8b",
    name: str = "Northwind",
    policy_id: str = "northwind",
    threshold: Severity = Severity.MATERIAL,
    report: str | None = "reports/northwind/20100518042315--20161229064321.html",
    notes: tuple[Reason, ...] = (),
    archived: bool = True,
) -> Alert:
    old = version(OLD_PROMISE, datetime(2010, 5, 18, 4, 23, 15, tzinfo=UTC), last_seen=datetime(2016, 11, 1, 9, 30, tzinfo=UTC))
    new = version(NEW_PROMISE, datetime(2016, 12, 29, 6, 43, 21, tzinfo=UTC), archived=archived)
    found = (withdrawn(), reworded(), gained(), cosmetic()) if changes is None else tuple(changes)
    return Alert(
        id=id,
        policy=Policy(policy_id, name, threshold=threshold),
        old=old,
        new=new,
        changelog=Changelog(found, notes=notes),
        report=report,
        created_at=NOON,
    )


class Clock:
    """A clock that stands still until `forward` is called."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, wait: timedelta) -> None:
        self.moment += wait
