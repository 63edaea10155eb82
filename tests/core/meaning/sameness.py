"""What two small texts are to each other, for the tests of sameness: which gate settles each change, and which are judged."""

from __future__ import annotations

from monitor.core.compare import candidates_of
from monitor.core.meaning.document_context import document_context
from monitor.core.meaning.immaterial import immaterial
from monitor.core.meaning.observation import observe
from monitor.model import ChangeKind
from tests.core.meaning.changes import documents

JUDGED, MOVED = "judged", "moved"


def rules_of(old: str, new: str) -> set[str]:
    """The gates that the changes between two statements pass; "judged" for those that pass none, "moved" for mere moves."""
    before, after = documents(old, new)
    found, candidates = candidates_of(before, after)
    context = document_context(before, after, found, [candidate for candidate in candidates if not candidate.equal])
    rules = set()
    for candidate in candidates:
        if candidate.kind is ChangeKind.MOVED:
            rules.add(MOVED)
        else:
            passed = immaterial(observe(candidate, context))
            rules.add(passed.rule if passed else JUDGED)
    return rules
