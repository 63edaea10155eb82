"""A short policy of our own writing, with room for one statement."""

from __future__ import annotations

from monitor.core.compare import compare
from monitor.model import Change, Severity

POLICY = """# Loomnote Privacy Policy

Last updated: 4 March 2025

This policy explains how Loomnote, Inc. ("Loomnote", "we", "us") handles information about the people who use our note-taking apps.

## 1. Information we collect

When you open an account you give us your name, your email address and a password. Our servers log the type of browser you use.

## 2. How we use information

We use information to provide the service, to fix faults and to answer your questions. We also measure which features are popular.

## 3. What we say about your information

{}

## 4. Retention

Server logs are deleted after 90 days. Backups are overwritten every 35 days.

## 5. Contact

Questions may be sent to privacy@loomnote.example or to Loomnote, Inc., 18 Mill Street, Portland, Oregon.
"""


def gravest(old: str, new: str) -> Change | None:
    """The gravest change between the policy with the one statement and with the other; None where nothing changed."""
    changes = compare(POLICY.format(old), POLICY.format(new)).changes
    return max(changes, key=lambda change: change.severity.rank, default=None)


def is_told(change: Change | None) -> bool:
    """True when a change would raise an alert."""
    return change is not None and change.severity.rank >= Severity.MATERIAL.rank
