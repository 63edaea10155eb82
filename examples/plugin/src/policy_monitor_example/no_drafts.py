"""A screen: a text that calls itself a draft is not the policy."""

from __future__ import annotations


def screen(text: str, language: str | None) -> str | None:
    """One sentence that says why a text is refused; None if it is not."""
    return "the page calls itself a draft" if "DRAFT - NOT IN FORCE" in text else None
