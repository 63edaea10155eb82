"""What a message about several policies needs besides the alerts: their order by vendor, and which of their changes are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from monitor.core.arrange.groups import Group, groups_of
from monitor.model import Alert, Change, Version
from monitor.present import phrases

# The ids of a changelog page's articles; see `anchor` of monitor.render.html, which hashes all others.
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_Key = tuple[str, str, str, str]


def by_vendor(alerts: Sequence[Alert]) -> list[Alert]:
    """The alerts of one vendor after each other, most serious first; vendors in the order of their most serious alert."""
    rank: dict[str, int] = {}
    for alert in alerts:
        rank[vendor(alert)] = max(rank.get(vendor(alert), 0), alert.changelog.severity.rank)
    place = {name: number for number, name in enumerate(rank)}
    return sorted(alerts, key=lambda one: (-rank[vendor(one)], place[vendor(one)], -one.changelog.severity.rank))


def vendor(alert: Alert) -> str:
    """By what its documents belong together: the name, however it is written."""
    return " ".join(alert.policy.name.split()).casefold()


@dataclass(slots=True)
class Repeats:
    """The changes that several alerts of one message have in common: the same words became the same words, with the same verdict."""

    first: dict[_Key, Alert] = field(default_factory=dict)
    others: dict[_Key, list[Alert]] = field(default_factory=dict)

    def take(self, alert: Alert, groups: Sequence[Group]) -> tuple[list[Group], list[tuple[Group, Alert]]]:
        """The groups that no earlier alert has, and those that one has, with that alert."""
        own: list[Group] = []
        repeated: list[tuple[Group, Alert]] = []
        for group in groups:
            earlier = self.first.setdefault(_key(group), alert)
            # Of one policy, the same change twice is two events, with something in between.
            if earlier.policy.id == alert.policy.id:
                own.append(group)
            else:
                repeated.append((group, earlier))
                self.others.setdefault(_key(group), []).append(alert)
        return own, repeated

    def also(self, alert: Alert, group: Group) -> list[Alert]:
        """The later alerts that have a group of this alert as well."""
        return self.others.get(_key(group), []) if self.first.get(_key(group)) is alert else []


def same_as(changes: Sequence[Change]) -> tuple[_Key, ...]:
    """Equal for changes that say the same: the same words became the same words, with the same verdicts."""
    return tuple(sorted(_key(group) for group in groups_of(changes)))


def _key(group: Group) -> _Key:
    # All wordings of the group: two lists that begin alike may continue differently.
    sides = [(one.kind.value, one.old.text if one.old else None, one.new.text if one.new else None) for one in group.changes]
    shown = group.shown
    return shown.severity.value, shown.direction.value, phrases.headline(shown), repr(sides)


def change_link(report: str | None, group: Group) -> str | None:
    """The address of a change on its report; that of the report where the change has no address of its own."""
    return f"{report}#c-{group.id}" if report and "#" not in report and _PLAIN_ID.fullmatch(group.id) else report


def takes_effect(version: Version, today: date | None) -> str:
    """Takes effect on 1 March 2027, in 12 days; empty where the text names no day that lies ahead.

    Args:
        version: whose text it is.
        today: the day on which the message is read; without it, the days are not counted and the day of the capture decides.
    """
    try:
        day = date.fromisoformat(version.document.effective_date or "")
    except ValueError:  # "2027-03" names no day
        return ""
    ahead = (day - (today or version.captured_at.date())).days
    if ahead < 0 or day <= version.captured_at.date():
        return ""
    when = "" if today is None else ", today" if ahead == 0 else f", in {phrases.plural(ahead, 'day')}"
    return f"Takes effect on {phrases.stated_date(day.isoformat())}{when}."
