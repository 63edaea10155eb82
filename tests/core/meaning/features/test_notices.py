"""Whether readers are told of changes in person, or left to look for them."""

from __future__ import annotations

import pytest

from monitor.core.meaning.features.notices import tells
from tests.core.meaning.features.changes import names

TELLING = (
    "We will e-mail you before we change this policy.",
    "Fernweh will notify you of changes by e-mail.",
    "If we amend these terms, you will be notified in advance.",
    "We will send you a notice of each update.",
    "We will always tell you when we revise these rules.",
)
POSTING = (
    "We will post changes to this policy on this page.",
    "Changes are published on our website.",
    "Please check back from time to time for updates.",
)


@pytest.mark.parametrize("told", TELLING)
@pytest.mark.parametrize("posted", POSTING)
def test_what_was_sent_is_only_posted(told: str, posted: str) -> None:
    assert tells(told.lower())
    assert not tells(posted.lower())
    assert names("notices", told, posted) == {"notice:posted"}
    assert names("notices", posted, told) == {"notice:in-person"}


SILENT = (
    ("We will e-mail you before we change this policy.", "We will notify you before we change this policy."),
    ("We will e-mail you before we change this policy.", "We will e-mail you and post changes on this page when we change this policy."),
    ("We will e-mail you your invoice.", "We will post your invoice on this page."),
    ("We may change this policy.", "We post changes of this policy here."),
)


@pytest.mark.parametrize(("old", "new"), SILENT)
def test_what_says_as_much_as_before(old: str, new: str) -> None:
    assert names("notices", old, new) == set()
    assert names("notices", new, old) == set()
